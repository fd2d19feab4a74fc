// Nights that can be booked (hostelmate.md 2.9): what is asked of the vendor's availability, and
// the slots in its answer, one for each room and night. The call is public: no key, no
// Idempotency-Key.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "connectors/api/connector.h"
#include "connectors/hostelmate/hostelmate_property.h"

namespace bookings::hostelmate {

// Nights of one call. The vendor documents no bound; a hostel's own site asks for so many.
inline constexpr int kNightsPerCall = 14;

// The windows of the nights that are asked for; those that are over are left out unless
// unavailable slots are wanted. Fails with INVALID_ARGUMENT for more nights than kMaxSlotWindows
// hold.
absl::StatusOr<SlotPlan> PlanNights(const SlotQuery& query, const Property& property);

// Fails with INVALID_ARGUMENT / PAGE_TOKEN_INVALID for a window that PlanNights does not make.
absl::StatusOr<HttpRequest> BuildAvailability(std::string_view window, const Property& property);

// The slots of the window that the query's rooms have.
absl::StatusOr<SlotPage> ParseAvailability(std::string body, std::string_view window,
                                           const SlotQuery& query, const Property& property);

}  // namespace bookings::hostelmate
