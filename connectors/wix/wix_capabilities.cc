// See wix_capabilities.h.
#include "connectors/wix/wix_capabilities.h"

#include <initializer_list>
#include <string>
#include <string_view>

#include "connectors/api/capabilities.h"
#include "connectors/wix/wix_v2_messages.h"

namespace bookings::wix {
namespace {

// wix.md 5.4.
constexpr int kCallsPerMinute = 200;

constexpr std::string_view kMemberLoss =
    "The credential of a site member sees only that member's own bookings, without an error.";
constexpr std::string_view kGetLoss =
    "Wix has no call for one booking: it is found by a filtered query, which can miss a booking "
    "for some seconds after it was made.";
constexpr std::string_view kRemovedLoss =
    "Wix has announced the removal of this API for the end of 2024.";
constexpr std::string_view kNewStatusLoss =
    "A status that Wix adds later is not listed: the known ones have to be asked for by name.";
constexpr std::string_view kNoUpdateTimeLoss =
    "Wix does not tell when a booking was changed: changes are found by reading everything again.";
constexpr std::string_view kMoneyLoss =
    "Prices are read in the FULL view only, and need the right to read orders.";

// What all three ways of reading share.
v1::Capabilities SiteCapabilities(int page_size) {
  v1::Capabilities out = LeastCapabilities();
  SetOperation(v1::OPERATION_LIST_BOOKINGS, v1::SUPPORT_NATIVE, {kMemberLoss}, &out);
  SetOperation(v1::OPERATION_GET_BOOKING, v1::SUPPORT_NATIVE, {kGetLoss}, &out);
  SetFilters(v1::FILTER_SUPPORT_UNREPORTED, {"stay", "references"}, &out);
  SetFilters(v1::FILTER_SUPPORT_PUSHED_DOWN, {"start_time", "create_time", "customer_ids"}, &out);
  out.set_vendor_page_size(page_size);
  out.set_rate_limit_calls(kCallsPerMinute);
  out.mutable_rate_limit_window()->set_seconds(60);
  for (const char* field : {"references", "description", "stay", "priority"}) {
    out.add_unreported_fields(field);
  }
  out.add_full_view_fields("vendor_fields");
  return out;
}

}  // namespace

v1::Capabilities V1Capabilities(V1Method method) {
  v1::Capabilities out = SiteCapabilities(kV1PageSize);
  SetOperation(v1::OPERATION_LIST_BOOKINGS, v1::SUPPORT_NATIVE,
               {kRemovedLoss, kNewStatusLoss, kNoUpdateTimeLoss}, &out);
  // Its documentation of endTime contradicts itself (wix.md 4.1): not asked for.
  SetFilters(v1::FILTER_SUPPORT_PUSHED_DOWN, {"session_ids", "schedule_ids"}, &out);
  SetFilters(v1::FILTER_SUPPORT_UNREPORTED, {"update_time", "vendor_filter"}, &out);
  if (method == V1Method::kQuery) {
    SetNativeOrders({v1::ORDER_BY_CREATE_TIME_ASC, v1::ORDER_BY_CREATE_TIME_DESC}, &out);
    out.set_resume(v1::RESUME_SUPPORT_EXACT);
  } else {
    out.set_resume(v1::RESUME_SUPPORT_AT_LEAST_ONCE);
  }
  AddV1Writes(&out);
  out.add_unreported_fields("update_time");
  out.add_unreported_fields("cancellation");
  return out;
}

v1::Capabilities V2Capabilities() {
  v1::Capabilities out = SiteCapabilities(kV2PageSize);
  SetOperation(v1::OPERATION_LIST_BOOKINGS, v1::SUPPORT_NATIVE, {kMoneyLoss}, &out);
  // Services, locations and schedules stand under two paths each, which its filters cannot join;
  // sessions under two names.
  SetFilters(v1::FILTER_SUPPORT_PUSHED_DOWN,
             {"statuses", "end_time", "update_time", "staff_ids", "vendor_filter"}, &out);
  SetNativeOrders({v1::ORDER_BY_CREATE_TIME_ASC, v1::ORDER_BY_CREATE_TIME_DESC}, &out);
  for (const V2VendorFilter& known : V2VendorFilters()) {
    AddVendorFilter(known.name, known.type, known.description, &out);
  }
  AddV2Writes(&out);
  out.set_resume(v1::RESUME_SUPPORT_EXACT);
  out.add_unreported_fields("amount_paid");
  out.add_full_view_fields("total");
  return out;
}

}  // namespace bookings::wix
