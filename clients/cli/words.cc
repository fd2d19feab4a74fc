// See words.h. Words are the proto's own names without their prefix, in lower case.
#include "clients/cli/words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "google/protobuf/util/time_util.h"

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

std::vector<std::string> StatusWords() {
  std::vector<std::string> words;
  const auto* type = v1::BookingStatus_descriptor();
  for (int i = 1; i < type->value_count(); ++i) {
    words.push_back(StatusWord(static_cast<v1::BookingStatus>(type->value(i)->number())));
  }
  return words;
}

std::string OrderText(v1::OrderBy order) {
  switch (order) {
    case v1::ORDER_BY_START_TIME_ASC:
      return "start, earliest first";
    case v1::ORDER_BY_START_TIME_DESC:
      return "start, latest first";
    case v1::ORDER_BY_CREATE_TIME_ASC:
      return "creation, earliest first";
    case v1::ORDER_BY_CREATE_TIME_DESC:
      return "creation, latest first";
    default:
      return "";
  }
}

std::string PaymentWord(v1::PaymentStatus status) {
  return LowerWord(v1::PaymentStatus_descriptor(), status, "PAYMENT_STATUS_");
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

std::string AmountText(const v1::Money& money) {
  if (money.currency_code().empty()) return "";
  std::string text = absl::StrFormat("%d.%09d", std::abs(money.units()), std::abs(money.nanos()));
  while (text.ends_with('0') && text[text.size() - 3] != '.') text.pop_back();
  const bool negative = money.units() < 0 || money.nanos() < 0;
  return absl::StrCat(negative ? "-" : "", text);
}

std::string MoneyText(const v1::Money& money) {
  const std::string amount = AmountText(money);
  return amount.empty() ? "" : absl::StrCat(amount, " ", money.currency_code());
}

std::string Rfc3339(bool known, const google::protobuf::Timestamp& time) {
  return known ? google::protobuf::util::TimeUtil::ToString(time) : "";
}

std::string Counted(int64_t count, std::string_view noun) {
  return absl::StrCat(count, " ", ToAbsl(noun), count == 1 ? "" : "s");
}

std::string ConnectionId(std::string_view name) {
  return std::string(absl::StripPrefix(ToAbsl(name), "connections/"));
}

}  // namespace bookings::cli
