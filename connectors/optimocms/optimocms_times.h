// The dates and times of OptimoCMS, for which the vendor declares no format (optimocms.md 7, traps
// 8 and 9).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "connectors/api/civil.h"

namespace bookings::optimocms {

// `2026-12-05`, or a date-time at midnight, whose date part counts.
std::optional<absl::CivilDay> ReadDay(std::string_view text);

// The start of a booking on this day: a time of day, or a full date-time, with or without an
// offset, of the same day. No value for anything else.
std::optional<WallInstant> ReadStart(absl::CivilDay day, std::string_view text,
                                     absl::TimeZone zone);

// The time of day on the site's wall of a start that ReadStart reads.
std::optional<absl::Duration> ReadWallTime(std::string_view text, absl::TimeZone zone);

// The end of a slot that starts on this day at this time of day. An end at or before the start is
// the second pass of an hour that daylight saving repeats, else on the next day (trap 10). No value
// where it cannot be read.
std::optional<absl::Time> ReadEnd(absl::CivilDay day, absl::Duration start, std::string_view text,
                                  absl::TimeZone zone);

// `HH:mm`, or `HH:mm:ss` where there are seconds.
std::string FormatTimeOfDay(absl::Duration time);

}  // namespace bookings::optimocms
