// A weekly timetable on the wall clock of an IANA zone, and the instants at which something can
// start in it. Not for who has taken what: that is each vendor's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "deploy/sandbox/core/json.h"

namespace bookings::sandbox {

inline constexpr int64_t kMinutesPerDay = 24 * 60;

// One stretch of a weekday, in minutes since midnight on the wall; closes at 1440 at the latest.
struct OpenHours {
  absl::Weekday day = absl::Weekday::monday;
  int64_t open = 0;
  int64_t close = 0;
};

struct WeeklySchedule {
  absl::TimeZone zone;
  // A day's stretches in ascending order.
  std::vector<OpenHours> hours;
  // Minutes between two starts, counted from the opening; at least 1.
  int64_t step = 30;
  // Minutes of wall time that must fit between start and closing.
  int64_t length = 30;
};

// The same hours on each of the days.
std::vector<OpenHours> HoursOn(const std::vector<absl::Weekday>& days, int64_t open, int64_t close);

// [{"day": "mon", "open": "09:00", "close": "24:00"}, ...]
absl::StatusOr<std::vector<OpenHours>> ParseOpenHours(const Json& list);

// "Europe/Amsterdam"; INVALID_ARGUMENT where no such zone exists.
absl::StatusOr<absl::TimeZone> ParseZone(const Json& name);

// Exactly `HH:MM`, up to 24:00, as minutes since midnight.
std::optional<int64_t> ParseWallMinutes(std::string_view text);

// Of a time that the zone's clocks show twice the first; none for one that they skip.
std::optional<absl::Time> InstantOf(absl::CivilDay day, int64_t minutes,
                                    const absl::TimeZone& zone);

// The wall times of a day at which something can start, in minutes since midnight; those that the
// zone's clocks skip are left out.
std::vector<int64_t> StartMinutes(const WeeklySchedule& schedule, absl::CivilDay day);

// The starts in [from, to), ascending.
std::vector<absl::Time> StartsIn(const WeeklySchedule& schedule, absl::Time from, absl::Time to);

}  // namespace bookings::sandbox
