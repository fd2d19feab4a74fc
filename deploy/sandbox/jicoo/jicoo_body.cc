// The checks of a body's members, one function for each type of the vendor's tables.
#include "deploy/sandbox/jicoo/jicoo_body.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "deploy/sandbox/jicoo/jicoo_list.h"
#include "deploy/sandbox/jicoo/jicoo_switches.h"

namespace bookings::sandbox::jicoo {
namespace {

constexpr size_t kMaxEmailLength = 255;
// Longer than any zone's or word's name.
constexpr size_t kMaxNameLength = 255;

// Characters of UTF-8 text.
size_t LengthOf(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace

BodyReader::BodyReader(const Call& call, const std::vector<std::string_view>& members)
    : call_(call) {
  const std::optional<Json> parsed =
      call.request.body.empty() ? Json::object() : ParseJson(call.request.body);
  if (!parsed || !parsed->is_object()) {
    malformed_ = true;
    return;
  }
  body_ = *parsed;
  if (call.account.switches.Is(kUnknownMember, "ignore")) return;
  for (const auto& [name, value] : body_.items()) {
    const bool known = std::find(members.begin(), members.end(), name) != members.end();
    if (!known) Fail("unexpected member " + name);
  }
}

void BodyReader::Fail(std::string message) {
  if (!error_) error_ = std::move(message);
}

Json BodyReader::Member(std::string_view name) const {
  return body_.value(std::string(name), Json());
}

std::optional<std::string> BodyReader::Text(std::string_view name, size_t max_length,
                                            Presence presence) {
  if (!Has(name)) {
    if (presence == Presence::kRequired) Fail(std::string(name) + " is required");
    return std::nullopt;
  }
  const Json value = Member(name);
  if (value.is_null() && presence == Presence::kNullable) return std::nullopt;
  if (!value.is_string()) {
    Fail(std::string(name) + " must be a string");
    return std::nullopt;
  }
  std::string text = value.get<std::string>();
  if (presence == Presence::kRequired && text.empty()) Fail(std::string(name) + " is empty");
  if (LengthOf(text) > max_length) Fail(std::string(name) + " is too long");
  return text;
}

std::optional<std::string> BodyReader::Word(std::string_view name,
                                            const std::vector<std::string_view>& words,
                                            Presence presence) {
  std::optional<std::string> word = Text(name, kMaxNameLength, presence);
  if (word && std::find(words.begin(), words.end(), *word) == words.end()) {
    Fail(std::string(name) + " is none of the allowed words");
  }
  return word;
}

std::optional<int64_t> BodyReader::Instant(std::string_view name, Presence presence) {
  const std::optional<std::string> text = Text(name, kMaxNameLength, presence);
  if (!text) return std::nullopt;
  const absl::StatusOr<int64_t> instant = ParseInstant(*text, name, call_.account.switches);
  if (instant.ok()) return *instant;
  Fail(std::string(instant.status().message()));
  return std::nullopt;
}

std::optional<std::string> BodyReader::Zone(std::string_view name, Presence presence) {
  std::optional<std::string> text = Text(name, kMaxNameLength, presence);
  absl::TimeZone zone;
  if (text && !absl::LoadTimeZone(*text, &zone)) Fail(std::string(name) + " is no time zone");
  return text;
}

std::optional<std::string> BodyReader::Email(std::string_view name) {
  std::optional<std::string> text = Text(name, kMaxEmailLength, Presence::kRequired);
  if (text && !IsEmail(*text)) Fail(std::string(name) + " must be an e-mail address");
  return text;
}

std::vector<Json> BodyReader::Items(std::string_view name, size_t max_items) {
  if (!Has(name)) return {};
  const Json value = Member(name);
  if (!value.is_array()) {
    Fail(std::string(name) + " must be an array");
    return {};
  }
  if (value.size() > max_items) Fail(std::string(name) + " has too many items");
  return {value.begin(), value.end()};
}

std::optional<Answer> BodyReader::Refusal() const {
  const Switches& switches = call_.account.switches;
  if (malformed_) return jicoo::Refusal(400, "bad_request", "the body is no JSON object", switches);
  if (!error_) return std::nullopt;
  if (switches.Is(kInvalidBody, "400")) {
    return jicoo::Refusal(400, "bad_request", *error_, switches);
  }
  return jicoo::Refusal(422, "unprocessable_entity", *error_, switches);
}

bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find(' ') == std::string_view::npos;
}

}  // namespace bookings::sandbox::jicoo
