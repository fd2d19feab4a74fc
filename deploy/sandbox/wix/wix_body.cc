// See wix_body.h.
#include "deploy/sandbox/wix/wix_body.h"

#include <algorithm>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace bookings::sandbox::wix {
namespace {

const Json& EmptyObject() {
  static const auto* const empty = new Json(Json::object());
  return *empty;
}
const Json& EmptyList() {
  static const auto* const empty = new Json(Json::array());
  return *empty;
}

std::string Joined(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

}  // namespace

BodyReader::BodyReader(const Json& object, std::string path, const Switches& switches)
    : object_(object), path_(std::move(path)), switches_(switches) {
  if (!object.is_object()) Fail("", "must be an object", "FORMAT");
}

void BodyReader::Allow(std::initializer_list<std::string_view> names) {
  if (!object_.is_object() || switches_.Is("unknown_parameters", "ignore")) return;
  for (const auto& [name, value] : object_.items()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      Fail(name, "is not known", "CUSTOM");
    }
  }
}

const Json* BodyReader::Member(std::string_view name) const {
  if (!object_.is_object()) return nullptr;
  const auto found = object_.find(std::string(name));
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

std::string BodyReader::Text(std::string_view name) {
  const Json* const value = Member(name);
  if (value == nullptr) return "";
  if (value->is_string()) return value->get<std::string>();
  Fail(name, "must be a text", "FORMAT");
  return "";
}

bool BodyReader::Truth(std::string_view name) {
  const Json* const value = Member(name);
  if (value == nullptr) return false;
  if (value->is_boolean()) return value->get<bool>();
  Fail(name, "must be a boolean", "FORMAT");
  return false;
}

std::optional<std::int64_t> BodyReader::Number(std::string_view name, std::int64_t least,
                                               std::int64_t most) {
  const Json* const value = Member(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number_integer()) {
    Fail(name, "must be a whole number", "FORMAT");
    return std::nullopt;
  }
  const auto number = value->get<std::int64_t>();
  if (number < least) Fail(name, "must be at least " + std::to_string(least), "MIN");
  if (number > most) Fail(name, "must be at most " + std::to_string(most), "MAX");
  return number;
}

std::string BodyReader::Word(std::string_view name, std::span<const std::string_view> words) {
  std::string word = Text(name);
  if (Has(name) && std::find(words.begin(), words.end(), word) == words.end()) {
    Fail(name, "enum must be in [" + Joined(words) + "]", "CUSTOM");
  }
  return word;
}

std::string BodyReader::RequiredText(std::string_view name) {
  std::string text = Text(name);
  if (text.empty()) Fail(name, "must not be empty", "REQUIRED_FIELD");
  return text;
}

const Json& BodyReader::Object(std::string_view name) {
  const Json* const value = Member(name);
  if (value == nullptr) return EmptyObject();
  if (value->is_object()) return *value;
  Fail(name, "must be an object", "FORMAT");
  return EmptyObject();
}

const Json& BodyReader::RequiredObject(std::string_view name) {
  if (!Has(name)) Fail(name, "must not be empty", "REQUIRED_FIELD");
  return Object(name);
}

const Json& BodyReader::List(std::string_view name, std::size_t most) {
  const Json* const value = Member(name);
  if (value == nullptr) return EmptyList();
  if (value->is_array() && value->size() <= most) return *value;
  Fail(name, "must be a list of up to " + std::to_string(most), "FORMAT");
  return EmptyList();
}

std::optional<absl::CivilSecond> BodyReader::WallTime(std::string_view name) {
  constexpr std::size_t kLength = std::string_view("2026-12-10T14:00:00").size();
  const std::string text = Text(name);
  absl::CivilSecond wall;
  if (text.size() == kLength && text[10] == 'T' && absl::ParseCivilTime(text, &wall)) return wall;
  Fail(name, "must be YYYY-MM-DDThh:mm:ss", "FORMAT");
  return std::nullopt;
}

void BodyReader::Fail(std::string_view name, std::string_view description, std::string_view rule) {
  if (refusal_) return;
  refusal_ = RefuseFields(
      {name.empty() ? path_ : Path(name), std::string(description), std::string(rule), nullptr});
}

void BodyReader::Take(const std::optional<Refusal>& refusal) {
  if (!refusal_) refusal_ = refusal;
}

std::string BodyReader::Path(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

}  // namespace bookings::sandbox::wix
