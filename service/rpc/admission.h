// Where every RPC begins, and the one place that decides who may call, what, and about which
// connections. A caller that may not see a connection gets the answer of one that does not exist.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/server_context.h"
#include "service/rpc/caller.h"
#include "service/rpc/rpc_environment.h"
#include "service/rpc/rpc_record.h"

namespace bookings {

// Metadata key by which callers give a call an id of their own for the logs.
inline constexpr char kRequestId[] = "x-request-id";
// Longest id that is taken over, in bytes: room for two UUIDs.
inline constexpr size_t kMaxRequestIdBytes = 80;

// What an RPC does.
enum class Access { kRead, kWrite };

struct BegunRpc {
  // What the RPC began with, and goes on with whatever is reloaded meanwhile. The record keeps it.
  std::shared_ptr<const RpcEnvironment> environment;
  RpcRecord record;
  // UNAUTHENTICATED / CALLER_UNAUTHENTICATED, in the same words whatever the credential lacks;
  // PERMISSION_DENIED / CALLER_NOT_ALLOWED for writes of callers that only read; INVALID_ARGUMENT
  // for malformed vendor tokens.
  absl::StatusOr<Caller> caller;
};

BegunRpc BeginRpc(std::shared_ptr<const RpcEnvironment> environment,
                  const grpc::CallbackServerContext& context, std::string_view rpc, Access access);

// The connections that the caller may see, sorted by id.
std::vector<std::string> VisibleConnections(const Engine& engine, const Caller& caller);
// The connection that a request's field `path` names by its id; NOT_FOUND / CONNECTION_NOT_FOUND.
absl::StatusOr<const Connection*> FindConnection(const Engine& engine, const Caller& caller,
                                                 std::string_view id, std::string_view path);

}  // namespace bookings
