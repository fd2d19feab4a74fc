// Where the gateway listens, and that it does not do so in clear text or to everybody by mistake.
#pragma once

#include <string>

#include "bookings/config/v1/config.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

inline constexpr char kDefaultListenAddress[] = "127.0.0.1:50051";

// Whether it is `host:port`, with a port from 0 to 65535.
bool IsListenAddress(const std::string& address);

void CheckListening(const config::v1::GatewayConfig& config, Violations& out);

}  // namespace bookings
