// Slots of an OptimoCMS site (optimocms.md 2.1): one civil day a call, wall times, one row for each
// member of staff.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/slots.h"
#include "connectors/optimocms/optimocms_booking.h"

namespace bookings::optimocms {

// Names of the entries of SlotReference.vendor with the wall time that is booked.
inline constexpr std::string_view kSlotDate = "date";
inline constexpr std::string_view kSlotTime = "startTime";

// One window is a day. Fails with INVALID_REQUEST for nights and for ranges of more than
// kMaxSlotWindows days.
absl::StatusOr<SlotPlan> PlanDays(const SlotQuery& query, const Settings& settings);

// One call: of several wanted branches each needs its own, which the cursor counts.
struct SlotCall {
  absl::CivilDay day;
  size_t branch = 0;
};
absl::StatusOr<SlotCall> ReadCall(const SlotQuery& query, std::string_view window,
                                  std::string_view cursor);

HttpRequest BuildSlots(const SlotCall& call, const SlotQuery& query, const Settings& settings);
absl::StatusOr<SlotPage> ParseSlots(std::string body, const SlotCall& call, const SlotQuery& query,
                                    const Settings& settings);

}  // namespace bookings::optimocms
