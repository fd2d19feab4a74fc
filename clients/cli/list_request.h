// The flags of `bookctl list` as a request.
#pragma once

#include "bookings/v1/bookings.pb.h"
#include "clients/cli/flags.h"
#include "clients/cli/problems.h"

namespace bookings::cli {

// What --connection names; --vendor is left to connection_choice.h, which asks the gateway.
v1::ListBookingsRequest ReadListRequest(const Settings& settings, Problems& problems);

// The view that --view asks for; `otherwise` where it is not set.
v1::BookingView ReadView(v1::BookingView otherwise, Problems& problems);

}  // namespace bookings::cli
