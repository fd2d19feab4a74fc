// All connectors, in one explicit list: the only place that names them all.
#pragma once

#include <span>
#include <string_view>

#include "connectors/api/connector.h"

namespace bookings {

struct ConnectorEntry {
  // The vendor's key; also the name of its settings in ConnectionConfig.
  std::string_view vendor;
  config::v1::ConnectionConfig::VendorCase settings;
  ConfigCheck check;
  ConnectorFactory make;
};

// In order of vendor key.
std::span<const ConnectorEntry> Connectors();
// The entry for a connection's vendor; null where none is set.
const ConnectorEntry* FindConnector(const config::v1::ConnectionConfig& config);

}  // namespace bookings
