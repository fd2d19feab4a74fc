// What every RPC of the gateway needs, its deadline, and how requests about unknown connections are
// refused. How an RPC begins is admission.h.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "connectors/api/failure.h"
#include "grpcpp/server_context.h"
#include "service/callers/caller_directory.h"
#include "service/engine/engine.h"
#include "service/observability/log.h"
#include "service/observability/tracer.h"
#include "service/rpc/arrivals.h"
#include "service/rpc/caller.h"
#include "service/rpc/open_streams.h"
#include "service/rpc/page_token.h"
#include "service/rpc/rpc_record.h"
#include "service/rpc/slot_token.h"

namespace bookings {

// Kept by each RPC that began with it; log, meter and streams outlive all RPCs.
struct RpcEnvironment {
  const Engine* engine = nullptr;
  const PageTokens* page_tokens = nullptr;
  const SlotTokens* slot_tokens = nullptr;
  const Log* log = nullptr;
  // Null = nothing is counted.
  RpcMeter* meter = nullptr;
  // Null = no spans are made.
  const Tracer* tracer = nullptr;
  OpenStreams* streams = nullptr;
  // Null = nobody asks when RPCs come.
  Arrivals* arrivals = nullptr;
  // Null: everybody may call, and may do everything.
  const CallerDirectory* callers = nullptr;
  Clock now;
  // For calls whose client sets no deadline, or a later one.
  absl::Duration stream_deadline;
  absl::Duration unary_deadline;
};

// The sooner of the client's deadline and `longest` from now.
absl::Time DeadlineOf(const grpc::CallbackServerContext& context, absl::Time now,
                      absl::Duration longest);

// NOT_FOUND / CONNECTION_NOT_FOUND, naming the fields that hold the names.
absl::Status ConnectionNotFound(const Violations& violations);
// The refusal of a request about a connection that is not known: `not_found` where that is all that
// is wrong, else INVALID_ARGUMENT that names it among the violations.
absl::Status RefuseUnknown(Violations violations, const absl::Status& not_found);
// INVALID_ARGUMENT for connections that take no customer's token but got one.
absl::Status CheckVendorTokens(const Engine& engine, const Caller& caller,
                               const std::vector<std::string>& connections);

}  // namespace bookings
