// See time.h.
#include "connectors/api/time.h"

#include "absl/time/civil_time.h"

namespace bookings {
namespace {

constexpr int64_t kMinSeconds = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr int64_t kMaxSeconds = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr size_t kShortest = 20;                  // 2026-12-03T10:00:00Z

// Reads digits at a fixed place; -1 where one is none.
int Digits(std::string_view text, size_t at, size_t count) {
  int number = 0;
  for (size_t i = at; i < at + count; ++i) {
    const int digit = text[i] - '0';
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

// Days from 1970-01-01, by counting years from March so that leap days come last (proleptic
// Gregorian calendar).
int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// Seconds of the date and time at the front of the text, without zone; no value where it is
// malformed.
std::optional<int64_t> ReadDateTime(std::string_view text) {
  const int year = Digits(text, 0, 4);
  const int month = Digits(text, 5, 2);
  const int day = Digits(text, 8, 2);
  const int hour = Digits(text, 11, 2);
  const int minute = Digits(text, 14, 2);
  const int second = Digits(text, 17, 2);
  const bool punctuated = text[4] == '-' && text[7] == '-' &&
                          (text[10] == 'T' || text[10] == 't') && text[13] == ':' &&
                          text[16] == ':';
  if (!punctuated || year < 1 || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > DaysInMonth(year, month)) return std::nullopt;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return std::nullopt;
  }
  return DaysFromCivil(year, month, day) * 86'400 + hour * 3'600 + minute * 60 + second;
}

// Takes the fraction off the front of what follows the seconds; no value where a point has not 1 to
// 9 digits.
std::optional<int64_t> TakeNanos(std::string_view& rest) {
  if (!rest.starts_with('.')) return 0;
  int64_t nanos = 0;
  size_t digits = 0;
  for (rest.remove_prefix(1); !rest.empty() && rest[0] >= '0' && rest[0] <= '9';
       rest.remove_prefix(1)) {
    nanos = nanos * 10 + (rest[0] - '0');
    if (++digits > 9) return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 9; ++digits) nanos *= 10;
  return nanos;
}

// Seconds east of UTC; no value where it is neither Z nor +hh:mm.
std::optional<int64_t> ReadOffset(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  const int hours = Digits(zone, 1, 2);
  const int minutes = Digits(zone, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const int64_t offset = hours * 3'600 + minutes * 60;
  return zone[0] == '-' ? -offset : offset;
}

}  // namespace

std::optional<absl::Time> ParseInstant(std::string_view text) {
  if (text.size() < kShortest) return std::nullopt;
  const std::optional<int64_t> local = ReadDateTime(text);
  std::string_view rest = text.substr(19);
  const std::optional<int64_t> nanos = TakeNanos(rest);
  const std::optional<int64_t> offset = ReadOffset(rest);
  if (!local || !nanos || !offset) return std::nullopt;
  const int64_t seconds = *local - *offset;
  if (seconds < kMinSeconds || seconds > kMaxSeconds) return std::nullopt;
  return absl::FromUnixSeconds(seconds) + absl::Nanoseconds(*nanos);
}

std::string FormatInstantMillis(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

std::optional<absl::Time> InstantFromMillis(int64_t millis) {
  if (millis < kMinSeconds * 1000 || millis > kMaxSeconds * 1000 + 999) return std::nullopt;
  return absl::FromUnixMillis(millis);
}

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  out->set_seconds(seconds);
  out->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

}  // namespace bookings
