#include "deploy/sandbox/optimocms/optimocms_query.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/json.h"

namespace bookings::sandbox::optimocms {
namespace {

constexpr int64_t kMaxLimit = 100;
constexpr absl::Duration kShortCursorLife = absl::Minutes(1);

struct OpenCursor {
  Position position;
  absl::Time issued;
};

std::optional<OpenCursor> ParseCursor(const std::string& text) {
  std::string decoded;
  if (!absl::Base64Unescape(text, &decoded)) return std::nullopt;
  const std::optional<Json> json = ParseJson(decoded);
  if (!json || !json->is_object()) return std::nullopt;
  const Json id = json->value("id", Json());
  const Json key = json->value("key", Json());
  const Json at = json->value("at", Json());
  if (!id.is_string() || !key.is_number_integer() || !at.is_number_integer()) return std::nullopt;
  return OpenCursor{{key.get<int64_t>(), id.get<std::string>()},
                    absl::FromUnixMillis(at.get<int64_t>())};
}

}  // namespace

std::string MakeCursor(const Position& position, absl::Time now) {
  const Json json = {{"id", position.id}, {"key", position.key}, {"at", absl::ToUnixMillis(now)}};
  return absl::Base64Escape(JsonString(json));
}

QueryReader::QueryReader(const Call& call, const std::vector<std::string_view>& allowed)
    : call_(call) {
  if (call.account.switches.Is("unknown_parameter", "ignore")) return;
  if (const auto unexpected = FirstUnexpectedQuery(call.request, allowed)) {
    malformed_ = "Unexpected query parameter " + *unexpected;
  }
}

size_t QueryReader::Limit() {
  const Switches& switches = call_.account.switches;
  const auto standard = static_cast<size_t>(*ParseWholeNumber(switches.Get("default_limit")));
  const std::optional<std::string> text = call_.request.Query("limit");
  if (!text) return standard;
  std::optional<int64_t> limit = ParseWholeNumber(*text);
  if (limit && switches.Is("limit_out_of_range", "clamp")) {
    limit = std::clamp<int64_t>(*limit, 1, kMaxLimit);
  }
  if (limit && *limit >= 1 && *limit <= kMaxLimit) return static_cast<size_t>(*limit);
  errors_["limit"] = "must be an integer from 1 to 100";
  return standard;
}

std::optional<std::string> QueryReader::Any(std::string_view name) const {
  return call_.request.Query(name);
}

std::optional<std::string> QueryReader::Required(std::string_view name) {
  std::optional<std::string> text = Any(name);
  if (!text || text->empty()) errors_[std::string(name)] = "is required";
  return text;
}

std::optional<std::string> QueryReader::Word(std::string_view name,
                                             const std::vector<std::string_view>& words) {
  std::optional<std::string> word = Any(name);
  if (word && std::find(words.begin(), words.end(), *word) == words.end()) {
    errors_[std::string(name)] = "is not one of the known words";
  }
  return word;
}

std::optional<absl::CivilDay> QueryReader::Date(std::string_view name) {
  const std::optional<std::string> text = Any(name);
  if (!text) return std::nullopt;
  const std::optional<absl::CivilDay> day = ParseDate(*text);
  if (!day) errors_[std::string(name)] = "must be YYYY-MM-DD";
  return day;
}

std::optional<Position> QueryReader::Cursor() {
  const std::optional<std::string> text = Any("cursor");
  if (!text) return std::nullopt;
  const std::optional<OpenCursor> cursor = ParseCursor(*text);
  const bool ends = call_.account.switches.Is("cursor_life", "minute");
  if (!cursor || (ends && call_.now >= cursor->issued + kShortCursorLife)) {
    malformed_ = "Invalid cursor";
    return std::nullopt;
  }
  return cursor->position;
}

std::optional<Answer> QueryReader::Refusal() const {
  const Switches* switches = &call_.account.switches;
  if (malformed_) {
    return ErrorAnswer(kBadRequest, *malformed_, {}, call_.request, switches, call_.now);
  }
  if (errors_.empty()) return std::nullopt;
  return ErrorAnswer(kValidationError, "Invalid query parameters", errors_, call_.request, switches,
                     call_.now);
}

}  // namespace bookings::sandbox::optimocms
