// HostelMate's Guests API, reads only (hostelmate.md 2.10).
#pragma once

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::hostelmate {

Answer GetGuest(const Call& call);
Answer SearchGuests(const Call& call);

}  // namespace bookings::sandbox::hostelmate
