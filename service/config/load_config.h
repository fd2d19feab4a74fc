// YAML text -> GatewayConfig, by the names of the proto. Checks names and types only; what the
// values mean is check_config.h.
#pragma once

#include <map>
#include <string>

#include "bookings/config/v1/config.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// Largest configuration file: thousands of connections.
inline constexpr size_t kMaxConfigBytes = 1024 * 1024;

struct LoadedConfig {
  config::v1::GatewayConfig config;
  // All that is wrong with names and types; what could be read is in `config` nevertheless.
  Violations problems;
  // The line, from 1, of each path that stands in the text.
  std::map<std::string, int> lines;
};

// Durations are texts such as "30s", "5m" or "72h". Unknown and repeated names are problems.
LoadedConfig ParseConfig(const std::string& yaml);

// `connections[2].wix.site_id (line 31): is required`; the line is that of the nearest part of the
// path that stands in the text.
std::string DescribeProblem(const Violation& problem, const std::map<std::string, int>& lines);

}  // namespace bookings
