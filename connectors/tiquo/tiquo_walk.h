// The days of an admin list. The Admin API has no cursor and at most 100 rows per answer (tiquo.md
// 3), so a list walks through windows of days, and through the statuses of a day that is too full.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "connectors/api/connector.h"
#include "connectors/tiquo/tiquo_settings.h"

namespace bookings::tiquo {

// Days in a row, `last` included.
struct Days {
  absl::CivilDay first;
  absl::CivilDay last;

  bool Hold(absl::CivilDay day) const { return first <= day && day <= last; }
  absl::civil_diff_t count() const { return last - first + 1; }
};

// All days of a list.
struct WalkBounds {
  // Empty (last before first) where the filter asks for nothing within the history.
  Days days;
  // Whether the filter asks for time outside history_from and horizon, which is not read.
  bool exceeded = false;
  // Whether the walk goes from the last day to the first.
  bool latest_first = false;
};

// From the filter's start_time, a day wider on both sides as bookings may have other zones; where
// it is open, from the settings. A list by start walks in its direction, and goes on where it was.
// Bookings without a start come with their day, or with any: the engine does not let a list go on
// so while it holds one, which is why none is lost in the days that are left out.
WalkBounds BoundsOf(const ListQuery& query, const Settings& settings);

// Where a walk stands.
struct WalkPosition {
  // The first day of the next window, in the walk's direction.
  absl::CivilDay start;
  // Length of the next window in days; it grows while windows are sparse.
  int length = 1;
  // Index into the statuses that a day is split by.
  std::optional<size_t> status;
};

WalkPosition FirstPosition(const WalkBounds& bounds);
// The window at a position, cut at the bounds.
Days WindowAt(const WalkPosition& position, const WalkBounds& bounds);
// The half of a window of several days that is walked first.
Days FirstHalf(const Days& window, const WalkBounds& bounds);
// Its day that is walked first.
absl::CivilDay StartOf(const Days& window, const WalkBounds& bounds);
// Behind a window that was read, with the days around it, in one answer of so many rows.
WalkPosition Behind(const Days& window, const WalkBounds& bounds, size_t rows);
// In the walk's direction, no booking at or behind this position starts before this instant.
absl::Time RestFrom(const WalkPosition& position, const WalkBounds& bounds);

// `2026-12-05.8`, and `2026-12-05.1.3` for the fourth status of that day.
std::string FormatPosition(const WalkPosition& position);
// Fails with PAGE_TOKEN_INVALID for what FormatPosition has not made for these bounds.
absl::StatusOr<WalkPosition> ParsePosition(std::string_view cursor, const WalkBounds& bounds,
                                           size_t statuses);

}  // namespace bookings::tiquo
