// OptimoCMS's status words. The API reference lists none; these five stand in the vendor's plugin
// (optimocms.md 2.4).
#pragma once

#include <optional>
#include <string_view>

#include "bookings/v1/bookings.pb.h"

namespace bookings::optimocms {

std::optional<v1::BookingStatus> StatusOf(std::string_view word);

// The word to ask for, if the filter wants exactly one status and one word means it.
std::optional<std::string_view> FilterWord(const v1::BookingFilter& filter);

}  // namespace bookings::optimocms
