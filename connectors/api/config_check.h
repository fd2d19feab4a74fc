// Checks of configuration that several vendors share; each adds what is wrong to the violations.
#pragma once

#include <string_view>

#include "bookings/config/v1/config.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// A secret must name its file or environment variable.
void RequireSecret(const config::v1::Secret& secret, std::string_view path, Violations* violations);
void RequireText(std::string_view text, std::string_view path, Violations* violations);
// The connection's time_zone must be an IANA zone that this machine knows.
void RequireTimeZone(const config::v1::ConnectionConfig& config, Violations* violations);

}  // namespace bookings
