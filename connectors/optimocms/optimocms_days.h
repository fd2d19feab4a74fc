// Which civil days of the site a list asks for, and where a walk through them stands. The vendor
// has no range filter: one day per query, or none (optimocms.md 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings::optimocms {

// The vendor_filter entry that names one day.
inline constexpr std::string_view kDate = "date";

// Days in a row, `last` included.
struct Days {
  absl::CivilDay first;
  absl::CivilDay last;
};

// The days that hold every booking that matches; no value = one unfiltered walk.
std::optional<Days> DaysOf(const v1::BookingFilter& filter, absl::TimeZone zone);

// Where a walk stands: the day, if it walks by days, and the vendor's cursor ("" = first page).
struct Position {
  std::optional<absl::CivilDay> day;
  std::string vendor_cursor;
};

// `2026-12-05:<vendor's cursor>` or `:<vendor's cursor>`.
std::string FormatPosition(const Position& position);
// Fails with PAGE_TOKEN_INVALID for what FormatPosition has not made for these days.
absl::StatusOr<Position> ParsePosition(std::string_view cursor, const std::optional<Days>& days);

// Behind a page whose answer gave this cursor ("" = none); no value = the walk is over.
std::optional<Position> Behind(const Position& position, std::string_view vendor_cursor,
                               const std::optional<Days>& days);

}  // namespace bookings::optimocms
