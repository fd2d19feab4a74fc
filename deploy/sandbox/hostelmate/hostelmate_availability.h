// HostelMate's public availability call (hostelmate.md 2.9): rooms, nights, prices, free beds.
#pragma once

#include <memory>

#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::hostelmate {

// The misspelling is the vendor's.
inline constexpr std::string_view kAvailabilityPath = "/api/v1/get-new-avilablilty";

// The property that the body names: this call needs no key. Empty: none is named.
std::string PropertyInBody(const Request& request);

Answer GetAvailability(const Call& call);

}  // namespace bookings::sandbox::hostelmate
