// What the connectors of both API generations have in common: the site they read and how they prove
// who they are.
#pragma once

#include <string_view>

#include "connectors/api/connector.h"
#include "connectors/wix/wix_parts.h"

namespace bookings::wix {

// What UNSPECIFIED means: BASIC in lists, FULL for one booking.
v1::BookingView ListView(v1::BookingView view);
v1::BookingView GetView(v1::BookingView view);

class SiteConnector : public Connector {
 public:
  SiteConnector(const config::v1::ConnectionConfig& config, v1::Capabilities capabilities);

  std::string_view vendor() const final { return "wix"; }
  std::string_view default_base_url() const final { return "https://www.wixapis.com"; }
  const v1::Capabilities& capabilities() const final { return capabilities_; }
  Credentials credentials() const final;
  Step<Tokens> ExchangeTokens(std::string_view secret) const final;
  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const final;

 protected:
  Mapping MappingFor(v1::BookingView view) const;

 private:
  const std::string connection_id_;
  const std::string time_zone_;
  const config::v1::WixSettings settings_;
  const v1::Capabilities capabilities_;
};

}  // namespace bookings::wix
