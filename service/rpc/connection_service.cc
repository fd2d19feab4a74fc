// See connection_service.h.
#include "service/rpc/connection_service.h"

#include "connectors/api/names.h"
#include "service/rpc/admission.h"
#include "service/rpc/immediate.h"
#include "service/rpc/validation.h"

namespace bookings {
namespace {

absl::StatusOr<v1::Connection> DescribeNamed(const Engine& engine,
                                             const v1::GetConnectionRequest& request,
                                             const Caller& caller, absl::Time now) {
  const Violations violations = CheckConnectionName(request.name(), "name");
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string id = ParseConnectionName(request.name()).value_or("");
  const absl::StatusOr<const Connection*> connection = FindConnection(engine, caller, id, "name");
  if (!connection.ok()) return connection.status();
  return engine.Describe(**connection, now);
}

}  // namespace

grpc::ServerUnaryReactor* ConnectionsService::ListConnections(
    grpc::CallbackServerContext* context, const v1::ListConnectionsRequest*,
    v1::ListConnectionsResponse* response) {
  const auto [environment, record, caller] =
      BeginRpc(environment_->Get(), *context, "ListConnections", Access::kRead);
  if (!caller.ok()) return AnswerNow(context, record, caller.status(), environment->now());
  for (const std::string& id : VisibleConnections(*environment->engine, *caller)) {
    *response->add_connections() =
        environment->engine->Describe(*environment->engine->Find(id), record.start);
  }
  return AnswerNow(context, record, absl::OkStatus(), environment->now());
}

grpc::ServerUnaryReactor* ConnectionsService::GetConnection(grpc::CallbackServerContext* context,
                                                            const v1::GetConnectionRequest* request,
                                                            v1::GetConnectionResponse* response) {
  const auto [environment, record, caller] =
      BeginRpc(environment_->Get(), *context, "GetConnection", Access::kRead);
  if (!caller.ok()) return AnswerNow(context, record, caller.status(), environment->now());
  const absl::StatusOr<v1::Connection> connection =
      DescribeNamed(*environment->engine, *request, *caller, record.start);
  if (connection.ok()) *response->mutable_connection() = *connection;
  return AnswerNow(context, record, connection.status(), environment->now());
}

}  // namespace bookings
