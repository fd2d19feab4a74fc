// Bookable times for API v1: the deprecated availability calendar, the only one whose slots v1 can
// book (wix.md 3.7). Pure functions.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "bookings/internal/v1/slot.pb.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/slots.h"

namespace bookings::wix {

// The calendar wants an end by which slots have ended: longer ones are not found.
inline constexpr absl::Duration kLongestV1Slot = absl::Hours(24);

SlotPlan PlanV1Slots(const SlotQuery& query);
absl::StatusOr<HttpRequest> BuildV1Slots(const SlotPlan& plan, std::string_view window);
// `zone` is the connection's, for slots that tell none.
absl::StatusOr<SlotPage> ParseV1Slots(HttpResponse response, std::string_view window,
                                      std::string_view zone);

// The slots of a service that start at this time.
HttpRequest BuildV1SlotLookUp(const internal::v1::SlotReference& wish);
// Whether a slot is to be looked up: one that a caller names by service and start, and session.
bool NeedsV1LookUp(const internal::v1::SlotReference& slot);
// Completes a slot of which service and start are known (and, where they are set, session, staff
// member and location): SLOT_UNAVAILABLE where the answer holds no free one.
absl::StatusOr<internal::v1::SlotReference> ParseV1SlotLookUp(
    HttpResponse response, const internal::v1::SlotReference& wish);

}  // namespace bookings::wix
