// Creating a booking at Jicoo: the one request that books, and what its refusal means. What became
// of one whose answer was lost is jicoo_find.h.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "connectors/api/step.h"
#include "connectors/api/writes.h"
#include "connectors/jicoo/jicoo_account.h"
#include "connectors/jicoo/jicoo_slots.h"

namespace bookings::jicoo {

// Whether this start of the event type can be booked at present.
Step<Offer> ReadOfferOf(std::string_view event_type, absl::Time start);

// A refusal (422) of a start, told finer by the slots as they are then: SLOT_UNAVAILABLE where it
// is not there, else BOOKING_REFUSED.
absl::Status ExplainRefusedStart(const HttpResponse& refused, Offer offer);

// Sends the plan of PlanOrder.
Step<v1::Booking> SendOrder(const CreatePlan& plan, const Account& account);

}  // namespace bookings::jicoo
