// The connector of tiquo. README.md beside this file says what it maps and what is lost.
#pragma once

#include <memory>

#include "connectors/api/connector.h"

namespace bookings::tiquo {

// Everything wrong with the connection's settings, with paths relative to the connection.
Violations CheckConfig(const config::v1::ConnectionConfig& config);
// The connector of a checked configuration.
std::unique_ptr<Connector> MakeConnector(const config::v1::ConnectionConfig& config);

}  // namespace bookings::tiquo
