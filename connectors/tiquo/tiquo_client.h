// Tiquo's Client API: the bookings of the one customer whom the token belongs to.
#pragma once

#include <memory>

#include "connectors/api/connector.h"

namespace bookings::tiquo {

std::unique_ptr<Connector> MakeClientConnector(const config::v1::ConnectionConfig& config);

}  // namespace bookings::tiquo
