// A configuration file, read and checked as a whole: names, types, values, secrets.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "bookings/config/v1/config.pb.h"
#include "connectors/registry.h"
#include "service/config/secrets.h"

namespace bookings {

struct CheckedConfig {
  config::v1::GatewayConfig config;
  SecretVault secrets;
  // Lines for people, each with path and line of the file. The gateway must not start with a
  // problem; it may with warnings.
  std::vector<std::string> problems;
  std::vector<std::string> warnings;
};

// Everything that is wrong, all at once.
CheckedConfig ReadConfigFile(const std::string& path, std::span<const ConnectorEntry> connectors);
CheckedConfig ReadConfigText(const std::string& yaml, std::span<const ConnectorEntry> connectors);

}  // namespace bookings
