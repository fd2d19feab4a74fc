// See tiquo_walk.h.
#include "connectors/tiquo/tiquo_walk.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "connectors/api/civil.h"
#include "connectors/api/cursor.h"
#include "connectors/api/time.h"
#include "connectors/tiquo/tiquo_messages.h"

namespace bookings::tiquo {
namespace {

constexpr int kFirstLength = 8;
// Halving such a window down to one day takes eight calls, far below the engine's bound for one
// page; an empty decade takes 18 windows.
constexpr int kMaxLength = 256;
// A window is made longer if its rows let expect an answer that is still well below a full one.
constexpr int64_t kExpectedRows = kPageSize * 3 / 4;

absl::CivilDay UtcDay(absl::Time time) { return absl::ToCivilDay(time, absl::UTCTimeZone()); }

// The number that `text` starts with, which is taken off, with the dot behind it.
absl::StatusOr<int64_t> TakeNumber(std::string_view& text, int64_t least) {
  const size_t dot = std::min(text.find('.'), text.size());
  const std::string_view number = text.substr(0, dot);
  text.remove_prefix(std::min(dot + 1, text.size()));
  if (number.empty()) return GarbledCursor();
  return ReadNumberCursor(number, least);
}

}  // namespace

WalkBounds BoundsOf(const ListQuery& query, const Settings& settings) {
  WalkBounds bounds{{settings.history_from, settings.horizon}};
  bounds.latest_first = query.order == v1::ORDER_BY_START_TIME_DESC;
  const absl::TimeZone zone = settings.zone.value_or(absl::UTCTimeZone());
  const v1::TimeRange& range = query.filter.start_time();
  // A civil day differs from the UTC day of the same instant by one at most, whatever the zone.
  if (range.has_from()) {
    const absl::Time from = FromTimestamp(range.from());
    bounds.exceeded = absl::ToCivilDay(from, zone) < settings.history_from;
    bounds.days.first = std::max(UtcDay(from), settings.history_from) - 1;
  }
  if (range.has_to()) {
    const absl::Time last = FromTimestamp(range.to()) - absl::Nanoseconds(1);
    bounds.exceeded = bounds.exceeded || absl::ToCivilDay(last, zone) > settings.horizon;
    bounds.days.last = std::min(UtcDay(last), settings.horizon) + 1;
  }
  if (!query.resume_from) return bounds;
  const absl::CivilDay reached = UtcDay(*query.resume_from);
  if (query.order == v1::ORDER_BY_START_TIME_ASC) {
    bounds.days.first = std::max(bounds.days.first, reached - 1);
  } else if (bounds.latest_first) {
    bounds.days.last = std::min(bounds.days.last, reached + 1);
  }
  return bounds;
}

WalkPosition FirstPosition(const WalkBounds& bounds) {
  return {StartOf(bounds.days, bounds), kFirstLength, std::nullopt};
}

Days WindowAt(const WalkPosition& position, const WalkBounds& bounds) {
  const int more = position.length - 1;
  if (bounds.latest_first) {
    return {std::max(position.start - more, bounds.days.first), position.start};
  }
  return {position.start, std::min(position.start + more, bounds.days.last)};
}

Days FirstHalf(const Days& window, const WalkBounds& bounds) {
  const absl::civil_diff_t more = window.count() / 2 - 1;
  if (bounds.latest_first) return {window.last - more, window.last};
  return {window.first, window.first + more};
}

absl::CivilDay StartOf(const Days& window, const WalkBounds& bounds) {
  return bounds.latest_first ? window.last : window.first;
}

WalkPosition Behind(const Days& window, const WalkBounds& bounds, size_t rows) {
  const int64_t length = window.count();
  // Each answer also holds a day before and a day behind its window.
  const int64_t rows_of_twice = static_cast<int64_t>(rows) * (2 * length + 2) / (length + 2);
  const int64_t next =
      rows_of_twice <= kExpectedRows ? std::min<int64_t>(2 * length, kMaxLength) : length;
  const absl::CivilDay start = bounds.latest_first ? window.first - 1 : window.last + 1;
  return {start, static_cast<int>(next), std::nullopt};
}

// A civil day begins and ends within a day of the UTC day of its name, whatever the zone; a start
// at 24:00 is its end.
absl::Time RestFrom(const WalkPosition& position, const WalkBounds& bounds) {
  const absl::CivilDay day = bounds.latest_first ? position.start + 2 : position.start - 1;
  return absl::FromCivil(day, absl::UTCTimeZone());
}

std::string FormatPosition(const WalkPosition& position) {
  std::string text = absl::StrCat(FormatDate(position.start), ".", position.length);
  if (position.status) absl::StrAppend(&text, ".", *position.status);
  return text;
}

absl::StatusOr<WalkPosition> ParsePosition(std::string_view cursor, const WalkBounds& bounds,
                                           size_t statuses) {
  if (cursor.empty()) return FirstPosition(bounds);
  constexpr size_t kDateSize = 10;
  const std::optional<absl::CivilDay> day = ParseDate(cursor.substr(0, kDateSize));
  if (!day || !bounds.days.Hold(*day) || cursor.size() == kDateSize) return GarbledCursor();
  std::string_view numbers = cursor.substr(kDateSize + 1);
  const absl::StatusOr<int64_t> length = TakeNumber(numbers, 1);
  if (!length.ok() || *length > kMaxLength) return GarbledCursor();
  WalkPosition position{*day, static_cast<int>(*length), std::nullopt};
  if (!numbers.empty()) {
    const absl::StatusOr<int64_t> status = TakeNumber(numbers, 0);
    const bool known = status.ok() && *status < static_cast<int64_t>(statuses);
    if (!known || *length != 1) return GarbledCursor();
    position.status = static_cast<size_t>(*status);
  }
  if (FormatPosition(position) != cursor) return GarbledCursor();
  return position;
}

}  // namespace bookings::tiquo
