// See optimocms_times.h.
#include "connectors/optimocms/optimocms_times.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "connectors/api/time.h"

namespace bookings::optimocms {
namespace {

constexpr size_t kDateSize = 10;

// A date-time in its parts; what follows the seconds is left out of `time`.
struct DateTime {
  absl::CivilDay day;
  absl::Duration time;
  // Whether it names an instant, by `Z` or an offset.
  bool is_instant = false;
};

std::optional<DateTime> SplitDateTime(std::string_view text) {
  const bool has_time =
      text.size() > kDateSize && (text[kDateSize] == 'T' || text[kDateSize] == ' ');
  if (!has_time) return std::nullopt;
  const std::string_view clock = text.substr(kDateSize + 1);
  const std::string_view digits = clock.substr(0, clock.find_first_of(".Z+-"));
  const std::optional<absl::CivilDay> day = ParseDate(text.substr(0, kDateSize));
  const std::optional<absl::Duration> time = ParseTimeOfDay(digits);
  const std::string_view rest = clock.substr(digits.size());
  // A fraction of a second is dropped: bookings start at whole minutes.
  const std::string_view zone = rest.substr(std::min(rest.find_first_of("Z+-"), rest.size()));
  if (!day || !time || (!zone.empty() && !ParseInstant(text))) return std::nullopt;
  return DateTime{*day, *time, !zone.empty()};
}

// The later instant of a wall time that exists twice on this day.
std::optional<absl::Time> SecondPass(absl::CivilDay day, absl::Duration time, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo info =
      zone.At(absl::CivilSecond(day) + absl::ToInt64Seconds(time));
  if (info.kind != absl::TimeZone::TimeInfo::REPEATED) return std::nullopt;
  return info.post;
}

}  // namespace

std::optional<absl::CivilDay> ReadDay(std::string_view text) {
  if (text.size() <= kDateSize) return ParseDate(text);
  const std::optional<DateTime> parts = SplitDateTime(text);
  if (!parts || parts->time != absl::ZeroDuration()) return std::nullopt;
  return parts->day;
}

std::optional<WallInstant> ReadStart(absl::CivilDay day, std::string_view text,
                                     absl::TimeZone zone) {
  if (const auto time = ParseTimeOfDay(text)) return ResolveWallTime(day, *time, zone);
  const std::optional<DateTime> parts = SplitDateTime(text);
  if (!parts) return std::nullopt;
  if (!parts->is_instant) {
    if (parts->day != day) return std::nullopt;
    return ResolveWallTime(day, parts->time, zone);
  }
  const absl::Time instant = *ParseInstant(text);
  if (absl::ToCivilDay(instant, zone) != day) return std::nullopt;
  return WallInstant{instant, v1::MAPPING_NOTE_UNSPECIFIED};
}

std::optional<absl::Duration> ReadWallTime(std::string_view text, absl::TimeZone zone) {
  if (const auto time = ParseTimeOfDay(text)) return time;
  const std::optional<DateTime> parts = SplitDateTime(text);
  if (!parts) return std::nullopt;
  if (!parts->is_instant) return parts->time;
  const absl::CivilSecond wall = absl::ToCivilSecond(*ParseInstant(text), zone);
  return absl::Seconds(wall - absl::CivilSecond(absl::CivilDay(wall)));
}

std::optional<absl::Time> ReadEnd(absl::CivilDay day, absl::Duration start, std::string_view text,
                                  absl::TimeZone zone) {
  if (const auto time = ParseTimeOfDay(text)) {
    if (*time > start) return ResolveWallTime(day, *time, zone).time;
    if (const auto repeated = SecondPass(day, *time, zone)) return repeated;
    return ResolveWallTime(day + 1, *time, zone).time;
  }
  const std::optional<DateTime> parts = SplitDateTime(text);
  if (!parts) return std::nullopt;
  if (parts->is_instant) return ParseInstant(text);
  return ResolveWallTime(parts->day, parts->time, zone).time;
}

std::string FormatTimeOfDay(absl::Duration time) {
  const int64_t seconds = absl::ToInt64Seconds(time);
  std::string text = absl::StrFormat("%02d:%02d", seconds / 3600, seconds / 60 % 60);
  if (seconds % 60 == 0) return text;
  return text + absl::StrFormat(":%02d", seconds % 60);
}

}  // namespace bookings::optimocms
