// Changes of a booking at Jicoo that aim at a state: each reads the booking first, sends at most
// one request, and can be done again from its start at any time.
#pragma once

#include "connectors/api/step.h"
#include "connectors/api/writes.h"
#include "connectors/jicoo/jicoo_account.h"

namespace bookings::jicoo {

WriteProblems CheckReason(const CancelInput& input);
WriteProblems CheckMove(const RescheduleInput& input);
WriteProblems CheckUpdateValues(const UpdateInput& input);

// Soft; a booking that somebody else cancelled meanwhile is unchanged.
Step<Written> CancelBooking(const CancelInput& input, const Account& account);
// By the vendor's own call, which checks the slot; PATCH would not (jicoo.md 7, trap 16).
Step<Written> MoveBooking(const RescheduleInput& input, const Account& account);
// Title, description, staff, priority and zone; nothing is sent, and nobody told, where all of it
// is so already.
Step<Written> UpdateFields(const UpdateInput& input, const Account& account);

}  // namespace bookings::jicoo
