// The bounds of config.proto's limits: those of the engine, and how often vendors may be called.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "bookings/config/v1/config.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

void CheckDuration(absl::Duration value, absl::Duration least, absl::Duration most,
                   const std::string& path, Violations& out);

void CheckLimits(const config::v1::EngineLimits& limits, Violations& out);
// rate_limit, calls_in_flight and monthly_quota of the connection at `path`.
void CheckConnectionLimits(const config::v1::ConnectionConfig& connection, const std::string& path,
                           Violations& out);
// What connections say together: of one rate_limit.group, and what a quota needs.
void CheckLimitGroups(const config::v1::GatewayConfig& config, Violations& out);

}  // namespace bookings
