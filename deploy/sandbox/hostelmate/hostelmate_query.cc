#include "deploy/sandbox/hostelmate/hostelmate_query.h"

#include <utility>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/hostelmate/hostelmate_switches.h"

namespace bookings::sandbox::hostelmate {
namespace {

absl::StatusOr<uint64_t> ParsePositive(const Call& call, std::string_view name,
                                       uint64_t default_value) {
  const std::optional<std::string> text = call.request.Query(name);
  if (!text) return default_value;
  const std::optional<int64_t> value = ParseWholeNumber(*text);
  if (value && *value >= 1) return static_cast<uint64_t>(*value);
  return absl::InvalidArgumentError(std::string(name) + " must be an integer of at least 1");
}

}  // namespace

Answer Refusal(int status, std::string_view code, std::string_view text, const Switches& switches) {
  const std::string_view shape = switches.Get(kErrorBody);
  if (shape == "flat") return JsonAnswer(status, {{"code", code}, {"error", text}});
  if (shape == "nested") {
    return JsonAnswer(status, {{"error", {{"code", code}, {"message", text}}}});
  }
  Answer answer;
  answer.status = status;
  answer.content_type = "";
  return answer;
}

Answer BadRequest(const Call& call, const absl::Status& status) {
  const std::string text(status.message());
  return Refusal(400, "bad_request", text, call.account.switches);
}

std::optional<Answer> RefuseUnknownQuery(const Call& call,
                                         const std::vector<std::string_view>& allowed) {
  const std::optional<std::string> unknown = FirstUnexpectedQuery(call.request, allowed);
  if (!unknown || call.account.switches.Is(kUnknownQuery, "ignore")) return std::nullopt;
  return BadRequest(call, absl::InvalidArgumentError("unexpected parameter " + *unknown));
}

absl::StatusOr<PageQuery> ParsePage(const Call& call, const LimitRule& rule) {
  const absl::StatusOr<uint64_t> page = ParsePositive(call, "page", 1);
  if (!page.ok()) return page.status();
  const absl::StatusOr<uint64_t> limit = ParsePositive(call, "limit", rule.default_limit);
  if (!limit.ok()) return limit.status();
  if (*limit <= rule.max) return PageQuery{*page, *limit};
  if (rule.clamps) return PageQuery{*page, rule.max};
  return absl::InvalidArgumentError("limit must be at most " + std::to_string(rule.max));
}

absl::StatusOr<std::optional<absl::CivilDay>> ParseDateQuery(const Call& call,
                                                             std::string_view name) {
  const std::optional<std::string> text = call.request.Query(name);
  if (!text) return std::optional<absl::CivilDay>();
  const std::optional<absl::CivilDay> day = ParseDate(*text);
  if (day) return day;
  return absl::InvalidArgumentError(std::string(name) + " must be a date YYYY-MM-DD");
}

}  // namespace bookings::sandbox::hostelmate
