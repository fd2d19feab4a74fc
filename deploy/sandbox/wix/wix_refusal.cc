// See wix_refusal.h.
#include "deploy/sandbox/wix/wix_refusal.h"

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace bookings::sandbox::wix {

Answer WixAnswer(int status, const Json& body) {
  constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
  Answer answer = JsonAnswer(status, body);
  const std::int64_t now = absl::GetCurrentTimeNanos();
  answer.headers.push_back({"x-wix-request-id", absl::StrFormat("%d.%09d", now / kNanosPerSecond,
                                                                now % kNanosPerSecond)});
  return answer;
}

Refusal RefuseFields(const Violation& violation) {
  Json entry = {{"field", violation.field},
                {"description", violation.description},
                {"violatedRule", violation.rule}};
  if (!violation.data.is_null()) entry["data"] = violation.data;
  Json violations = Json::array();
  violations.push_back(std::move(entry));
  return {400,
          {{"message", "Validation failed"},
           {"details", {{"validationError", {{"fieldViolations", std::move(violations)}}}}}}};
}

Refusal RefuseApplication(const ApplicationError& error) {
  return {
      error.status,
      {{"message", error.message},
       {"details",
        {{"applicationError",
          {{"code", error.code}, {"description", error.description}, {"data", Json::object()}}}}}}};
}

Refusal RefuseOAuth(int status, std::string_view error, std::string_view description) {
  return {status, {{"error", error}, {"error_description", description}}};
}

Refusal RefuseUnknownPath() {
  return {404, {{"message", "Not Found"}, {"details", Json::object()}}};
}

}  // namespace bookings::sandbox::wix
