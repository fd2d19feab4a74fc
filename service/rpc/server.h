// The gRPC server: listening address, transport bounds, health and reflection, graceful stop. What
// it serves is given to it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "service/rpc/arrivals.h"
#include "service/rpc/open_streams.h"

namespace bookings {

// Largest request: a page token of 64 KiB and 200 names leave plenty of room for filters.
inline constexpr int kMaxRequestBytes = 1024 * 1024;
// All metadata of one call: seven customers' tokens of 8 KiB. gRPC's default is 8 KiB in all.
inline constexpr int kMaxMetadataTotalBytes = 64 * 1024;

// Clients have gone where no call came for so long; but at most so long is waited for that.
inline constexpr absl::Duration kQuiet = absl::Milliseconds(200);
inline constexpr absl::Duration kLongestLeave = absl::Seconds(2);
// Answers that are given so long before all calls are cancelled still reach their callers.
inline constexpr absl::Duration kLastAnswers = absl::Milliseconds(500);

struct ServerOptions {
  // `host:port`; port 0 lets the system choose.
  std::string address;
  // Outlive the server.
  std::vector<grpc::Service*> services;
  OpenStreams* streams = nullptr;
  // Null = a stop does not wait for clients to go elsewhere.
  const Arrivals* arrivals = nullptr;
  // Runs when the server stops, once its health says so: makes other calls end by then that need
  // not be waited for. Null = there are none.
  std::function<void(absl::Time end)> drain = nullptr;
  // Null = clear text: for loopback or behind something that encrypts.
  std::shared_ptr<grpc::ServerCredentials> credentials = nullptr;
  // A connection that is so old, give or take a tenth, takes no new calls, and is closed once the
  // grace is over.
  absl::Duration max_connection_age = absl::Minutes(30);
  absl::Duration max_connection_age_grace = absl::Hours(1);
};

// A running server. Owned by main; Stop before it is destroyed.
class Server {
 public:
  // Fails if the address cannot be listened on, which also holds for one that is taken.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options);

  // `host:port` with the port that was bound.
  const std::string& address() const { return address_; }

  // Health NOT_SERVING, streams end with DRAINING, other calls may finish within `grace`, or as
  // ServerOptions::drain makes them; then all are cancelled. Calls that come are served until
  // clients have seen the health and gone elsewhere (kQuiet, kLongestLeave): gRPC cancels what
  // arrives at a server that shuts down. Returns when no call is left.
  void Stop(absl::Duration grace);

 private:
  Server(const ServerOptions& options, std::unique_ptr<grpc::Server> server, std::string address)
      : credentials_(options.credentials),
        server_(std::move(server)),
        address_(std::move(address)),
        streams_(options.streams),
        arrivals_(options.arrivals),
        drain_(options.drain) {}

  // Asked for certificates as long as somebody may connect.
  const std::shared_ptr<grpc::ServerCredentials> credentials_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  OpenStreams* streams_;
  const Arrivals* arrivals_;
  const std::function<void(absl::Time end)> drain_;
};

}  // namespace bookings
