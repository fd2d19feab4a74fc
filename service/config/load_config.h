// YAML text -> GatewayConfig or CallerPolicy. Checks names and types only; what the values mean is
// check_config.h and check_callers.h.
#pragma once

#include <map>
#include <string>

#include "bookings/config/v1/callers.pb.h"
#include "bookings/config/v1/config.pb.h"
#include "connectors/api/failure.h"
#include "service/config/yaml_reader.h"

namespace bookings {

template <typename Config>
struct Loaded {
  Config config;
  // All that is wrong with names and types; what could be read is in `config` nevertheless.
  Violations problems;
  // The line, from 1, of each path that stands in the text.
  std::map<std::string, int> lines;
};
using LoadedConfig = Loaded<config::v1::GatewayConfig>;
using LoadedPolicy = Loaded<config::v1::CallerPolicy>;

LoadedConfig ParseConfig(const std::string& yaml);
LoadedPolicy ParsePolicy(const std::string& yaml);

// `connections[2].wix.site_id (line 31): is required`; the line is that of the nearest part of the
// path that stands in the text. `whole` is what an empty path means.
std::string DescribeProblem(const Violation& problem, const std::map<std::string, int>& lines,
                            const std::string& whole = "the configuration");

}  // namespace bookings
