// The connector of API v2. wix_connector.h chooses between it and v1.
#pragma once

#include "connectors/wix/wix_site.h"

namespace bookings::wix {

class V2Connector final : public SiteConnector {
 public:
  explicit V2Connector(const config::v1::ConnectionConfig& config);

  std::string_view mode() const override { return "v2"; }
  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override;
  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override;
  Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView view) const override;
};

}  // namespace bookings::wix
