// The arithmetic of timetables: wall time first, instants by the zone.
#include "deploy/sandbox/core/weekly_schedule.h"

#include <string>

namespace bookings::sandbox {
namespace {

struct DayName {
  std::string_view name;
  absl::Weekday day;
};

constexpr DayName kDayNames[] = {
    {"mon", absl::Weekday::monday},    {"tue", absl::Weekday::tuesday},
    {"wed", absl::Weekday::wednesday}, {"thu", absl::Weekday::thursday},
    {"fri", absl::Weekday::friday},    {"sat", absl::Weekday::saturday},
    {"sun", absl::Weekday::sunday}};

std::optional<absl::Weekday> ParseDay(const Json& name) {
  for (const DayName& entry : kDayNames) {
    if (name == entry.name) return entry.day;
  }
  return std::nullopt;
}

std::optional<int64_t> ParseMinutesOf(const Json& item, const char* member) {
  const Json text = item.value(member, Json());
  return text.is_string() ? ParseWallMinutes(text.get<std::string>()) : std::nullopt;
}

std::optional<OpenHours> ParseHours(const Json& item) {
  if (!item.is_object()) return std::nullopt;
  const auto day = ParseDay(item.value("day", Json()));
  const auto open = ParseMinutesOf(item, "open");
  const auto close = ParseMinutesOf(item, "close");
  if (!day || !open || !close || *open >= *close) return std::nullopt;
  return OpenHours{*day, *open, *close};
}

}  // namespace

std::vector<OpenHours> HoursOn(const std::vector<absl::Weekday>& days, int64_t open,
                               int64_t close) {
  std::vector<OpenHours> hours;
  hours.reserve(days.size());
  for (const absl::Weekday day : days) hours.push_back({day, open, close});
  return hours;
}

absl::StatusOr<std::vector<OpenHours>> ParseOpenHours(const Json& list) {
  if (!list.is_array()) return absl::InvalidArgumentError("hours are a list");
  std::vector<OpenHours> hours;
  for (const Json& item : list) {
    const std::optional<OpenHours> parsed = ParseHours(item);
    if (!parsed) return absl::InvalidArgumentError("hours are day (mon), open and close (HH:MM)");
    hours.push_back(*parsed);
  }
  return hours;
}

absl::StatusOr<absl::TimeZone> ParseZone(const Json& name) {
  absl::TimeZone zone;
  if (!name.is_string() || !absl::LoadTimeZone(name.get<std::string>(), &zone)) {
    return absl::InvalidArgumentError("zone is an IANA zone");
  }
  return zone;
}

std::optional<int64_t> ParseWallMinutes(std::string_view text) {
  const auto digit = [&](size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  if (!digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  const int64_t hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int64_t minute = (text[3] - '0') * 10 + (text[4] - '0');
  const int64_t minutes = hour * 60 + minute;
  if (minute > 59 || minutes > kMinutesPerDay) return std::nullopt;
  return minutes;
}

std::optional<absl::Time> InstantOf(absl::CivilDay day, int64_t minutes,
                                    const absl::TimeZone& zone) {
  const absl::CivilSecond wall = absl::CivilSecond(absl::CivilMinute(day) + minutes);
  const absl::TimeZone::TimeInfo info = zone.At(wall);
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) return std::nullopt;
  return info.pre;
}

std::vector<int64_t> StartMinutes(const WeeklySchedule& schedule, absl::CivilDay day) {
  std::vector<int64_t> starts;
  const absl::Weekday weekday = absl::GetWeekday(day);
  for (const OpenHours& hours : schedule.hours) {
    if (hours.day != weekday) continue;
    for (int64_t at = hours.open; at + schedule.length <= hours.close; at += schedule.step) {
      if (InstantOf(day, at, schedule.zone)) starts.push_back(at);
    }
  }
  return starts;
}

std::vector<absl::Time> StartsIn(const WeeklySchedule& schedule, absl::Time from, absl::Time to) {
  std::vector<absl::Time> starts;
  if (from >= to) return starts;
  const absl::CivilDay last = absl::ToCivilDay(to, schedule.zone);
  for (absl::CivilDay day = absl::ToCivilDay(from, schedule.zone); day <= last; ++day) {
    for (const int64_t minutes : StartMinutes(schedule, day)) {
      const absl::Time start = *InstantOf(day, minutes, schedule.zone);
      if (start >= from && start < to) starts.push_back(start);
    }
  }
  return starts;
}

}  // namespace bookings::sandbox
