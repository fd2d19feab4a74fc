// ConnectionService over the engine: which connections there are and what each can do. No vendor
// call.
#pragma once

#include "bookings/v1/connections.grpc.pb.h"
#include "service/rpc/current_environment.h"

namespace bookings {

// Thread-safe; outlives the server's calls.
class ConnectionsService final : public v1::ConnectionService::CallbackService {
 public:
  // `environment` outlives the service.
  explicit ConnectionsService(const CurrentEnvironment* environment) : environment_(environment) {}

  grpc::ServerUnaryReactor* ListConnections(grpc::CallbackServerContext* context,
                                            const v1::ListConnectionsRequest* request,
                                            v1::ListConnectionsResponse* response) override;
  grpc::ServerUnaryReactor* GetConnection(grpc::CallbackServerContext* context,
                                          const v1::GetConnectionRequest* request,
                                          v1::GetConnectionResponse* response) override;

 private:
  const CurrentEnvironment* const environment_;
};

}  // namespace bookings
