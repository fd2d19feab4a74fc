// The gateway as a whole: puts loops, connections, engine and server together from a checked
// configuration, and takes them apart in the right order.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/config/checked_config.h"
#include "service/observability/log.h"

namespace bookings {

// Where a gateway with this configuration listens.
std::string ListenAddressOf(const config::v1::GatewayConfig& config);

// A running gateway. For one thread.
class Gateway {
 public:
  // `listen` wins over the configuration's address unless it is empty; the log outlives the
  // gateway. Fails where the session store or the ledger cannot be opened or the
  // address not be listened on.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(const CheckedConfig& config,
                                                        const std::string& listen, const Log* log);
  virtual ~Gateway() = default;

  // `host:port` with the port that was bound.
  virtual const std::string& address() const = 0;
  // Ends all calls within the configured grace (Server::Stop), then everything else. Idempotent;
  // to be called before the gateway is destroyed.
  virtual void Stop() = 0;
};

}  // namespace bookings
