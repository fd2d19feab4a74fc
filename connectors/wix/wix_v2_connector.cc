// See wix_v2_connector.h.
#include "connectors/wix/wix_v2_connector.h"

#include <string>
#include <utility>

#include "connectors/api/capabilities.h"
#include "connectors/wix/wix_capabilities.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_v2_messages.h"

namespace bookings::wix {

V2Connector::V2Connector(const config::v1::ConnectionConfig& config)
    : SiteConnector(config, V2Capabilities()) {}

absl::StatusOr<ListPlan> V2Connector::PlanList(const ListQuery& query) const {
  const Violations violations = CheckVendorFilter(query.filter, capabilities());
  if (!violations.empty()) return InvalidRequest(violations);
  ListPlan plan;
  plan.query = query;
  plan.pushed_down = V2PushedDown(query.filter);
  plan.vendor_order = query.order == v1::ORDER_BY_CREATE_TIME_DESC ? v1::ORDER_BY_CREATE_TIME_DESC
                                                                   : v1::ORDER_BY_CREATE_TIME_ASC;
  return plan;
}

Step<Page> V2Connector::ListPage(const ListPlan& plan, std::string_view cursor) const {
  absl::StatusOr<HttpRequest> request = BuildV2List(plan.query, cursor);
  if (!request.ok()) return request.status();
  return {*std::move(request),
          [mapping = MappingFor(ListView(plan.query.view))](HttpResponse response) -> Step<Page> {
            return ParseV2Page(std::move(response), mapping);
          }};
}

Step<Page> V2Connector::GetBooking(std::string_view vendor_id, v1::BookingView view) const {
  const v1::BookingView wanted = GetView(view);
  return {BuildV2Get(vendor_id, wanted),
          [mapping = MappingFor(wanted),
           id = std::string(vendor_id)](HttpResponse response) -> Step<Page> {
            absl::StatusOr<Page> page = ParseV2Page(std::move(response), mapping);
            if (!page.ok()) return page.status();
            return OnlyBooking(*std::move(page), id);
          }};
}

}  // namespace bookings::wix
