// HostelMate's booking writes and the log that they leave (hostelmate.md 2.4 to 2.8). The
// Idempotency-Key is checked before them (hostelmate_idempotency.h).
#pragma once

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::hostelmate {

Answer CreateBooking(const Call& call);
Answer UpdateBooking(const Call& call);
Answer PatchBooking(const Call& call);
Answer DeleteBooking(const Call& call);
Answer GetBookingLog(const Call& call);

}  // namespace bookings::sandbox::hostelmate
