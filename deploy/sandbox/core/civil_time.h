// Dates and instants as text, fast enough for rendering a million rows. Zones and DST: use
// absl::TimeZone directly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"

namespace bookings::sandbox {

inline constexpr int64_t kMillisPerSecond = 1000;
inline constexpr int64_t kMillisPerMinute = 60 * kMillisPerSecond;
inline constexpr int64_t kMillisPerHour = 60 * kMillisPerMinute;
inline constexpr int64_t kMillisPerDay = 24 * kMillisPerHour;

// `2024-03-01T20:00:00.000Z` of milliseconds since 1970-01-01T00:00Z.
std::string FormatMillis(int64_t unix_millis);

// `2024-03-01T20:00:00Z`: whole seconds, the rest is cut off.
std::string FormatSeconds(int64_t unix_millis);

// `2024-03-01`.
std::string FormatDate(absl::CivilDay day);

// Exactly `YYYY-MM-DD` and a day that exists.
std::optional<absl::CivilDay> ParseDate(std::string_view text);

// RFC 3339 with 0 to 9 fraction digits and `Z` or an offset; a text without a zone is none. Finer
// than milliseconds is cut off.
std::optional<int64_t> ParseInstantMillis(std::string_view text);

}  // namespace bookings::sandbox
