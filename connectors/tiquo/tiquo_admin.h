// Tiquo's Admin API: the bookings of the whole organisation that the key belongs to.
#pragma once

#include <memory>

#include "connectors/api/connector.h"

namespace bookings::tiquo {

std::unique_ptr<Connector> MakeAdminConnector(const config::v1::ConnectionConfig& config);

}  // namespace bookings::tiquo
