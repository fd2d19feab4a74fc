// A configuration file, read and checked as a whole: names, types, values, secrets.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "bookings/config/v1/callers.pb.h"
#include "bookings/config/v1/config.pb.h"
#include "connectors/registry.h"
#include "service/config/secrets.h"

namespace bookings {

struct CheckedConfig {
  config::v1::GatewayConfig config;
  SecretVault secrets;
  // Empty where none is configured.
  config::v1::CallerPolicy policy;
  // Lines for people, each with path and line of the file. The gateway must not start with a
  // problem; it may with warnings.
  std::vector<std::string> problems;
  std::vector<std::string> warnings;
};

// Everything that is wrong, all at once: also with the policy file, the secrets and the
// certificates that the configuration names. `listen` replaces its address, unless it is empty.
CheckedConfig ReadConfigFile(const std::string& path, std::span<const ConnectorEntry> connectors,
                             const std::string& listen = "");
CheckedConfig ReadConfigText(const std::string& yaml, std::span<const ConnectorEntry> connectors,
                             const std::string& listen = "");

}  // namespace bookings
