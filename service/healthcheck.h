// Asks a running gateway how it is, over gRPC's own health protocol: for images that hold nothing
// but the binary, and for people.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bookings/config/v1/config.pb.h"

namespace bookings {

// OK if the gateway that listens so (its address may be a wildcard: then loopback is asked) says
// SERVING within `timeout`. Else what is wrong. Over TLS the gateway need not prove who it is: it
// is asked nothing that matters. One that requires client certificates cannot be asked.
absl::Status CheckHealth(const config::v1::Listen& listening, absl::Duration timeout);

}  // namespace bookings
