// The names of all IANA time zones. Abseil remembers every name that it is asked for, also unknown
// ones: names that vendors send are looked up here first, so that they cannot fill the memory.
#pragma once

#include <span>
#include <string_view>

namespace bookings {

// Exact spelling, links such as `US/Eastern` included.
bool IsZoneName(std::string_view name);
std::span<const std::string_view> ZoneNames();

}  // namespace bookings
