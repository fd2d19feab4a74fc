// See wix_cursor.h.
#include "deploy/sandbox/wix/wix_cursor.h"

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace bookings::sandbox::wix {
namespace {

// Each value under a name of its type, as JSON alone would lose it. Lists cannot be sorted by.
Json ToJson(const Value& value) {
  if (const auto* const text = std::get_if<std::string>(&value)) return {{"text", *text}};
  if (const auto* const time = std::get_if<absl::Time>(&value)) {
    return {{"nanos", absl::ToUnixNanos(*time)}};
  }
  if (const auto* const truth = std::get_if<bool>(&value)) return {{"truth", *truth}};
  if (const auto* const number = std::get_if<std::int64_t>(&value)) return {{"number", *number}};
  return {{"none", true}};
}

std::optional<Value> FromJson(const Json& json) {
  if (!json.is_object() || json.size() != 1) return std::nullopt;
  const std::string type = json.begin().key();
  const Json& value = json.begin().value();
  if (type == "none") return Value();
  if (type == "text" && value.is_string()) return Value(value.get<std::string>());
  if (type == "nanos" && value.is_number_integer()) {
    return Value(absl::FromUnixNanos(value.get<std::int64_t>()));
  }
  if (type == "truth" && value.is_boolean()) return Value(value.get<bool>());
  if (type == "number" && value.is_number_integer()) return Value(value.get<std::int64_t>());
  return std::nullopt;
}

}  // namespace

std::string Encode(const Cursor& cursor) {
  Json after = Json::array();
  for (const Value& value : cursor.after) after.push_back(ToJson(value));
  return absl::WebSafeBase64Escape(JsonString({{"filter", cursor.filter},
                                               {"sort", cursor.sort},
                                               {"limit", cursor.limit},
                                               {"after", std::move(after)}}));
}

std::optional<Cursor> DecodeCursor(std::string_view text) {
  std::string plain;
  if (!absl::WebSafeBase64Unescape(absl::string_view(text.data(), text.size()), &plain)) {
    return std::nullopt;
  }
  const std::optional<Json> json = ParseJson(plain);
  if (!json || !json->is_object()) return std::nullopt;
  const Json after = json->value("after", Json());
  const Json limit = json->value("limit", Json());
  if (!after.is_array() || !limit.is_number_unsigned()) return std::nullopt;
  Cursor cursor{
      json->value("filter", Json()), json->value("sort", Json()), limit.get<std::int64_t>(), {}};
  for (const Json& entry : after) {
    std::optional<Value> value = FromJson(entry);
    if (!value) return std::nullopt;
    cursor.after.push_back(*std::move(value));
  }
  return cursor;
}

}  // namespace bookings::sandbox::wix
