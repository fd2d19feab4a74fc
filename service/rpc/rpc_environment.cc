// See rpc_environment.h.
#include "service/rpc/rpc_environment.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"

namespace bookings {

absl::Time DeadlineOf(const grpc::CallbackServerContext& context, absl::Time now,
                      absl::Duration longest) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return now + longest;
  return std::min(absl::FromChrono(deadline), now + longest);
}

absl::Status ConnectionNotFound(const Violations& violations) {
  FailureDetails details;
  details.set_reason(v1::ERROR_REASON_CONNECTION_NOT_FOUND);
  for (const Violation& violation : violations) {
    auto* field = details.add_violations();
    field->set_field(violation.path);
    field->set_description(violation.problem);
  }
  return MakeFailure(absl::StatusCode::kNotFound,
                     "there is no such connection, or none that the caller may read", details);
}

absl::Status RefuseUnknown(Violations violations, const absl::Status& not_found) {
  if (violations.empty()) return not_found;
  const FailureDetails details = DetailsOf(not_found).value_or(FailureDetails());
  for (const auto& unknown : details.violations()) {
    // A malformed name is not unknown as well.
    const bool reported =
        std::any_of(violations.begin(), violations.end(),
                    [&](const Violation& violation) { return violation.path == unknown.field(); });
    if (!reported) violations.push_back({unknown.field(), unknown.description()});
  }
  return InvalidRequest(violations);
}

absl::Status CheckVendorTokens(const Engine& engine, const Caller& caller,
                               const std::vector<std::string>& connections) {
  Violations violations;
  for (const auto& [id, token] : TokensFor(caller, connections)) {
    const Connection* connection = engine.Find(id);
    if (connection == nullptr || connection->connector->credentials().accepts_caller_token) {
      continue;
    }
    violations.push_back({absl::StrCat("metadata.", kVendorAuthorization),
                          absl::StrCat("is not accepted by connection ", id)});
  }
  return violations.empty() ? absl::OkStatus() : InvalidRequest(violations);
}

}  // namespace bookings
