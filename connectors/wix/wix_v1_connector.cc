// See wix_v1_connector.h.
#include "connectors/wix/wix_v1_connector.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/capabilities.h"
#include "connectors/api/cursor.h"
#include "connectors/wix/wix_capabilities.h"
#include "connectors/wix/wix_change_parts.h"
#include "connectors/wix/wix_filter.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_slot_parts.h"
#include "connectors/wix/wix_v1_change.h"
#include "connectors/wix/wix_v1_create.h"
#include "connectors/wix/wix_v1_slots.h"

namespace bookings::wix {
namespace {

// As for v2, with more patience: v1's query is known to lag behind, and nothing in it is
// unmistakable (wix.md 7, trap 13).
constexpr absl::Duration kSettleTime = absl::Seconds(30);

v1::OrderBy VendorOrder(v1::OrderBy wanted, V1Method method) {
  if (method == V1Method::kGet) return v1::ORDER_BY_UNSPECIFIED;
  const bool newest_first = wanted == v1::ORDER_BY_CREATE_TIME_DESC;
  return newest_first ? v1::ORDER_BY_CREATE_TIME_DESC : v1::ORDER_BY_CREATE_TIME_ASC;
}

}  // namespace

V1Connector::V1Connector(const config::v1::ConnectionConfig& config, V1Method method)
    : SiteConnector(config, V1Capabilities(method)), method_(method) {}

absl::StatusOr<ListPlan> V1Connector::PlanList(const ListQuery& query) const {
  const Violations violations = CheckVendorFilter(query.filter, capabilities());
  if (!violations.empty()) return InvalidRequest(violations);
  ListPlan plan;
  plan.query = query;
  plan.pushed_down = V1PushedDown(query.filter, method_);
  plan.vendor_order = VendorOrder(query.order, method_);
  plan.numbered = true;
  const v1::OrderBy order = OrderOf(query, plan.vendor_order);
  plan.starts_at_resume = query.resume_from && order != v1::ORDER_BY_UNSPECIFIED;
  plan.vendor_query = V1Filter(RemainingFilter(query, order), method_);
  return plan;
}

Step<Page> V1Connector::ListPage(const ListPlan& plan, std::string_view cursor) const {
  const absl::StatusOr<int64_t> offset = ReadNumberCursor(cursor, 0);
  if (!offset.ok()) return offset.status();
  return {BuildV1List(plan, method_, *offset),
          [mapping = MappingFor(ListView(plan.query.view)), offset = *offset](HttpResponse response)
              -> Step<Page> { return ParseV1Page(std::move(response), mapping, offset); }};
}

NumberedPage V1Connector::PageAt(const ListPlan&, int64_t row) const {
  return {std::string(absl::StrCat(row)), row, kV1PageSize};
}

Step<Page> V1Connector::GetBooking(std::string_view vendor_id, v1::BookingView view) const {
  return {BuildV1Get(vendor_id, method_),
          [mapping = MappingFor(GetView(view)),
           id = std::string(vendor_id)](HttpResponse response) -> Step<Page> {
            absl::StatusOr<Page> page = ParseV1Page(std::move(response), mapping, 0);
            if (!page.ok()) return page.status();
            return OnlyBooking(*std::move(page), id);
          }};
}

Step<SlotPlan> V1Connector::PlanSlots(const SlotQuery& query) const {
  const absl::Status range = CheckRange(query);
  if (!range.ok()) return range;
  return PlanV1Slots(query);
}

Step<SlotPage> V1Connector::ListSlots(const SlotPlan& plan, std::string_view window,
                                      std::string_view) const {
  absl::StatusOr<HttpRequest> request = BuildV1Slots(plan, window);
  if (!request.ok()) return request.status();
  return {*std::move(request),
          [window = std::string(window), zone = FullMapping().time_zone](HttpResponse response)
              -> Step<SlotPage> { return ParseV1Slots(std::move(response), window, zone); }};
}

WriteProblems V1Connector::CheckCreate(const CreateInput& input) const {
  return CheckV1Create(input);
}
WriteProblems V1Connector::CheckReschedule(const RescheduleInput& input) const {
  return CheckV1Reschedule(input);
}
WriteProblems V1Connector::CheckUpdateStatus(const UpdateStatusInput& input) const {
  return CheckTargetStatus(input);
}

CreateGuarantee V1Connector::create_guarantee() const {
  return {CreateGuarantee::Trace::kLookAlike, kSettleTime};
}

Step<CreatePlan> V1Connector::PlanCreate(const CreateInput& input) const {
  return PlanV1Create(input, FullMapping().time_zone);
}
Step<v1::Booking> V1Connector::SendCreate(const CreatePlan& plan,
                                          const WriteIdentity& identity) const {
  return SendV1Create(plan, identity, FullMapping());
}
Step<FoundBookings> V1Connector::FindCreated(const CreatePlan& plan,
                                             const WriteIdentity& identity) const {
  return FindV1Created(plan, identity, FullMapping());
}

Step<Written> V1Connector::Cancel(const CancelInput& input, const WriteIdentity&) const {
  return CancelV1(input, method_, FullMapping());
}
Step<Written> V1Connector::Reschedule(const RescheduleInput& input, const WriteIdentity&) const {
  return RescheduleV1(input, method_, FullMapping());
}
Step<Written> V1Connector::UpdateStatus(const UpdateStatusInput& input,
                                        const WriteIdentity&) const {
  return UpdateStatusV1(input, method_, FullMapping());
}

}  // namespace bookings::wix
