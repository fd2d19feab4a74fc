// See civil.h.
#include "connectors/api/civil.h"

#include <algorithm>
#include <array>

#include "connectors/api/text.h"
#include "connectors/api/zone_names.h"

namespace bookings {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);

// A number of one or two digits; -1 for anything else.
int ShortNumber(std::string_view text) {
  if (text.empty() || text.size() > 2) return -1;
  int number = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

absl::CivilSecond WallSecond(absl::CivilDay day, absl::Duration time_of_day) {
  return absl::CivilSecond(day) + absl::ToInt64Seconds(time_of_day);
}

v1::MappingNote DaylightNote(absl::TimeZone::TimeInfo::CivilKind kind) {
  switch (kind) {
    case absl::TimeZone::TimeInfo::UNIQUE:
      return v1::MAPPING_NOTE_UNSPECIFIED;
    case absl::TimeZone::TimeInfo::SKIPPED:
      return v1::MAPPING_NOTE_DST_GAP_SHIFTED;
    case absl::TimeZone::TimeInfo::REPEATED:
      return v1::MAPPING_NOTE_DST_OVERLAP_EARLIER;
  }
  return v1::MAPPING_NOTE_UNSPECIFIED;
}

WallEnd EndAt(absl::CivilDay day, absl::Duration time_of_day, absl::TimeZone zone,
              v1::MappingNote how) {
  const WallInstant end = ResolveWallTime(day, time_of_day, zone);
  return {end.time, how, end.note};
}

WallEnd EndAfter(absl::Time start, absl::Duration duration) {
  return {start + duration, v1::MAPPING_NOTE_END_DERIVED_FROM_DURATION,
          v1::MAPPING_NOTE_UNSPECIFIED};
}

// No end is told, or one that is the start: only a duration can tell more. Whole days agree with an
// end that is the start.
WallEnd EndByDuration(absl::CivilDay day, absl::Duration start, std::optional<absl::Duration> end,
                      std::optional<absl::Duration> duration, absl::TimeZone zone) {
  if (!duration) return {std::nullopt, v1::MAPPING_NOTE_END_UNKNOWN, v1::MAPPING_NOTE_UNSPECIFIED};
  const bool agree = end && *duration % kDay == absl::ZeroDuration();
  if (agree) return EndAt(day, start + *duration, zone, v1::MAPPING_NOTE_UNSPECIFIED);
  return EndAfter(ResolveWallTime(day, start, zone).time, *duration);
}

// Both are told and the end is not the start: which day the end falls on.
WallEnd EndByBoth(absl::CivilDay day, absl::Duration start, absl::Duration end,
                  absl::Duration duration, absl::TimeZone zone) {
  const absl::Duration same_day = end >= start ? end - start : end - start + kDay;
  const absl::Duration surplus = duration - same_day;
  const bool agree = surplus >= absl::ZeroDuration() && surplus % kDay == absl::ZeroDuration();
  if (agree) return EndAt(day, start + duration, zone, v1::MAPPING_NOTE_UNSPECIFIED);
  WallEnd by_end = EndAt(day, start + same_day, zone, v1::MAPPING_NOTE_UNSPECIFIED);
  // A duration counts elapsed time: on a day of 23 or 25 hours it differs from the wall clock and
  // is still right.
  const absl::Duration elapsed = *by_end.time - ResolveWallTime(day, start, zone).time;
  const absl::Duration elapsed_surplus = duration - elapsed;
  const bool agree_elapsed =
      elapsed_surplus >= absl::ZeroDuration() && elapsed_surplus % kDay == absl::ZeroDuration();
  if (!agree_elapsed) {
    by_end.how = v1::MAPPING_NOTE_END_DURATION_MISMATCH;
    return by_end;
  }
  return EndAt(day, start + same_day + elapsed_surplus, zone, v1::MAPPING_NOTE_UNSPECIFIED);
}

}  // namespace

std::optional<absl::TimeZone> FindZone(std::string_view name) {
  absl::TimeZone zone;
  if (!IsZoneName(name) || !absl::LoadTimeZone(ToAbsl(name), &zone)) return std::nullopt;
  return zone;
}

std::optional<absl::CivilDay> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int century = ShortNumber(text.substr(0, 2));
  const int years = ShortNumber(text.substr(2, 2));
  const int month = ShortNumber(text.substr(5, 2));
  const int day = ShortNumber(text.substr(8, 2));
  if (century < 0 || years < 0 || century + years == 0 || month < 1 || day < 1) return std::nullopt;
  const absl::CivilDay date(century * 100 + years, month, day);
  if (date.month() != month || date.day() != day) return std::nullopt;  // it was normalised
  return date;
}

std::string FormatDate(absl::CivilDay day) { return absl::FormatCivilTime(day); }

std::optional<absl::Duration> ParseTimeOfDay(std::string_view text) {
  const size_t first = text.find(':');
  if (first == std::string_view::npos) return std::nullopt;
  const size_t second = text.find(':', first + 1);
  const std::string_view minute_text = text.substr(first + 1, second - first - 1);
  const int hours = ShortNumber(text.substr(0, first));
  const int minutes = minute_text.size() == 2 ? ShortNumber(minute_text) : -1;
  int seconds = 0;
  if (second != std::string_view::npos) {
    const std::string_view second_text = text.substr(second + 1);
    seconds = second_text.size() == 2 ? ShortNumber(second_text) : -1;
  }
  if (hours < 0 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return std::nullopt;
  if (hours > 24 || (hours == 24 && (minutes > 0 || seconds > 0))) return std::nullopt;
  return absl::Hours(hours) + absl::Minutes(minutes) + absl::Seconds(seconds);
}

WallInstant ResolveWallTime(absl::CivilDay day, absl::Duration time_of_day, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo info = zone.At(WallSecond(day, time_of_day));
  return {info.pre, DaylightNote(info.kind)};
}

WallEnd ResolveWallEnd(absl::CivilDay day, absl::Duration start, std::optional<absl::Duration> end,
                       std::optional<absl::Duration> duration, absl::TimeZone zone) {
  if (duration && *duration < absl::ZeroDuration()) duration = std::nullopt;
  if (!end || *end == start) return EndByDuration(day, start, end, duration, zone);
  if (duration) return EndByBoth(day, start, *end, *duration, zone);
  const absl::Duration wall_end = *end > start ? *end : *end + kDay;
  return EndAt(day, wall_end, zone, v1::MAPPING_NOTE_UNSPECIFIED);
}

void AddNote(v1::MappingNote note, v1::Booking* booking) {
  if (note == v1::MAPPING_NOTE_UNSPECIFIED) return;
  const auto& notes = booking->mapping_notes();
  if (std::find(notes.begin(), notes.end(), note) == notes.end()) booking->add_mapping_notes(note);
}

}  // namespace bookings
