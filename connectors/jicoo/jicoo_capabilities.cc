// See jicoo_capabilities.h.
#include "connectors/jicoo/jicoo_capabilities.h"

#include "connectors/api/capabilities.h"
#include "connectors/jicoo/jicoo_messages.h"

namespace bookings::jicoo {
namespace {

constexpr std::string_view kUnreported[] = {
    "references",  "stay",           "session_id",      "schedule_id", "party_size", "total",
    "amount_paid", "payment_status", "allowed_actions", "kind",        "external_id"};

constexpr v1::Operation kLaterOperations[] = {
    v1::OPERATION_LIST_SLOTS, v1::OPERATION_CREATE_BOOKING, v1::OPERATION_CANCEL_BOOKING,
    v1::OPERATION_RESCHEDULE_BOOKING, v1::OPERATION_UPDATE_BOOKING};

void SetOperations(v1::Capabilities* capabilities) {
  SetOperation(v1::OPERATION_LIST_BOOKINGS, v1::SUPPORT_NATIVE,
               {"Only bookings that guests made through booking pages: entries made by hand in the "
                "calendar are not listed."},
               capabilities);
  SetOperation(v1::OPERATION_GET_BOOKING, v1::SUPPORT_NATIVE, {}, capabilities);
  for (const v1::Operation operation : kLaterOperations) {
    SetOperation(operation, v1::SUPPORT_NONE, {kLaterRelease}, capabilities);
  }
}

void SetFilterSupport(v1::Capabilities* capabilities) {
  SetFilters(v1::FILTER_SUPPORT_PUSHED_DOWN, {"start_time"}, capabilities);
  SetFilters(v1::FILTER_SUPPORT_NEEDS_DETAILS, {"customer_emails"}, capabilities);
  // A contact has no id, and a place is told by words only (jicoo.md 2.8, 2.1).
  SetFilters(v1::FILTER_SUPPORT_UNREPORTED,
             {"customer_ids", "location_ids", "session_ids", "schedule_ids", "references", "stay"},
             capabilities);
}

}  // namespace

v1::Capabilities MakeCapabilities() {
  v1::Capabilities capabilities = LeastCapabilities();
  SetOperations(&capabilities);
  SetFilterSupport(&capabilities);
  SetNativeOrders({v1::ORDER_BY_START_TIME_ASC, v1::ORDER_BY_START_TIME_DESC,
                   v1::ORDER_BY_CREATE_TIME_ASC, v1::ORDER_BY_CREATE_TIME_DESC},
                  &capabilities);
  capabilities.set_vendor_page_size(kPageSize);
  // Page numbers shift when bookings are moved meanwhile.
  capabilities.set_resume(v1::RESUME_SUPPORT_AT_LEAST_ONCE);
  for (std::string_view field : kUnreported) {
    capabilities.add_unreported_fields(std::string(field));
  }
  capabilities.add_full_view_fields("customers");
  capabilities.add_full_view_fields("vendor_fields");
  return capabilities;
}

}  // namespace bookings::jicoo
