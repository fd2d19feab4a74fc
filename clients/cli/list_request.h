// The flags of `bookctl list` as a request.
#pragma once

#include <optional>

#include "bookings/v1/bookings.pb.h"
#include "clients/cli/flags.h"

namespace bookings::cli {

// All problems go to stderr at once; then there is no request.
std::optional<v1::ListBookingsRequest> ReadListRequest(const Settings& settings);

// The view that --view asks for; `otherwise` where it is not set. Problems as above.
std::optional<v1::BookingView> ReadView(v1::BookingView otherwise);

}  // namespace bookings::cli
