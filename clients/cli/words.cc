// See words.h. Words are the proto's own names without their prefix, in lower case.
#include "clients/cli/words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"

namespace bookings::cli {
namespace {

// The word of an enum value; the number for values that this program does not know yet.
std::string Word(const google::protobuf::EnumDescriptor* type, int number,
                 std::string_view prefix) {
  const auto* value = type->FindValueByNumber(number);
  if (value == nullptr) return absl::StrCat(number);
  return value->name().substr(prefix.size());
}

std::string LowerWord(const google::protobuf::EnumDescriptor* type, int number,
                      std::string_view prefix) {
  return number == 0 ? "-" : absl::AsciiStrToLower(Word(type, number, prefix));
}

}  // namespace

std::string StatusWord(v1::BookingStatus status) {
  return LowerWord(v1::BookingStatus_descriptor(), status, "BOOKING_STATUS_");
}

std::optional<v1::BookingStatus> ParseStatusWord(std::string_view word) {
  const auto* type = v1::BookingStatus_descriptor();
  for (int i = 1; i < type->value_count(); ++i) {
    const auto status = static_cast<v1::BookingStatus>(type->value(i)->number());
    if (StatusWord(status) == word) return status;
  }
  return std::nullopt;
}

std::string ConnectionStateWord(v1::ConnectionState state) {
  return LowerWord(v1::ConnectionState_descriptor(), state, "CONNECTION_STATE_");
}

std::string SourceStateWord(v1::SourceState state) {
  return LowerWord(v1::SourceState_descriptor(), state, "SOURCE_STATE_");
}

std::string ReasonWord(v1::ErrorReason reason) {
  return Word(v1::ErrorReason_descriptor(), reason, "ERROR_REASON_");
}

std::string ShortTime(bool known, const google::protobuf::Timestamp& time, absl::TimeZone zone) {
  if (!known) return "-";
  return absl::FormatTime("%Y-%m-%d %H:%M", FromTimestamp(time), zone);
}

std::string MoneyText(const v1::Money& money) {
  if (money.currency_code().empty()) return "";
  std::string text = absl::StrFormat("%d.%09d", std::abs(money.units()), std::abs(money.nanos()));
  while (text.ends_with('0') && text[text.size() - 3] != '.') text.pop_back();
  const bool negative = money.units() < 0 || money.nanos() < 0;
  return absl::StrCat(negative ? "-" : "", text, " ", money.currency_code());
}

std::optional<absl::Time> ParseWhen(std::string_view text, absl::TimeZone zone) {
  if (std::optional<absl::Time> instant = ParseInstant(text)) return instant;
  absl::Time time;
  std::string unused;
  for (const char* format : {"%Y-%m-%d %H:%M", "%Y-%m-%d"}) {
    if (absl::ParseTime(format, ToAbsl(text), zone, &time, &unused)) return time;
  }
  return std::nullopt;
}

}  // namespace bookings::cli
