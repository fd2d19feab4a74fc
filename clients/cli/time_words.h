// Times as people say them at the command line: `tomorrow`, `monday 10:00`, `+7d`, `-2h`, a date,
// RFC 3339. Pure: now and the zone are given.
#pragma once

#include <optional>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace bookings::cli {

// What all such words are read against.
struct Calendar {
  absl::Time now;
  // Zone of days, weekdays and wall times.
  absl::TimeZone zone;
};

// How the words are told to people, in errors and help.
inline constexpr char kTimeWords[] =
    "now, today, tomorrow, yesterday, a weekday such as monday (the next one), +7d or -2h (w, d, "
    "h, "
    "m), 2026-12-01, 2026-12-01 10:00 or RFC 3339";
inline constexpr char kDayWords[] =
    "today, tomorrow, yesterday, a weekday such as monday (the next one), +7d or -1w, or "
    "2026-12-01";

// An instant. Days begin at midnight of the zone, or at the time of day that follows them. Days and
// weeks are counted on the calendar, from the present time of day; hours and minutes on the clock.
// A wall time that a clock change skips is moved on by what is skipped; of two, it is the first.
std::optional<absl::Time> ReadTime(std::string_view text, const Calendar& calendar);

// A civil date.
std::optional<absl::CivilDay> ReadDay(std::string_view text, const Calendar& calendar);

}  // namespace bookings::cli
