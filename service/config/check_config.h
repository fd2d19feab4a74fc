// What a configuration's values must satisfy, once names and types are right (load_config.h).
#pragma once

#include <span>

#include "bookings/config/v1/config.pb.h"
#include "connectors/api/failure.h"
#include "connectors/registry.h"

namespace bookings {

// Everything that is wrong, with paths such as `connections[2].wix.site_id`. `connectors` check
// their vendor's settings.
Violations CheckGatewayConfig(const config::v1::GatewayConfig& config,
                              std::span<const ConnectorEntry> connectors);

}  // namespace bookings
