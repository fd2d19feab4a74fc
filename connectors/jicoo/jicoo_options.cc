// See jicoo_options.h.
#include "connectors/jicoo/jicoo_options.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"
#include "connectors/api/write_fields.h"

namespace bookings::jicoo {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr std::string_view kTracking = "tracking";
constexpr std::string_view kPayment = "payment";
constexpr std::string_view kLocale = "locale";
constexpr std::string_view kRemindCountry = "textRemindCountryCode";
constexpr std::string_view kRemindNumber = "textRemindNumber";
// Body fields, in the order of the vendor's page.
constexpr std::string_view kBodyOptions[] = {kRemindCountry, kRemindNumber, kLocale, kTracking,
                                             kPayment};

constexpr std::string_view kTrackingParts[] = {"campaign", "source", "medium", "content", "term"};
constexpr std::string_view kPaymentParts[] = {"paymentMethod", "items", "successUrl", "cancelUrl"};
constexpr std::string_view kPaymentMethods[] = {"none", "card", "onsite"};
constexpr std::string_view kLocales[] = {"ja", "en"};

constexpr size_t kMaxTracking = 255;
constexpr size_t kMaxRemindCountry = 255;
constexpr size_t kMaxRemindNumber = 32;
// Above, doubles do not hold every whole number.
constexpr double kMaxWhole = 9007199254740992.0;

template <typename Words>
bool Holds(const Words& words, std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::string Path(std::initializer_list<std::string_view> parts) {
  std::string path = "vendor_options";
  for (std::string_view part : parts) absl::StrAppend(&path, ".", ToAbsl(part));
  return path;
}

// The entry, if it is set to a value of this type.
const Value* Find(const Struct& options, std::string_view name, Value::KindCase kind) {
  const auto found = options.fields().find(std::string(name));
  const bool is_such = found != options.fields().end() && found->second.kind_case() == kind;
  return is_such ? &found->second : nullptr;
}

std::vector<std::string> SortedNames(const Struct& fields) {
  std::vector<std::string> names;
  for (const auto& [name, value] : fields.fields()) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

void CheckLength(std::string_view name, const Struct& options, size_t limit,
                 WriteProblems* problems) {
  if (CountCharacters(TextOption(options, name)) <= limit) return;
  problems->invalid.push_back({Path({name}), absl::StrCat("may have ", limit, " characters")});
}

void CheckLocale(const Struct& options, WriteProblems* problems) {
  const Value* locale = Find(options, kLocale, Value::kStringValue);
  if (locale == nullptr || Holds(kLocales, locale->string_value())) return;
  problems->invalid.push_back({Path({kLocale}), "must be `ja` or `en`"});
}

void CheckTracking(const Struct& options, WriteProblems* problems) {
  const Value* tracking = Find(options, kTracking, Value::kStructValue);
  if (tracking == nullptr) return;
  for (const std::string& name : SortedNames(tracking->struct_value())) {
    const Value& value = tracking->struct_value().fields().at(name);
    if (!Holds(kTrackingParts, name)) {
      problems->unsupported.push_back({Path({kTracking, name}), "is no part of this option"});
    } else if (value.kind_case() != Value::kStringValue ||
               CountCharacters(value.string_value()) > kMaxTracking) {
      problems->invalid.push_back(
          {Path({kTracking, name}),
           absl::StrCat("must be a text of ", kMaxTracking, " characters")});
    }
  }
}

void CheckPayment(const Struct& options, WriteProblems* problems) {
  const Value* payment = Find(options, kPayment, Value::kStructValue);
  if (payment == nullptr) return;
  const Struct& parts = payment->struct_value();
  for (const std::string& name : SortedNames(parts)) {
    if (Holds(kPaymentParts, name)) continue;
    problems->unsupported.push_back({Path({kPayment, name}), "is no part of this option"});
  }
  if (!Holds(kPaymentMethods, TextOption(parts, "paymentMethod"))) {
    problems->invalid.push_back(
        {Path({kPayment, "paymentMethod"}), "must be `none`, `card` or `onsite`"});
  }
  if (Find(parts, "items", Value::kListValue) == nullptr) {
    problems->invalid.push_back({Path({kPayment, "items"}), "must be a list"});
  }
}

void WriteNumber(double number, json::Writer* out) {
  if (std::trunc(number) == number && std::abs(number) < kMaxWhole) {
    out->Number(static_cast<int64_t>(number));
  } else if (std::isfinite(number)) {
    out->Raw(absl::StrCat(number));
  } else {
    out->Null();
  }
}

void WriteValue(const Value& value, json::Writer* out);

void WriteStruct(const Struct& fields, json::Writer* out) {
  out->Open('{');
  for (const std::string& name : SortedNames(fields)) {
    out->Key(name);
    WriteValue(fields.fields().at(name), out);
  }
  out->Close('}');
}

void WriteList(const google::protobuf::ListValue& list, json::Writer* out) {
  out->Open('[');
  for (const Value& element : list.values()) WriteValue(element, out);
  out->Close(']');
}

// Nesting is bounded by what the request's own parser accepts.
void WriteValue(const Value& value, json::Writer* out) {
  switch (value.kind_case()) {
    case Value::kStringValue:
      out->String(value.string_value());
      return;
    case Value::kBoolValue:
      out->Bool(value.bool_value());
      return;
    case Value::kNumberValue:
      return WriteNumber(value.number_value(), out);
    case Value::kStructValue:
      return WriteStruct(value.struct_value(), out);
    case Value::kListValue:
      return WriteList(value.list_value(), out);
    default:
      out->Null();
      return;
  }
}

}  // namespace

void AddCreateOptions(v1::Capabilities* capabilities) {
  constexpr v1::Operation kCreate = v1::OPERATION_CREATE_BOOKING;
  AddVendorOption(kCreate, kLocationId, "string",
                  "How the parties meet, beside a slot_token: as appointment.location_id.",
                  capabilities);
  AddVendorOption(kCreate, kLocale, "string", "Language of the guest's messages: ja or en.",
                  capabilities);
  AddVendorOption(kCreate, kRemindCountry, "string",
                  "Country code of the number for text reminders.", capabilities);
  AddVendorOption(kCreate, kRemindNumber, "string", "Number for text reminders.", capabilities);
  AddVendorOption(
      kCreate, kTracking, "struct",
      "Where the guest comes from: the strings campaign, source, medium, content, term. "
      "They cannot be read back.",
      capabilities);
  AddVendorOption(kCreate, kPayment, "struct",
                  "paymentMethod (none, card or onsite), items (a list of objects), successUrl, "
                  "cancelUrl. The vendor's checkout link is not answered.",
                  capabilities);
}

void AddUpdateOptions(v1::Capabilities* capabilities) {
  AddVendorOption(v1::OPERATION_UPDATE_BOOKING, kUpdateMessage, "string",
                  "Text of the notice to the guests, up to 2000 characters.", capabilities);
}

void CheckCreateOptions(const Struct& options, WriteProblems* problems) {
  CheckLength(kRemindCountry, options, kMaxRemindCountry, problems);
  CheckLength(kRemindNumber, options, kMaxRemindNumber, problems);
  CheckLocale(options, problems);
  CheckTracking(options, problems);
  CheckPayment(options, problems);
}

std::string_view TextOption(const Struct& options, std::string_view name) {
  const Value* value = Find(options, name, Value::kStringValue);
  return value == nullptr ? std::string_view() : std::string_view(value->string_value());
}

void WriteCreateOptions(const Struct& options, json::Writer* body) {
  for (const std::string_view name : kBodyOptions) {
    const auto found = options.fields().find(std::string(name));
    if (found == options.fields().end()) continue;
    body->Key(name);
    WriteValue(found->second, body);
  }
}

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace bookings::jicoo
