// Tells whether two configurations are the same, with the files that they name.
#pragma once

#include <string>

#include "service/config/checked_config.h"

namespace bookings {

// SHA-256 of the configuration, its policy, its secrets and its problems: nothing can be read from
// it.
std::string DigestOf(const CheckedConfig& config);

}  // namespace bookings
