// See time.h.
#include "connectors/api/time.h"

#include <ctime>
#include <iterator>

#include "absl/time/civil_time.h"

namespace bookings {
namespace {

constexpr int64_t kMinSeconds = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr int64_t kMaxSeconds = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr size_t kShortest = 20;                  // 2026-12-03T10:00:00Z

// Reads pairs of digits at fixed places of a text and remembers whether one was none: one question
// at the end is cheaper than one for each digit.
class Pairs {
 public:
  explicit Pairs(std::string_view text) : text_(text) {}
  int At(size_t at) {
    const unsigned tens = static_cast<unsigned char>(text_[at]) - unsigned{'0'};
    const unsigned ones = static_cast<unsigned char>(text_[at + 1]) - unsigned{'0'};
    bad_ |= static_cast<unsigned>(tens > 9) | static_cast<unsigned>(ones > 9);
    return static_cast<int>(tens * 10 + ones);
  }
  bool all_digits() const { return bad_ == 0; }

 private:
  std::string_view text_;
  unsigned bad_ = 0;
};

// Days from 1970-01-01, by counting years from March so that leap days come last (proleptic
// Gregorian calendar). From the year 1 on.
int64_t DaysFromCivil(int year, int month, int day) {
  constexpr int kDaysTo1970 = 719'468;  // from 0000-03-01
  const auto march_year = static_cast<unsigned>(month <= 2 ? year - 1 : year);
  const auto march_month = static_cast<unsigned>(month <= 2 ? month + 9 : month - 3);
  const unsigned leap_days = march_year / 4 - march_year / 100 + march_year / 400;
  const unsigned days = march_year * 365 + leap_days + (153 * march_month + 2) / 5;
  return static_cast<int>(days) + day - 1 - kDaysTo1970;
}

int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month != 2) return kDays[month - 1];
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
}

bool IsPunctuated(std::string_view text) {
  return text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == 't') &&
         text[13] == ':' && text[16] == ':';
}

// Seconds of the date and time at the front of the text, without zone; no value where it is
// malformed.
std::optional<int64_t> ReadDateTime(std::string_view text) {
  Pairs pairs(text);
  const int year = pairs.At(0) * 100 + pairs.At(2);
  const int month = pairs.At(5);
  const int day = pairs.At(8);
  const int hour = pairs.At(11);
  const int minute = pairs.At(14);
  const int second = pairs.At(17);
  if (!pairs.all_digits() || !IsPunctuated(text)) return std::nullopt;
  if (year < 1 || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > DaysInMonth(year, month)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return DaysFromCivil(year, month, day) * 86'400 + hour * 3'600 + minute * 60 + second;
}

// Takes the fraction off the front of what follows the seconds; no value where a point has not 1 to
// 9 digits.
std::optional<int64_t> TakeNanos(std::string_view& rest) {
  constexpr int64_t kNanosOfLastDigit[] = {0,      100'000'000, 10'000'000, 1'000'000, 100'000,
                                           10'000, 1'000,       100,        10,        1};
  if (!rest.starts_with('.')) return 0;
  int64_t fraction = 0;
  size_t end = 1;
  for (; end < rest.size() && rest[end] >= '0' && rest[end] <= '9'; ++end) {
    if (end == std::size(kNanosOfLastDigit)) return std::nullopt;
    fraction = fraction * 10 + (rest[end] - '0');
  }
  if (end == 1) return std::nullopt;
  rest.remove_prefix(end);
  return fraction * kNanosOfLastDigit[end - 1];
}

// Seconds east of UTC; no value where it is neither Z nor +hh:mm.
std::optional<int64_t> ReadOffset(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  Pairs pairs(zone);
  const int hours = pairs.At(1);
  const int minutes = pairs.At(4);
  if (!pairs.all_digits() || hours > 23 || minutes > 59) return std::nullopt;
  const int64_t offset = hours * 3'600 + minutes * 60;
  return zone[0] == '-' ? -offset : offset;
}

// By way of a timespec, whose fields are those of an absl::Time: sums of durations cost several
// times as much.
absl::Time FromUnix(int64_t seconds, int64_t nanos) {
  timespec unix_time{};
  unix_time.tv_sec = seconds;
  unix_time.tv_nsec = nanos;
  return absl::TimeFromTimespec(unix_time);
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
  return FromUnix(seconds, *nanos);
}

std::string FormatInstantMillis(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

std::optional<absl::Time> InstantFromMillis(int64_t millis) {
  if (millis < kMinSeconds * 1000 || millis > kMaxSeconds * 1000 + 999) return std::nullopt;
  return absl::FromUnixMillis(millis);
}

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* out) {
  const timespec unix_time = absl::ToTimespec(time);
  out->set_seconds(unix_time.tv_sec);
  out->set_nanos(static_cast<int32_t>(unix_time.tv_nsec));
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return FromUnix(timestamp.seconds(), timestamp.nanos());
}

}  // namespace bookings
