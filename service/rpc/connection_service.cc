// See connection_service.h.
#include "service/rpc/connection_service.h"

#include "connectors/api/names.h"
#include "service/rpc/admission.h"
#include "service/rpc/immediate.h"
#include "service/rpc/validation.h"

namespace bookings {

grpc::ServerUnaryReactor* ConnectionsService::ListConnections(
    grpc::CallbackServerContext* context, const v1::ListConnectionsRequest*,
    v1::ListConnectionsResponse* response) {
  const auto [record, caller] = BeginRpc(environment_, *context, "ListConnections", Access::kRead);
  if (!caller.ok()) return AnswerNow(context, record, caller.status(), environment_.now());
  for (const std::string& id : VisibleConnections(*environment_.engine, *caller)) {
    *response->add_connections() =
        environment_.engine->Describe(*environment_.engine->Find(id), record.start);
  }
  return AnswerNow(context, record, absl::OkStatus(), environment_.now());
}

grpc::ServerUnaryReactor* ConnectionsService::GetConnection(grpc::CallbackServerContext* context,
                                                            const v1::GetConnectionRequest* request,
                                                            v1::GetConnectionResponse* response) {
  const auto [record, caller] = BeginRpc(environment_, *context, "GetConnection", Access::kRead);
  if (!caller.ok()) return AnswerNow(context, record, caller.status(), environment_.now());
  const absl::StatusOr<v1::Connection> connection = Describe(*request, *caller, record.start);
  if (connection.ok()) *response->mutable_connection() = *connection;
  return AnswerNow(context, record, connection.status(), environment_.now());
}

absl::StatusOr<v1::Connection> ConnectionsService::Describe(const v1::GetConnectionRequest& request,
                                                            const Caller& caller,
                                                            absl::Time now) const {
  const Violations violations = CheckConnectionName(request.name(), "name");
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string id = ParseConnectionName(request.name()).value_or("");
  const absl::StatusOr<const Connection*> connection =
      FindConnection(*environment_.engine, caller, id, "name");
  if (!connection.ok()) return connection.status();
  return environment_.engine->Describe(**connection, now);
}

}  // namespace bookings
