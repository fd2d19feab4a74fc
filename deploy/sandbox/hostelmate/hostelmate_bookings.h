// HostelMate's booking reads (hostelmate.md 2.2, 2.3, 4).
#pragma once

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::hostelmate {

Answer ListBookings(const Call& call);
Answer GetBooking(const Call& call);

}  // namespace bookings::sandbox::hostelmate
