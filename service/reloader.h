// Puts a changed configuration into force while the gateway runs: on request, or once its files
// have changed.
#pragma once

#include <functional>
#include <string>

#include "service/config/checked_config.h"
#include "service/gateway.h"
#include "service/observability/log.h"

namespace bookings {

// For one thread. A configuration with problems changes nothing: each problem is a line of the log.
class Reloader {
 public:
  using Read = std::function<CheckedConfig()>;

  // `running`: what the gateway was started with. Gateway and log outlive the reloader.
  Reloader(Read read, const CheckedConfig& running, Gateway* gateway, const Log* log);

  // Reads the configuration, and reloads if it is another one than was read last.
  void Look();
  // Reads and reloads in any case.
  void Reload();

 private:
  void Apply(const CheckedConfig& config);

  const Read read_;
  Gateway* const gateway_;
  const Log* const log_;
  // What was read last, good or not, as a digest.
  std::string last_;
};

}  // namespace bookings
