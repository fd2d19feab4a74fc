// The gateway as a whole: puts loops, connections, engine, server and admin pages together from a
// checked configuration, puts another configuration into force, and takes all apart in the right
// order.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/config/checked_config.h"
#include "service/observability/log.h"

namespace bookings {

// A running gateway. For one thread.
class Gateway {
 public:
  // The log outlives the gateway. Fails where the session store or the ledger cannot be opened, the
  // certificates not be read or one of the addresses not be listened on.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(const CheckedConfig& config,
                                                        const Log* log);
  virtual ~Gateway() = default;

  // `host:port` with the port that was bound.
  virtual const std::string& address() const = 0;
  // The same of the admin pages; empty where there are none.
  virtual std::string admin_address() const = 0;

  // New RPCs see this configuration from now on; those that run go on with theirs. What cannot be
  // changed while the gateway runs stays as it is: the paths of what differs there.
  virtual std::vector<std::string> Reload(const CheckedConfig& config) = 0;
  // A configuration with problems was not put into force.
  virtual void CountRefusedReload() = 0;

  // Ends all calls within the configured grace (Server::Stop), then everything else. Idempotent;
  // to be called before the gateway is destroyed.
  virtual void Stop() = 0;
};

}  // namespace bookings
