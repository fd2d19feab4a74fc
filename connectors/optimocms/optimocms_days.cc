// See optimocms_days.h.
#include "connectors/optimocms/optimocms_days.h"

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/cursor.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/api/vendor_filter.h"

namespace bookings::optimocms {
namespace {

// A range of more days is read by one unfiltered walk. What that costs is not known beforehand; 33
// calls is what a walk over 3,300 bookings takes.
constexpr absl::civil_diff_t kMaxDays = 31;

}  // namespace

std::optional<Days> DaysOf(const v1::BookingFilter& filter, absl::TimeZone zone) {
  if (const auto date = TextEntry(filter, kDate)) {
    const std::optional<absl::CivilDay> day = ParseDate(*date);
    if (day) return Days{*day, *day};
  }
  const v1::TimeRange& range = filter.start_time();
  if (!range.has_from() || !range.has_to()) return std::nullopt;
  const absl::CivilDay first = absl::ToCivilDay(FromTimestamp(range.from()), zone);
  const absl::CivilDay last =
      absl::ToCivilDay(FromTimestamp(range.to()) - absl::Nanoseconds(1), zone);
  if (last - first >= kMaxDays) return std::nullopt;
  // In which zone the vendor takes the day is undocumented, and 24:00 is of the next day: the
  // neighbours are read too.
  return Days{first - 1, last + 1};
}

std::string FormatPosition(const Position& position) {
  return absl::StrCat(position.day ? FormatDate(*position.day) : "", ":", position.vendor_cursor);
}

absl::StatusOr<Position> ParsePosition(std::string_view cursor, const std::optional<Days>& days) {
  if (cursor.empty()) {
    return days ? Position{days->first, ""} : Position{};
  }
  const size_t colon = cursor.find(':');
  if (colon == std::string_view::npos) return GarbledCursor();
  Position position{ParseDate(cursor.substr(0, colon)), std::string(cursor.substr(colon + 1))};
  if (!days) {
    if (colon != 0 || position.vendor_cursor.empty()) return GarbledCursor();
    return position;
  }
  const bool within = position.day && days->first <= *position.day && *position.day <= days->last;
  if (!within) return GarbledCursor();
  return position;
}

std::optional<Position> Behind(const Position& position, std::string_view vendor_cursor,
                               const std::optional<Days>& days) {
  if (!vendor_cursor.empty()) return Position{position.day, std::string(vendor_cursor)};
  if (!days || *position.day >= days->last) return std::nullopt;
  return Position{*position.day + 1, ""};
}

}  // namespace bookings::optimocms
