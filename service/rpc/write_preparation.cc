// See write_preparation.h.
#include "service/rpc/write_preparation.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "connectors/api/text.h"
#include "connectors/api/write_fields.h"
#include "service/rpc/admission.h"
#include "service/rpc/write_digest.h"
#include "service/rpc/write_kinds.h"

namespace bookings {
namespace {

// Fields whose content connectors read; with one of them broken they are not asked.
constexpr std::string_view kReadByConnectors[] = {"appointment", "booking",        "slot_token",
                                                  "status",      "stay",           "to",
                                                  "update_mask", "vendor_options", "what"};

bool ConcernsConnectors(const Violation& violation) {
  const std::string_view field =
      std::string_view(violation.path).substr(0, violation.path.find_first_of(".["));
  return std::find(std::begin(kReadByConnectors), std::end(kReadByConnectors), field) !=
         std::end(kReadByConnectors);
}

void Append(const Violations& more, Violations* violations) {
  for (const Violation& violation : more) {
    const bool reported =
        std::any_of(violations->begin(), violations->end(),
                    [&](const Violation& known) { return known.path == violation.path; });
    if (!reported) violations->push_back(violation);
  }
}

absl::Status Refuse(Violations invalid, const WriteProblems& problems) {
  Append(problems.invalid, &invalid);
  const bool only_unsupported = invalid.empty();
  Append(problems.unsupported, &invalid);
  if (invalid.empty()) return absl::OkStatus();
  return InvalidRequest(invalid, only_unsupported ? v1::ERROR_REASON_UNSUPPORTED_FIELD
                                                  : v1::ERROR_REASON_INVALID_REQUEST);
}

template <typename Request>
WriteRequest<Request> MakeRequest(const Request& request, const WriteTarget& target,
                                  const Caller& caller) {
  WriteRequest<Request> write;
  write.connection = target.connection;
  write.input.request = request;
  write.input.vendor_id = target.vendor_id;
  write.caller = absl::BytesToHexString(ToAbsl(PrincipalFingerprint(caller, {target.connection})));
  write.request_id = request.request_id();
  write.caller_token = TokensFor(caller, {target.connection})[target.connection];
  return write;
}

// Opens the slot_token, if there is one.
template <typename Request>
OpenedSlot OpenSlot(const RpcEnvironment& environment, const Request& request,
                    const WriteTarget& target, const Caller& caller) {
  const std::optional<std::string_view> token = SlotTokenOf(request);
  if (!token) return {};
  return environment.slot_tokens->Open(
      *token, {target.connection, PrincipalFingerprint(caller, {target.connection})},
      environment.now());
}

template <typename Request>
absl::Status CheckSupport(const Engine& engine, const Connection& connection,
                          const Request& request) {
  return engine.CheckSupport(connection, OperationOf(request));
}
absl::Status CheckSupport(const Engine& engine, const Connection& connection,
                          const v1::RescheduleBookingRequest& request) {
  return engine.CheckReschedule(connection, request);
}

template <typename Request>
WriteProblems Spare(const Request&, WriteProblems problems) {
  return problems;
}
WriteProblems Spare(const v1::CreateBookingRequest& request, WriteProblems problems) {
  return WithoutBestEffort(std::move(problems), request.best_effort());
}

// What the declared fields of the vendor say of a request, well-formed or not.
template <typename Request>
WriteProblems CheckDeclared(const Connection& connection, const Request& request) {
  const v1::OperationCapability* capability =
      FindOperation(connection.connector->capabilities(), OperationOf(request));
  // A replacement is checked as a creation, once the old booking is known.
  if (capability == nullptr || capability->support() == v1::SUPPORT_NONE) return {};
  return Spare(request, CheckWriteFields(request, *capability));
}

template <typename Request>
WriteProblems CheckVendor(const Engine& engine, const Connection& connection,
                          const WriteInput<Request>& input, const Violations& known) {
  const bool readable = std::none_of(known.begin(), known.end(), ConcernsConnectors);
  return readable ? engine.Check(connection, input) : CheckDeclared(connection, input.request);
}

template <typename Request>
absl::StatusOr<WriteRequest<Request>> Prepare(const RpcEnvironment& environment,
                                              const Request& request, const Caller& caller,
                                              absl::Time deadline) {
  const Engine& engine = *environment.engine;
  const WriteTarget target = TargetOf(request);
  Violations violations = CheckRules(request);
  const absl::StatusOr<const Connection*> connection =
      FindConnection(engine, caller, target.connection, target.path);
  if (!connection.ok()) return RefuseUnknown(violations, connection.status());
  if (absl::Status support = CheckSupport(engine, **connection, request); !support.ok()) {
    return support;
  }
  if (absl::Status tokens = CheckVendorTokens(engine, caller, {target.connection}); !tokens.ok()) {
    return tokens;
  }
  WriteRequest<Request> write = MakeRequest(request, target, caller);
  OpenedSlot opened = OpenSlot(environment, request, target, caller);
  Append(opened.violations, &violations);
  write.input.slot = std::move(opened.slot);
  write.input.now = environment.now();
  write.deadline = deadline;
  const WriteProblems problems = CheckVendor(engine, **connection, write.input, violations);
  if (absl::Status refusal = Refuse(violations, problems); !refusal.ok()) return refusal;
  write.fingerprint = WriteDigest(request, write.input.slot);
  return write;
}

}  // namespace

absl::StatusOr<WriteRequest<v1::CreateBookingRequest>> PrepareWrite(
    const RpcEnvironment& environment, const v1::CreateBookingRequest& request,
    const Caller& caller, absl::Time deadline) {
  return Prepare(environment, request, caller, deadline);
}
absl::StatusOr<WriteRequest<v1::CancelBookingRequest>> PrepareWrite(
    const RpcEnvironment& environment, const v1::CancelBookingRequest& request,
    const Caller& caller, absl::Time deadline) {
  return Prepare(environment, request, caller, deadline);
}
absl::StatusOr<WriteRequest<v1::RescheduleBookingRequest>> PrepareWrite(
    const RpcEnvironment& environment, const v1::RescheduleBookingRequest& request,
    const Caller& caller, absl::Time deadline) {
  return Prepare(environment, request, caller, deadline);
}
absl::StatusOr<WriteRequest<v1::UpdateBookingRequest>> PrepareWrite(
    const RpcEnvironment& environment, const v1::UpdateBookingRequest& request,
    const Caller& caller, absl::Time deadline) {
  return Prepare(environment, request, caller, deadline);
}
absl::StatusOr<WriteRequest<v1::UpdateBookingStatusRequest>> PrepareWrite(
    const RpcEnvironment& environment, const v1::UpdateBookingStatusRequest& request,
    const Caller& caller, absl::Time deadline) {
  return Prepare(environment, request, caller, deadline);
}

}  // namespace bookings
