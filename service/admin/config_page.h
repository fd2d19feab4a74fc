// The configuration in force, for people: secrets are told by where they come from.
#pragma once

#include <string>

#include "bookings/config/v1/config.pb.h"

namespace bookings {

// JSON under the names of the YAML file. References to secrets stay, as they are none; what stands
// in an address before `@` is masked.
std::string DescribeConfig(config::v1::GatewayConfig config);

}  // namespace bookings
