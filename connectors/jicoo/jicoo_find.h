// How a creation at Jicoo whose answer was lost is looked for (jicoo.md 5: list, then the contacts'
// e-mail).
#pragma once

#include "absl/time/time.h"
#include "connectors/api/step.h"
#include "connectors/api/writes.h"
#include "connectors/jicoo/jicoo_account.h"

namespace bookings::jicoo {

// All bookings of the same event type, start and e-mail that were made since the attempt began.
// Cancelled ones too: what was ours and is cancelled meanwhile was made nevertheless.
Step<FoundBookings> FindOrder(const CreatePlan& plan, absl::Time begun, const Account& account);

}  // namespace bookings::jicoo
