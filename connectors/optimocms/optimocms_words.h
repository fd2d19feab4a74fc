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

// Of the move that cancels.
inline constexpr std::string_view kCancelled = "cancelled";

// The word of a status that UpdateBookingStatus can move to; no value where the vendor has none.
std::optional<std::string_view> StatusWord(v1::BookingStatus status);

}  // namespace bookings::optimocms
