// OptimoCMS's status words. The API reference lists none; these five stand in the vendor's plugin
// (optimocms.md 2.4).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/words.h"

namespace bookings::optimocms {

std::span<const Word<v1::BookingStatus>> StatusWords();

// The word to ask for, if the filter wants exactly one status and one word means it.
std::optional<std::string_view> FilterWord(const v1::BookingFilter& filter);

}  // namespace bookings::optimocms
