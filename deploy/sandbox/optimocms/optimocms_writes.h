// The two writes of OptimoCMS (optimocms.md 2.3, 2.4): create, and a move of the status. Neither
// knows an idempotency key.
#pragma once

#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::optimocms {

Answer CreateBooking(const Call& call);
Answer ChangeStatus(const Call& call);

}  // namespace bookings::sandbox::optimocms
