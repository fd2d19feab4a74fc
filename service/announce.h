// Tells the world where the gateway listens.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace bookings {

// `listening on {address}` on standard output, and the address into `port_file` unless that is
// empty; whoever waits for the file never sees it half written.
absl::Status Announce(const std::string& address, const std::string& port_file);

}  // namespace bookings
