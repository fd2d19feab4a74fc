// Which civil days of the site a list asks for, and where a walk through them stands. The vendor
// has no range filter: one day per query, or none (optimocms.md 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "connectors/api/connector.h"

namespace bookings::optimocms {

// The vendor_filter entry that names one day.
inline constexpr std::string_view kDate = "date";

// Days in a row, `last` included.
struct Days {
  absl::CivilDay first;
  absl::CivilDay last;
  // Whether they are read from the last to the first.
  bool latest_first = false;
};

// Whether the list is wanted by start, so that its days are read in that direction.
bool IsByStart(const ListQuery& query);

// The days that hold every booking that matches; no value = one unfiltered walk. A list by start
// that goes on begins at the day where it was: it has a range of starts, so that no booking without
// a start belongs to it.
std::optional<Days> DaysOf(const ListQuery& query, absl::TimeZone zone);

// Where a walk stands: the day, if it walks by days, and the vendor's cursor ("" = first page).
struct Position {
  std::optional<absl::CivilDay> day;
  std::string vendor_cursor;
};

// `2026-12-05:<vendor's cursor>` or `:<vendor's cursor>`.
std::string FormatPosition(const Position& position);
// Fails with PAGE_TOKEN_INVALID for what FormatPosition has not made for these days.
absl::StatusOr<Position> ParsePosition(std::string_view cursor, const std::optional<Days>& days);

// In the direction of the days, no booking at or behind this position starts before this instant.
absl::Time RestFrom(const Position& position, const Days& days, absl::TimeZone zone);

// Behind a page whose answer gave this cursor ("" = none); no value = the walk is over.
std::optional<Position> Behind(const Position& position, std::string_view vendor_cursor,
                               const std::optional<Days>& days);

}  // namespace bookings::optimocms
