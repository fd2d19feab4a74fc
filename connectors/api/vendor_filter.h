// Reading the entries of BookingFilter.vendor_filter; their names and types are checked by
// CheckVendorFilter (capabilities.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bookings/v1/bookings.pb.h"

namespace bookings {

// The value of an entry of this type; no value where it is not set.
std::optional<std::string> TextEntry(const v1::BookingFilter& filter, std::string_view name);
std::optional<bool> BoolEntry(const v1::BookingFilter& filter, std::string_view name);

}  // namespace bookings
