// The connector of API v1. wix_connector.h chooses between it and v2.
#pragma once

#include "connectors/wix/wix_site.h"
#include "connectors/wix/wix_v1_messages.h"

namespace bookings::wix {

class V1Connector final : public SiteConnector {
 public:
  V1Connector(const config::v1::ConnectionConfig& config, V1Method method);

  std::string_view mode() const override { return "v1"; }
  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override;
  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override;
  Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView view) const override;

 private:
  const V1Method method_;
};

}  // namespace bookings::wix
