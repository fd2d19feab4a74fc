// See time_words.h.
#include "clients/cli/time_words.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"

namespace bookings::cli {
namespace {

// Far from any overflow; what leaves the years 0001 to 9999 is refused afterwards.
constexpr int64_t kLongestOffset = 100'000'000;

// `+7d` as 7 and 'd'.
struct Offset {
  int64_t count;
  char unit;
};

std::optional<Offset> ReadOffset(std::string_view text) {
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const std::string_view digits = text.substr(1, text.size() - 2);
  int64_t count = 0;
  if (!absl::ascii_isdigit(static_cast<unsigned char>(digits[0])) ||
      !absl::SimpleAtoi(ToAbsl(digits), &count) || count > kLongestOffset) {
    return std::nullopt;
  }
  return Offset{text[0] == '-' ? -count : count, text.back()};
}

constexpr std::pair<std::string_view, absl::Weekday> kWeekdays[] = {
    {"monday", absl::Weekday::monday},       {"tuesday", absl::Weekday::tuesday},
    {"wednesday", absl::Weekday::wednesday}, {"thursday", absl::Weekday::thursday},
    {"friday", absl::Weekday::friday},       {"saturday", absl::Weekday::saturday},
    {"sunday", absl::Weekday::sunday},
};
constexpr size_t kShortWeekday = 3;  // `mon`

std::optional<absl::CivilDay> ReadDayWord(std::string_view word, absl::CivilDay today) {
  if (word == "today") return today;
  if (word == "tomorrow") return today + 1;
  if (word == "yesterday") return today - 1;
  for (const auto& [name, weekday] : kWeekdays) {
    if (word == name || word == name.substr(0, kShortWeekday)) {
      return absl::NextWeekday(today, weekday);
    }
  }
  return std::nullopt;
}

std::optional<absl::CivilDay> ReadDate(std::string_view text) {
  absl::CivilDay day;
  // ParseCivilTime would take `2026-1-1`, and years without end.
  if (text.size() != 10 || !absl::ParseCivilTime(ToAbsl(text), &day)) return std::nullopt;
  return day;
}

// `10:00` or `10:00:30`, of the day.
std::optional<absl::CivilSecond> ReadTimeOfDay(std::string_view text, absl::CivilDay day) {
  absl::Time parsed;
  for (const auto& [format, size] : {std::pair("%H:%M", 5U), std::pair("%H:%M:%S", 8U)}) {
    if (text.size() != size) continue;
    if (!absl::ParseTime(format, ToAbsl(text), absl::UTCTimeZone(), &parsed, nullptr)) continue;
    const absl::CivilSecond time = absl::ToCivilSecond(parsed, absl::UTCTimeZone());
    return absl::CivilSecond(day.year(), day.month(), day.day(), time.hour(), time.minute(),
                             time.second());
  }
  return std::nullopt;
}

absl::CivilDay Today(const Calendar& calendar) {
  return absl::ToCivilDay(calendar.now, calendar.zone);
}

// A day, alone or with a time of day behind it.
std::optional<absl::CivilSecond> ReadWallTime(std::string_view text, const Calendar& calendar) {
  constexpr size_t kDateSize = 10;
  const size_t end = text.size() > kDateSize && text[kDateSize] == 't' ? kDateSize : text.find(' ');
  const std::string_view first = text.substr(0, end);
  std::optional<absl::CivilDay> day = ReadDate(first);
  if (!day) day = ReadDayWord(first, Today(calendar));
  if (!day || end == std::string_view::npos) return day;
  return ReadTimeOfDay(text.substr(end + 1), *day);
}

// As for vendors' wall times: with the offset before the clock change, where there are two or none.
absl::Time InstantOf(absl::CivilSecond wall, absl::TimeZone zone) { return zone.At(wall).pre; }

std::optional<absl::Time> Shift(const Offset& offset, const Calendar& calendar) {
  const absl::CivilSecond now = absl::ToCivilSecond(calendar.now, calendar.zone);
  const absl::CivilSecond shifted =
      absl::CivilSecond(absl::CivilDay(now) + offset.count * (offset.unit == 'w' ? 7 : 1)) +
      (now - absl::CivilSecond(absl::CivilDay(now)));
  switch (offset.unit) {
    case 'w':
    case 'd':
      return InstantOf(shifted, calendar.zone);
    case 'h':
      return calendar.now + absl::Hours(offset.count);
    case 'm':
      return calendar.now + absl::Minutes(offset.count);
    default:
      return std::nullopt;
  }
}

// What a protobuf Timestamp holds.
bool IsTold(absl::Time time) {
  const absl::civil_year_t year = absl::ToCivilYear(time, absl::UTCTimeZone()).year();
  return year >= 1 && year <= 9999;
}

std::string Lower(std::string_view text) {
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(ToAbsl(text)));
}

}  // namespace

std::optional<absl::Time> ReadTime(std::string_view text, const Calendar& calendar) {
  if (const std::optional<absl::Time> instant = ParseInstant(text)) return instant;
  const std::string word = Lower(text);
  if (word == "now") return calendar.now;
  std::optional<absl::Time> time;
  if (const std::optional<Offset> offset = ReadOffset(word)) {
    time = Shift(*offset, calendar);
  } else if (const auto wall = ReadWallTime(word, calendar)) {
    time = InstantOf(*wall, calendar.zone);
  }
  return time && IsTold(*time) ? time : std::nullopt;
}

std::optional<absl::CivilDay> ReadDay(std::string_view text, const Calendar& calendar) {
  const std::string word = Lower(text);
  if (const std::optional<absl::CivilDay> date = ReadDate(word)) return date;
  const std::optional<Offset> offset = ReadOffset(word);
  if (!offset) return ReadDayWord(word, Today(calendar));
  if (offset->unit != 'd' && offset->unit != 'w') return std::nullopt;
  return Today(calendar) + offset->count * (offset->unit == 'w' ? 7 : 1);
}

}  // namespace bookings::cli
