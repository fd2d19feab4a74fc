// See wix_body.h.
#include "connectors/wix/wix_body.h"

#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/str_format.h"
#include "connectors/api/write_fields.h"

namespace bookings::wix {
namespace {

using google::protobuf::Value;

constexpr std::string_view kConsistencyHeader = "x-wix-consistent";
// Whole numbers that a double holds exactly.
constexpr double kMaxWhole = 9'007'199'254'740'992.0;

void WriteNumber(double number, json::Writer& out) {
  if (std::trunc(number) == number && std::abs(number) <= kMaxWhole) {
    out.Number(static_cast<int64_t>(number));
  } else if (std::isfinite(number)) {
    out.Raw(absl::StrFormat("%.17g", number));
  } else {
    out.Null();
  }
}

void WriteStruct(const Options& object, json::Writer& out) {
  out.Open('{');
  const std::map<std::string, Value> sorted(object.fields().begin(), object.fields().end());
  for (const auto& [name, value] : sorted) {
    out.Key(name);
    WriteValue(value, out);
  }
  out.Close('}');
}

bool HasAny(std::span<const Option> known, OptionPlace place, const Options& set) {
  for (const Option& option : known) {
    if (option.place == place && FindOption(set, option.name) != nullptr) return true;
  }
  return false;
}

void WriteAddress(const v1::Customer& customer, const Options& set, json::Writer& out) {
  constexpr std::string_view kFullAddress = "fullAddress";
  if (const Value* address = FindOption(set, kFullAddress)) {
    out.Key(kFullAddress);
    WriteValue(*address, out);
  } else if (!customer.address().empty()) {
    out.Key(kFullAddress).Open('{');
    WriteText("addressLine", customer.address(), out);
    out.Close('}');
  }
}

}  // namespace

void AddOptions(v1::Operation operation, std::span<const Option> options,
                v1::Capabilities* capabilities) {
  for (const Option& option : options) {
    AddVendorOption(operation, option.name, option.type, option.description, capabilities);
  }
}

const Value* FindOption(const Options& options, std::string_view name) {
  const auto found = options.fields().find(std::string(name));
  return found == options.fields().end() ? nullptr : &found->second;
}

std::string TextOption(const Options& options, std::string_view name) {
  const Value* value = FindOption(options, name);
  return value == nullptr ? std::string() : value->string_value();
}

bool BoolOption(const Options& options, std::string_view name) {
  const Value* value = FindOption(options, name);
  return value != nullptr && value->bool_value();
}

void WriteValue(const Value& value, json::Writer& out) {
  switch (value.kind_case()) {
    case Value::kStringValue:
      out.String(value.string_value());
      break;
    case Value::kBoolValue:
      out.Bool(value.bool_value());
      break;
    case Value::kNumberValue:
      WriteNumber(value.number_value(), out);
      break;
    case Value::kListValue:
      out.Open('[');
      for (const Value& element : value.list_value().values()) WriteValue(element, out);
      out.Close(']');
      break;
    case Value::kStructValue:
      WriteStruct(value.struct_value(), out);
      break;
    default:
      out.Null();
  }
}

void WriteOptions(std::span<const Option> known, OptionPlace place, const Options& set,
                  json::Writer& out) {
  for (const Option& option : known) {
    const Value* value = option.place == place ? FindOption(set, option.name) : nullptr;
    if (value == nullptr) continue;
    out.Key(option.name);
    WriteValue(*value, out);
  }
}

void WriteFlowControl(std::span<const Option> known, const Options& set, json::Writer& out) {
  if (!HasAny(known, OptionPlace::kFlowControl, set)) return;
  out.Key("flowControlSettings").Open('{');
  WriteOptions(known, OptionPlace::kFlowControl, set, out);
  out.Close('}');
}

void WriteText(std::string_view key, std::string_view text, json::Writer& out) {
  if (!text.empty()) out.Key(key).String(text);
}

void WriteNotification(v1::Notification notification, std::string_view message,
                       std::span<const Option> known, const Options& set, json::Writer& out) {
  const bool has_choice = notification != v1::NOTIFICATION_UNSPECIFIED;
  const bool has_options = HasAny(known, OptionPlace::kNotification, set);
  if (!has_choice && message.empty() && !has_options) return;
  out.Key("participantNotification").Open('{');
  if (has_choice) out.Key("notifyParticipants").Bool(notification == v1::NOTIFICATION_NOTIFY);
  WriteText("message", message, out);
  WriteOptions(known, OptionPlace::kNotification, set, out);
  out.Close('}');
}

void WriteContact(const v1::Customer& customer, const Options& set, json::Writer& out) {
  const bool has_parts = !customer.first_name().empty() || !customer.last_name().empty();
  out.Key("contactDetails").Open('{');
  WriteText("contactId", customer.id(), out);
  WriteText("firstName", has_parts ? customer.first_name() : customer.display_name(), out);
  WriteText("lastName", customer.last_name(), out);
  WriteText("email", customer.email(), out);
  WriteText("phone", customer.phone(), out);
  WriteAddress(customer, set, out);
  WriteText("timeZone", customer.time_zone(), out);
  WriteText("countryCode", customer.country_code(), out);
  out.Close('}');
}

void WriteAnswers(const google::protobuf::RepeatedPtrField<v1::Answer>& answers,
                  json::Writer& out) {
  if (answers.empty()) return;
  out.Key("additionalFields").Open('[');
  for (const v1::Answer& answer : answers) {
    out.Open('{');
    WriteText("id", answer.question_id(), out);
    if (answer.values_size() > 0) out.Key("value").String(answer.values(0));
    out.Close('}');
  }
  out.Close(']');
}

std::string ConsistencyToken(const HttpResponse& response) {
  return std::string(response.FindHeader(kConsistencyHeader).value_or(std::string_view()));
}

HttpRequest WithToken(HttpRequest request, const std::string& token) {
  if (!token.empty()) request.headers.push_back({std::string(kConsistencyHeader), token});
  return request;
}

HttpRequest BuildWrite(std::string target, std::string body, Purpose purpose) {
  HttpRequest request;
  request.method = HttpMethod::kPost;
  request.target = std::move(target);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  request.purpose = purpose;
  request.effect = Effect::kWrites;
  return request;
}

}  // namespace bookings::wix
