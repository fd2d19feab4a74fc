// What a policy's values must satisfy, once names and types are right (load_config.h).
#pragma once

#include "bookings/config/v1/callers.pb.h"
#include "bookings/config/v1/config.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// Everything that is wrong, with paths such as `callers[2].tokens[0].id`. The connections and the
// certificates that it speaks of are the configuration's.
Violations CheckCallers(const config::v1::CallerPolicy& policy,
                        const config::v1::GatewayConfig& config);

}  // namespace bookings
