// Making a booking with API v2, which takes two requests: one creates it, blocking nothing, the
// other confirms it or declines it as the slot is taken (wix.md 3.5, trap 25).
#pragma once

#include <string>
#include <string_view>

#include "connectors/api/step.h"
#include "connectors/api/writes.h"
#include "connectors/wix/wix_order.h"
#include "connectors/wix/wix_parts.h"
#include "connectors/wix/wix_v2_slots.h"

namespace bookings::wix {

// The booking with this id in the FULL view; BOOKING_NOT_FOUND where the reader shows none.
Step<v1::Booking> ReadV2Booking(const std::string& vendor_id, const Mapping& mapping,
                                const std::string& token);
// The slot that is wished for, completed by a look-up unless it is known to be complete.
Step<internal::v1::SlotReference> CompleteV2Slot(const SlotWish& wish);

// What Wix derives from a session, and takes no other of.
inline constexpr std::string_view kV2Derived[] = {kStaffPath, kLocationPath,
                                                  "vendor_options.location"};
WriteProblems CheckV2Create(const CreateInput& input);
// `zone` is the connection's.
Step<CreatePlan> PlanV2Create(const CreateInput& input, const std::string& zone);
Step<v1::Booking> SendV2Create(const CreatePlan& plan, const WriteIdentity& identity,
                               const Mapping& mapping);
Step<FoundBookings> FindV2Created(const CreatePlan& plan, const WriteIdentity& identity,
                                  const Mapping& mapping);
Step<v1::Booking> CompleteV2Created(const CreatePlan& plan, const v1::Booking& found,
                                    const Mapping& mapping);

}  // namespace bookings::wix
