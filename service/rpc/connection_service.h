// ConnectionService over the engine: which connections there are and what each can do. No vendor
// call.
#pragma once

#include "bookings/v1/connections.grpc.pb.h"
#include "service/rpc/rpc_environment.h"

namespace bookings {

// Thread-safe; outlives the server's calls.
class ConnectionsService final : public v1::ConnectionService::CallbackService {
 public:
  explicit ConnectionsService(RpcEnvironment environment) : environment_(std::move(environment)) {}

  grpc::ServerUnaryReactor* ListConnections(grpc::CallbackServerContext* context,
                                            const v1::ListConnectionsRequest* request,
                                            v1::ListConnectionsResponse* response) override;
  grpc::ServerUnaryReactor* GetConnection(grpc::CallbackServerContext* context,
                                          const v1::GetConnectionRequest* request,
                                          v1::GetConnectionResponse* response) override;

 private:
  absl::StatusOr<v1::Connection> Describe(const v1::GetConnectionRequest& request,
                                          const Caller& caller, absl::Time now) const;

  const RpcEnvironment environment_;
};

}  // namespace bookings
