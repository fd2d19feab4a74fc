// The dates and times of OptimoCMS, for which the vendor declares no format (optimocms.md 7, traps
// 8 and 9).
#pragma once

#include <optional>
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

}  // namespace bookings::optimocms
