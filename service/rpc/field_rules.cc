// See field_rules.h.
#include "service/rpc/field_rules.h"

#include <algorithm>
#include <optional>

#include "absl/time/civil_time.h"
#include "connectors/api/civil.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"

namespace bookings {
namespace {

// A Timestamp holds the years 0001 to 9999.
constexpr int64_t kMinSeconds = -62'135'596'800;
constexpr int64_t kMaxSeconds = 253'402'300'799;
constexpr int32_t kMaxNanos = 999'999'999;
// Values of one list of a filter: more are a mistake, and each would be answered with a violation
// of its own.
constexpr int kMaxFilterValues = 1'000;
// RFC 5321 4.5.3.1.3: a path of 256 bytes, less its angle brackets.
constexpr size_t kMaxEmailBytes = 254;
// ISO 4217.
constexpr size_t kCurrencyLetters = 3;

std::optional<absl::CivilDay> CheckDate(const std::string& date, const std::string& path,
                                        Violations& out) {
  if (date.empty()) return std::nullopt;
  const std::optional<absl::CivilDay> day = ParseDate(date);
  if (!day) out.push_back({path, "must be an existing date, YYYY-MM-DD"});
  return day;
}

bool IsBlankOrControl(char c) {
  return static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) == 0x7F;
}

// Labels between single dots.
bool IsDomain(std::string_view domain) {
  return !domain.empty() && domain.front() != '.' && domain.back() != '.' &&
         domain.find("..") == std::string_view::npos;
}

bool IsEmail(std::string_view email) {
  if (email.size() > kMaxEmailBytes) return false;
  if (std::any_of(email.begin(), email.end(), IsBlankOrControl)) return false;
  const size_t at = email.find('@');
  if (at == 0 || at == std::string_view::npos) return false;
  const std::string_view domain = email.substr(at + 1);
  return domain.find('@') == std::string_view::npos && IsDomain(domain);
}

bool IsCurrency(std::string_view code) {
  return code.size() == kCurrencyLetters &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool HaveOneSign(int64_t units, int32_t nanos) {
  return (units >= 0 || nanos <= 0) && (units <= 0 || nanos >= 0);
}

}  // namespace

std::string Element(std::string_view path, int index) {
  return absl::StrCat(ToAbsl(path), "[", index, "]");
}

std::string Member(std::string_view path, std::string_view name) {
  return absl::StrCat(ToAbsl(path), ".", ToAbsl(name));
}

bool IsInstant(const google::protobuf::Timestamp& time) {
  return time.seconds() >= kMinSeconds && time.seconds() <= kMaxSeconds && time.nanos() >= 0 &&
         time.nanos() <= kMaxNanos;
}

void CheckInstant(const google::protobuf::Timestamp& time, const std::string& path,
                  Violations& out) {
  if (!IsInstant(time)) out.push_back({path, "must be within the years 0001 to 9999"});
}

void CheckTimeRange(const v1::TimeRange& range, std::string_view path, Violations& out) {
  if (range.has_from()) CheckInstant(range.from(), Member(path, "from"), out);
  if (range.has_to()) CheckInstant(range.to(), Member(path, "to"), out);
  if (!range.has_from() || !range.has_to()) return;
  if (!IsInstant(range.from()) || !IsInstant(range.to())) return;
  if (FromTimestamp(range.to()) <= FromTimestamp(range.from())) {
    out.push_back({Member(path, "to"), "must be after `from`"});
  }
}

void CheckDateRange(const v1::DateRange& range, std::string_view path, Violations& out) {
  const std::optional<absl::CivilDay> from = CheckDate(range.from(), Member(path, "from"), out);
  const std::optional<absl::CivilDay> to = CheckDate(range.to(), Member(path, "to"), out);
  if (from && to && *to <= *from) out.push_back({Member(path, "to"), "must be after `from`"});
}

bool CheckCount(int size, int most, std::string_view path, Violations& out) {
  if (size <= most) return true;
  out.push_back({std::string(path), absl::StrCat("must not hold more than ", most, " values")});
  return false;
}

void CheckFilterIds(const google::protobuf::RepeatedPtrField<std::string>& ids,
                    std::string_view path, Violations& out) {
  if (!CheckCount(ids.size(), kMaxFilterValues, path, out)) return;
  for (int i = 0; i < ids.size(); ++i) {
    if (ids[i].empty()) out.push_back({Element(path, i), "must not be empty"});
  }
}

void CheckText(std::string_view text, size_t most_bytes, std::string_view path, Violations& out) {
  if (text.size() <= most_bytes) return;
  out.push_back(
      {std::string(path), absl::StrCat("must not be longer than ", most_bytes, " bytes")});
}

void CheckZone(std::string_view zone, std::string_view path, Violations& out) {
  if (zone.empty() || FindZone(zone)) return;
  out.push_back({std::string(path), "must be the IANA name of a time zone"});
}

void CheckEmail(std::string_view email, std::string_view path, Violations& out) {
  if (email.empty() || IsEmail(email)) return;
  out.push_back({std::string(path), "must be an e-mail address"});
}

void CheckMoney(const v1::Money& money, std::string_view path, Violations& out) {
  if (!IsCurrency(money.currency_code())) {
    out.push_back({Member(path, "currency_code"), "must be an ISO 4217 code in capitals"});
  }
  if (money.nanos() < -kMaxNanos || money.nanos() > kMaxNanos) {
    out.push_back({Member(path, "nanos"), "must lie between -999,999,999 and 999,999,999"});
  } else if (!HaveOneSign(money.units(), money.nanos())) {
    out.push_back({Member(path, "nanos"), "must have the sign of `units`"});
  }
}

}  // namespace bookings
