// The DOM that the sandbox uses outside of hot routes, and answers made of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "deploy/sandbox/core/message.h"
#include "nlohmann/json.hpp"

namespace bookings::sandbox {

// Members stay in the order in which they were added, as on the vendors' pages.
using Json = nlohmann::ordered_json;

// No value where the text is not JSON.
inline std::optional<Json> ParseJson(std::string_view text) {
  Json parsed = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (parsed.is_discarded()) return std::nullopt;
  return parsed;
}

// Invalid UTF-8 inside is replaced: a DOM answer never carries it by accident.
inline std::string JsonString(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

inline Answer JsonAnswer(int status, const Json& body) {
  Answer answer;
  answer.status = status;
  answer.body = JsonString(body);
  return answer;
}

}  // namespace bookings::sandbox
