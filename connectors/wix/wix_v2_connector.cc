// See wix_v2_connector.h.
#include "connectors/wix/wix_v2_connector.h"

#include <string>
#include <utility>

#include "connectors/api/capabilities.h"
#include "connectors/wix/wix_capabilities.h"
#include "connectors/wix/wix_filter.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_slot_parts.h"
#include "connectors/wix/wix_v2_change.h"
#include "connectors/wix/wix_v2_create.h"
#include "connectors/wix/wix_v2_messages.h"
#include "connectors/wix/wix_v2_slots.h"

namespace bookings::wix {
namespace {

// How long Wix may take to carry out a request that was handed to the network, and its reader to
// show it: usually seconds (wix.md 7, trap 13).
constexpr absl::Duration kSettleTime = absl::Seconds(10);

}  // namespace

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
  plan.starts_at_resume = query.resume_from.has_value();
  plan.vendor_query = V2Filter(RemainingFilter(query, OrderOf(query, plan.vendor_order)));
  return plan;
}

Step<Page> V2Connector::ListPage(const ListPlan& plan, std::string_view cursor) const {
  absl::StatusOr<HttpRequest> request = BuildV2List(plan, cursor);
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

Step<SlotPlan> V2Connector::PlanSlots(const SlotQuery& query) const {
  const absl::Status range = CheckRange(query);
  if (!range.ok()) return range;
  return {BuildServiceQuery(query.service_id),
          [query, zone = FullMapping().time_zone](HttpResponse response) -> Step<SlotPlan> {
            return ParseServiceForSlots(std::move(response), query, zone);
          }};
}

Step<SlotPage> V2Connector::ListSlots(const SlotPlan& plan, std::string_view window,
                                      std::string_view cursor) const {
  absl::StatusOr<HttpRequest> request = BuildTimeSlots(plan, window, cursor);
  if (!request.ok()) return request.status();
  return {*std::move(request), [plan](HttpResponse response) -> Step<SlotPage> {
            return ParseTimeSlots(std::move(response), plan);
          }};
}

WriteProblems V2Connector::CheckCreate(const CreateInput& input) const {
  return CheckV2Create(input);
}
WriteProblems V2Connector::CheckReschedule(const RescheduleInput& input) const {
  return CheckV2Reschedule(input);
}
WriteProblems V2Connector::CheckUpdate(const UpdateInput& input) const {
  return CheckV2Update(input);
}
WriteProblems V2Connector::CheckUpdateStatus(const UpdateStatusInput& input) const {
  return CheckV2Status(input);
}

CreateGuarantee V2Connector::create_guarantee() const {
  return {CreateGuarantee::Trace::kOwnMark, kSettleTime};
}

Step<CreatePlan> V2Connector::PlanCreate(const CreateInput& input) const {
  return PlanV2Create(input, FullMapping().time_zone);
}
Step<v1::Booking> V2Connector::SendCreate(const CreatePlan& plan,
                                          const WriteIdentity& identity) const {
  return SendV2Create(plan, identity, FullMapping());
}
Step<FoundBookings> V2Connector::FindCreated(const CreatePlan& plan,
                                             const WriteIdentity& identity) const {
  return FindV2Created(plan, identity, FullMapping());
}
Step<v1::Booking> V2Connector::CompleteCreated(const CreatePlan& plan, const WriteIdentity&,
                                               const v1::Booking& found) const {
  return CompleteV2Created(plan, found, FullMapping());
}

Step<Written> V2Connector::Cancel(const CancelInput& input, const WriteIdentity&) const {
  return CancelV2(input, FullMapping());
}
Step<Written> V2Connector::Reschedule(const RescheduleInput& input, const WriteIdentity&) const {
  return RescheduleV2(input, FullMapping());
}
Step<Written> V2Connector::Update(const UpdateInput& input, const WriteIdentity&) const {
  return UpdateV2(input, FullMapping());
}
Step<Written> V2Connector::UpdateStatus(const UpdateStatusInput& input,
                                        const WriteIdentity&) const {
  return UpdateStatusV2(input, FullMapping());
}

}  // namespace bookings::wix
