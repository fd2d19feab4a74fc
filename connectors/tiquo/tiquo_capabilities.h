// What Tiquo's two APIs can do.
#pragma once

#include <string_view>

#include "bookings/v1/connections.pb.h"

namespace bookings::tiquo {

// Names of vendor_filter entries: of the Client API, and of the Admin API.
inline constexpr std::string_view kUpcoming = "upcoming";
inline constexpr std::string_view kSearch = "search";

v1::Capabilities ClientCapabilities();
v1::Capabilities AdminCapabilities();

}  // namespace bookings::tiquo
