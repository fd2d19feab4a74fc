// Making a booking with API v1, which knows neither a revision nor a filter for the caller's own
// id: a lost answer is recovered by a narrow query (wix.md 2.4, 4.1).
#pragma once

#include <string>
#include <string_view>

#include "connectors/api/step.h"
#include "connectors/api/writes.h"
#include "connectors/wix/wix_order.h"
#include "connectors/wix/wix_parts.h"
#include "connectors/wix/wix_v1_messages.h"

namespace bookings::wix {

// What Wix derives from a session, and takes no other of.
inline constexpr std::string_view kV1Derived[] = {kLocationPath, "vendor_options.location",
                                                  "vendor_options.affectedSchedules"};
WriteProblems CheckV1Create(const CreateInput& input);
// `zone` is the connection's.
Step<CreatePlan> PlanV1Create(const CreateInput& input, const std::string& zone);
Step<v1::Booking> SendV1Create(const CreatePlan& plan, const WriteIdentity& identity,
                               const Mapping& mapping);
Step<FoundBookings> FindV1Created(const CreatePlan& plan, const WriteIdentity& identity,
                                  const Mapping& mapping);

}  // namespace bookings::wix
