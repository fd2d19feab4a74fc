// See rpc_environment.h.
#include "service/rpc/rpc_environment.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/fingerprint.h"
#include "connectors/api/text.h"

namespace bookings {
namespace {

using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

std::string_view View(grpc::string_ref text) { return {text.data(), text.size()}; }

bool IsIdCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

// A caller's own id, if it is fit for a log line.
std::string GivenRequestId(const Metadata& metadata) {
  const auto entry = metadata.find(kRequestId);
  if (entry == metadata.end()) return "";
  const std::string_view id = View(entry->second);
  if (id.size() > kMaxRequestIdBytes) return "";
  return std::all_of(id.begin(), id.end(), IsIdCharacter) ? std::string(id) : "";
}

std::string MakeRequestId() {
  // Not std::random_device, which asks the processor: 13 us of each call in a virtual machine.
  absl::BitGen bits;
  return HexDigits(absl::Uniform<uint64_t>(bits));
}

}  // namespace

RpcRecord BeginRecord(const RpcEnvironment& environment, const grpc::CallbackServerContext& context,
                      std::string_view rpc) {
  RpcRecord record;
  record.log = environment.log;
  record.rpc = rpc;
  record.request_id = GivenRequestId(context.client_metadata());
  if (record.request_id.empty()) record.request_id = MakeRequestId();
  record.start = environment.now();
  return record;
}

absl::StatusOr<Caller> ReadCaller(const grpc::CallbackServerContext& context) {
  std::vector<std::string_view> values;
  const auto [first, last] = context.client_metadata().equal_range(kVendorAuthorization);
  for (auto entry = first; entry != last; ++entry) values.push_back(View(entry->second));
  return ReadCaller(values);
}

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

absl::StatusOr<const Connection*> FindConnection(const Engine& engine, std::string_view id,
                                                 std::string_view path) {
  const Connection* connection = engine.Find(id);
  if (connection != nullptr) return connection;
  return ConnectionNotFound({{std::string(path), "is no connection that the caller may read"}});
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
