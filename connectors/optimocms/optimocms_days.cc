// See optimocms_days.h.
#include "connectors/optimocms/optimocms_days.h"

#include <algorithm>

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
// In which zone the vendor takes the day is undocumented, and 24:00 is of the next day: the
// neighbours are read too.
constexpr int kMarginDays = 1;

bool LatestFirst(const ListQuery& query) { return query.order == v1::ORDER_BY_START_TIME_DESC; }

// What the range of starts still asks for, both bounds included.
struct Starts {
  absl::Time first;
  absl::Time last;
};

std::optional<Starts> StartsOf(const ListQuery& query) {
  const v1::TimeRange& range = query.filter.start_time();
  if (!range.has_from() || !range.has_to()) return std::nullopt;
  Starts starts{FromTimestamp(range.from()), FromTimestamp(range.to()) - absl::Nanoseconds(1)};
  if (!query.resume_from || !IsByStart(query)) return starts;
  if (LatestFirst(query)) {
    starts.last = std::min(starts.last, *query.resume_from);
  } else {
    starts.first = std::max(starts.first, *query.resume_from);
  }
  return starts;
}

absl::Time EarliestOf(absl::CivilDay day, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo midnight = zone.At(absl::CivilSecond(day));
  return std::min({midnight.pre, midnight.trans, midnight.post});
}

// The latest that midnight at the end of the day can be taken for.
absl::Time LatestOf(absl::CivilDay day, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo midnight = zone.At(absl::CivilSecond(day + 1));
  return std::max({midnight.pre, midnight.trans, midnight.post});
}

}  // namespace

bool IsByStart(const ListQuery& query) {
  return query.order == v1::ORDER_BY_START_TIME_ASC || LatestFirst(query);
}

std::optional<Days> DaysOf(const ListQuery& query, absl::TimeZone zone) {
  if (const auto date = TextEntry(query.filter, kDate)) {
    const std::optional<absl::CivilDay> day = ParseDate(*date);
    if (day) return Days{*day, *day, LatestFirst(query)};
  }
  const std::optional<Starts> starts = StartsOf(query);
  if (!starts) return std::nullopt;
  const absl::CivilDay first = absl::ToCivilDay(starts->first, zone);
  const absl::CivilDay last = absl::ToCivilDay(starts->last, zone);
  if (last - first >= kMaxDays) return std::nullopt;
  return Days{first - kMarginDays, last + kMarginDays, LatestFirst(query)};
}

// A booking may be of a day beside the one that was asked for (kMarginDays).
absl::Time RestFrom(const Position& position, const Days& days, absl::TimeZone zone) {
  return days.latest_first ? LatestOf(*position.day + kMarginDays, zone)
                           : EarliestOf(*position.day - kMarginDays, zone);
}

std::string FormatPosition(const Position& position) {
  return absl::StrCat(position.day ? FormatDate(*position.day) : "", ":", position.vendor_cursor);
}

absl::StatusOr<Position> ParsePosition(std::string_view cursor, const std::optional<Days>& days) {
  if (cursor.empty()) {
    if (!days) return Position{};
    return Position{days->latest_first ? days->last : days->first, ""};
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
  if (!days) return std::nullopt;
  const absl::CivilDay next = *position.day + (days->latest_first ? -1 : 1);
  if (next < days->first || next > days->last) return std::nullopt;
  return Position{next, ""};
}

}  // namespace bookings::optimocms
