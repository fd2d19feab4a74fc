// Asks a running gateway how it is, over gRPC's own health protocol: for images that hold nothing
// but the binary, and for people.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace bookings {

// OK if the gateway that listens on `listening` (`host:port`, also a wildcard host: then loopback
// is asked) says SERVING within `timeout`. Else what is wrong.
absl::Status CheckHealth(const std::string& listening, absl::Duration timeout);

}  // namespace bookings
