// What of a configuration only a restart puts into force.
#pragma once

#include <string>
#include <vector>

#include "bookings/config/v1/config.pb.h"

namespace bookings {

// The paths of those parts that differ: `listen`, `limits.event_loops`, ...
std::vector<std::string> RestartPaths(const config::v1::GatewayConfig& running,
                                      const config::v1::GatewayConfig& wanted);
// Puts those parts of the running configuration in place of those of `config`.
void KeepRestartParts(const config::v1::GatewayConfig& running, config::v1::GatewayConfig* config);

}  // namespace bookings
