// Bookable times of API v2: the service, then Time Slots V2 for appointments or its event slots for
// classes (wix.md 3.7, 3.9). Asked for and read in UTC, so that no change of daylight saving makes
// a time ambiguous. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/slot.pb.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/slots.h"

namespace bookings::wix {

// Both calls' default and maximum (wix.md 3.3).
inline constexpr int kTimeSlotPageSize = 1000;

HttpRequest BuildServiceQuery(std::string_view service_id);
// `zone` is the connection's, which the slots are shown in unless the query names one.
absl::StatusOr<SlotPlan> ParseServiceForSlots(HttpResponse response, const SlotQuery& query,
                                              std::string_view zone);

absl::StatusOr<HttpRequest> BuildTimeSlots(const SlotPlan& plan, std::string_view window,
                                           std::string_view cursor);
absl::StatusOr<SlotPage> ParseTimeSlots(HttpResponse response, const SlotPlan& plan);

// The sessions of a class that start in this second, whether or not they can be booked: for
// BuildTimeSlots with its only window, and ParseTimeSlots.
SlotPlan PlanSessionLookUp(const std::string& service_id, absl::Time start);

// The appointments that start in exactly this second.
HttpRequest BuildSlotLookUp(std::string_view service_id, absl::Time start);
// Completes a slot of which service and start are known (and, where they are set, staff member and
// location): SLOT_UNAVAILABLE where the answer holds no such one. Of several staff members that are
// free, `preferred_staff` is taken if it is among them, else the first.
struct SlotWish {
  internal::v1::SlotReference slot;
  std::string preferred_staff;
  // Whether a slot will do that Wix itself would not let customers book.
  UnavailableSlots unavailable = UnavailableSlots::kHide;
};
absl::StatusOr<internal::v1::SlotReference> ParseSlotLookUp(HttpResponse response,
                                                            const SlotWish& wish);

}  // namespace bookings::wix
