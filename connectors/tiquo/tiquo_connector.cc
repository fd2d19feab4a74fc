// See tiquo_connector.h. CheckConfig stands in tiquo_settings.cc, beside what reads the settings.
#include "connectors/tiquo/tiquo_connector.h"

#include "connectors/tiquo/tiquo_admin.h"
#include "connectors/tiquo/tiquo_client.h"
#include "connectors/tiquo/tiquo_settings.h"

namespace bookings::tiquo {

std::unique_ptr<Connector> MakeConnector(const config::v1::ConnectionConfig& config) {
  if (config.tiquo().mode() == kAdminMode) return MakeAdminConnector(config);
  return MakeClientConnector(config);
}

}  // namespace bookings::tiquo
