// See registry.h. A new vendor adds one include and one line.
#include "connectors/registry.h"

#include "connectors/hostelmate/hostelmate_connector.h"
#include "connectors/jicoo/jicoo_connector.h"
#include "connectors/optimocms/optimocms_connector.h"
#include "connectors/tiquo/tiquo_connector.h"
#include "connectors/wix/wix_connector.h"

namespace bookings {
namespace {

using config::v1::ConnectionConfig;

constexpr ConnectorEntry kConnectors[] = {
    {"hostelmate", ConnectionConfig::kHostelmate, hostelmate::CheckConfig,
     hostelmate::MakeConnector},
    {"jicoo", ConnectionConfig::kJicoo, jicoo::CheckConfig, jicoo::MakeConnector},
    {"optimocms", ConnectionConfig::kOptimocms, optimocms::CheckConfig, optimocms::MakeConnector},
    {"tiquo", ConnectionConfig::kTiquo, tiquo::CheckConfig, tiquo::MakeConnector},
    {"wix", ConnectionConfig::kWix, wix::CheckConfig, wix::MakeConnector},
};

}  // namespace

std::span<const ConnectorEntry> Connectors() { return kConnectors; }

const ConnectorEntry* FindConnector(const ConnectionConfig& config) {
  for (const ConnectorEntry& entry : kConnectors) {
    if (entry.settings == config.vendor_case()) return &entry;
  }
  return nullptr;
}

}  // namespace bookings
