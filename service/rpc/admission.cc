// See admission.h.
#include "service/rpc/admission.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/random/random.h"
#include "connectors/api/fingerprint.h"
#include "service/rpc/credential.h"

namespace bookings {
namespace {

bool IsIdCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

// A caller's own id, if it is fit for a log line.
std::string GivenRequestId(const grpc::CallbackServerContext& context) {
  const std::vector<std::string_view> ids = MetadataOf(context, kRequestId);
  if (ids.empty() || ids.front().size() > kMaxRequestIdBytes) return "";
  const std::string_view id = ids.front();
  return std::all_of(id.begin(), id.end(), IsIdCharacter) ? std::string(id) : "";
}

std::string MakeRequestId() {
  // Not std::random_device, which asks the processor: 13 us of each call in a virtual machine.
  absl::BitGen bits;
  return HexDigits(absl::Uniform<uint64_t>(bits));
}

RpcRecord MakeRecord(const RpcEnvironment& environment, const grpc::CallbackServerContext& context,
                     std::string_view rpc) {
  RpcRecord record;
  record.log = environment.log;
  record.meter = environment.meter;
  record.rpc = rpc;
  record.request_id = GivenRequestId(context);
  if (record.request_id.empty()) record.request_id = MakeRequestId();
  record.start = environment.now();
  if (environment.arrivals != nullptr) environment.arrivals->Note(record.start);
  if (environment.tracer != nullptr) {
    record.tracer = environment.tracer;
    record.span = environment.tracer->BeginServer(
        ReadTraceContext(MetadataOf(context, kTraceParent), MetadataOf(context, kTraceState)),
        record.start);
  }
  record.Begin();
  return record;
}

absl::Status Unauthenticated() {
  return MakeFailure(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_CALLER_UNAUTHENTICATED,
                     "the caller's credential is missing or not accepted");
}

absl::Status NotAllowed() {
  return MakeFailure(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_CALLER_NOT_ALLOWED,
                     "the caller may only read");
}

// Whom the credential of the call belongs to; the grant is null where it is nobody's.
Credential Authenticate(const RpcEnvironment& environment,
                        const grpc::CallbackServerContext& context) {
  if (environment.callers == nullptr) return {AnonymousGrant(), ""};
  return FindCredential(*environment.callers, context, environment.now());
}

absl::StatusOr<Caller> Admit(const Credential& credential,
                             const grpc::CallbackServerContext& context, Access access) {
  if (credential.grant == nullptr) return Unauthenticated();
  if (access == Access::kWrite && !credential.grant->may_write) return NotAllowed();
  return ReadCaller(credential.grant, MetadataOf(context, kVendorAuthorization));
}

}  // namespace

BegunRpc BeginRpc(std::shared_ptr<const RpcEnvironment> environment,
                  const grpc::CallbackServerContext& context, std::string_view rpc, Access access) {
  RpcRecord record = MakeRecord(*environment, context, rpc);
  record.keeps = environment;
  const Credential credential = Authenticate(*environment, context);
  if (credential.grant != nullptr) {
    record.caller = credential.grant->name;
    record.credential = credential.id;
  }
  return {std::move(environment), std::move(record), Admit(credential, context, access)};
}

std::vector<std::string> VisibleConnections(const Engine& engine, const Caller& caller) {
  std::vector<std::string> ids = engine.ConnectionIds();
  std::erase_if(ids, [&](const std::string& id) { return !caller.grant->MaySee(id); });
  return ids;
}

absl::StatusOr<const Connection*> FindConnection(const Engine& engine, const Caller& caller,
                                                 std::string_view id, std::string_view path) {
  const Connection* connection = engine.Find(id);
  if (connection != nullptr && caller.grant->MaySee(connection->id)) return connection;
  return ConnectionNotFound({{std::string(path), "is no connection that the caller may read"}});
}

}  // namespace bookings
