// Jicoo's writes (jicoo.md 2.4 to 2.7): create, cancel, reschedule, update. None is idempotent: a
// repeated create is a second booking, or a 422 if the slot is taken now.
#pragma once

#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::jicoo {

Answer CreateBooking(const Call& call);
Answer CancelBooking(const Call& call);
Answer RescheduleBooking(const Call& call);
Answer UpdateBooking(const Call& call);

}  // namespace bookings::sandbox::jicoo
