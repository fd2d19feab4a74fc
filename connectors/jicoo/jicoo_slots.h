// Jicoo's slots (jicoo.md 2.9): seven days a call, starts without ends, which the event type's
// duration gives (trap 12).
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/slots.h"
#include "connectors/jicoo/jicoo_account.h"

namespace bookings::jicoo {

// Name of the entry of SlotReference.vendor with the zone that the slots were asked in.
inline constexpr std::string_view kGuestZone = "timeZone";

// Of an event type: all that slots need of it.
struct EventType {
  std::string name;
  // Zero = not told.
  absl::Duration duration;
};

// Goes on from a 403: a key may read slots and no event types (jicoo.md 1).
HttpRequest BuildEventType(std::string_view uid);
// An event type that the key may not read is empty.
absl::StatusOr<EventType> ReadEventType(HttpResponse response);

// Fails with INVALID_REQUEST for nights and for ranges of more than kMaxSlotWindows calls.
absl::StatusOr<SlotPlan> PlanWindows(const SlotQuery& query, const EventType& type);
absl::StatusOr<HttpRequest> BuildSlots(const SlotPlan& plan, std::string_view window);
// Starts outside the window are left out: the next one may hold them too.
absl::StatusOr<SlotPage> ReadSlots(std::string body, const SlotPlan& plan, std::string_view window,
                                   const Account& account);

// Whether a start can be booked.
enum class Offer { kOffered, kGone, kNotTold };
// The slots around a start. Goes on from refusals, which tell nothing.
HttpRequest BuildSlotsAround(std::string_view event_type, absl::Time start);
Offer ReadOffer(HttpResponse response, absl::Time start);

}  // namespace bookings::jicoo
