#include "deploy/sandbox/core/civil_time.h"

#include <algorithm>

#include "absl/time/time.h"

namespace bookings::sandbox {
namespace {

const absl::CivilDay kUnixDay(1970, 1, 1);

void AppendDigits(std::string& out, int64_t value, int width) {
  char digits[8];
  for (int i = width - 1; i >= 0; --i) {
    digits[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits, static_cast<size_t>(width));
}

void AppendDate(std::string& out, absl::CivilDay day) {
  AppendDigits(out, day.year(), 4);
  out.push_back('-');
  AppendDigits(out, day.month(), 2);
  out.push_back('-');
  AppendDigits(out, day.day(), 2);
}

int64_t FloorDivide(int64_t value, int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

// Date and time of day up to the seconds.
std::string FormatInstant(int64_t unix_millis) {
  const int64_t days = FloorDivide(unix_millis, kMillisPerDay);
  const int64_t rest = unix_millis - days * kMillisPerDay;
  std::string out;
  out.reserve(sizeof("2024-03-01T20:00:00.000Z"));
  AppendDate(out, kUnixDay + days);
  out.push_back('T');
  AppendDigits(out, rest / kMillisPerHour, 2);
  out.push_back(':');
  AppendDigits(out, rest / kMillisPerMinute % 60, 2);
  out.push_back(':');
  AppendDigits(out, rest / kMillisPerSecond % 60, 2);
  return out;
}

bool MatchesShape(std::string_view text, std::string_view shape) {
  return text.size() == shape.size() &&
         std::equal(text.begin(), text.end(), shape.begin(),
                    [](char c, char s) { return s == '0' ? c >= '0' && c <= '9' : c == s; });
}

}  // namespace

std::string FormatMillis(int64_t unix_millis) {
  std::string out = FormatInstant(unix_millis);
  out.push_back('.');
  AppendDigits(out, unix_millis - FloorDivide(unix_millis, kMillisPerSecond) * kMillisPerSecond, 3);
  out.push_back('Z');
  return out;
}

std::string FormatSeconds(int64_t unix_millis) { return FormatInstant(unix_millis) + "Z"; }

std::string FormatDate(absl::CivilDay day) {
  std::string out;
  AppendDate(out, day);
  return out;
}

std::optional<absl::CivilDay> ParseDate(std::string_view text) {
  if (!MatchesShape(text, "0000-00-00")) return std::nullopt;
  absl::CivilDay day;
  if (!absl::ParseCivilTime(absl::string_view(text.data(), text.size()), &day)) return std::nullopt;
  return day;
}

std::optional<int64_t> ParseInstantMillis(std::string_view text) {
  if (text.size() < 20 || !MatchesShape(text.substr(0, 19), "0000-00-00T00:00:00")) {
    return std::nullopt;
  }
  absl::Time time;
  std::string error;
  const absl::string_view input(text.data(), text.size());
  if (!absl::ParseTime(absl::RFC3339_full, input, &time, &error)) return std::nullopt;
  return absl::ToUnixMillis(time);
}

}  // namespace bookings::sandbox
