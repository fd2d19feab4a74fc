// See tiquo_capabilities.h. Neither API writes or offers slots: what is not set here is NONE.
#include "connectors/tiquo/tiquo_capabilities.h"

#include <string>

#include "connectors/api/capabilities.h"
#include "connectors/tiquo/tiquo_messages.h"

namespace bookings::tiquo {
namespace {

// tiquo.md 5.
constexpr int kAdminCallsPerHour = 1'000;
constexpr int64_t kHourSeconds = 3'600;

// In neither API.
constexpr std::string_view kUnreported[] = {
    "title",           "description",  "stay",        "session_id",     "schedule_id",
    "staff",           "total",        "amount_paid", "payment_status", "priority",
    "allowed_actions", "cancellation", "kind",        "external_id",
};

v1::Capabilities CommonCapabilities() {
  v1::Capabilities common = LeastCapabilities();
  SetFilters(v1::FILTER_SUPPORT_PUSHED_DOWN, {"statuses", "vendor_filter"}, &common);
  SetFilters(v1::FILTER_SUPPORT_UNREPORTED, {"stay", "staff_ids", "session_ids", "schedule_ids"},
             &common);
  common.set_vendor_page_size(kPageSize);
  for (std::string_view field : kUnreported) common.add_unreported_fields(std::string(field));
  common.add_full_view_fields("vendor_fields");
  return common;
}

}  // namespace

v1::Capabilities ClientCapabilities() {
  v1::Capabilities out = CommonCapabilities();
  SetOperation(v1::OPERATION_LIST_BOOKINGS, v1::SUPPORT_NATIVE,
               {"The token shows the bookings of its own customer only.",
                "The vendor has no filter by date: every list reads all bookings of the customer."},
               &out);
  SetOperation(v1::OPERATION_GET_BOOKING, v1::SUPPORT_EMULATED,
               {"The booking is searched for in a bounded scan of the list."}, &out);
  // The customer comes with one call for the whole list, before the filter is checked: filters on
  // it are residual.
  SetFilters(v1::FILTER_SUPPORT_UNREPORTED, {"update_time"}, &out);
  AddVendorFilter(kUpcoming, "bool", "True: only bookings that the vendor holds for future ones.",
                  &out);
  // The cursor is a row, not a place in a numbering.
  out.set_resume(v1::RESUME_SUPPORT_EXACT);
  out.add_unreported_fields("update_time");
  out.add_full_view_fields("customers");
  return out;
}

v1::Capabilities AdminCapabilities() {
  v1::Capabilities out = CommonCapabilities();
  SetOperation(
      v1::OPERATION_LIST_BOOKINGS, v1::SUPPORT_NATIVE,
      {"Bookings outside the configured history_from and horizon are not read; a filter that asks "
       "for them makes the source PARTIAL.",
       "The vendor gives at most 100 bookings per answer and no way to the next: a day with 100 or "
       "more bookings of one status makes the source PARTIAL.",
       "On a day with 100 or more bookings those with an undocumented status word may be missing."},
      &out);
  SetOperation(v1::OPERATION_GET_BOOKING, v1::SUPPORT_NATIVE, {}, &out);
  SetFilters(v1::FILTER_SUPPORT_PUSHED_DOWN, {"start_time"}, &out);
  // Not in the part of the documentation that can be read; mapped where the vendor sends them.
  SetFilters(v1::FILTER_SUPPORT_UNREPORTED, {"service_ids", "location_ids"}, &out);
  AddVendorFilter(kSearch, "string",
                  "Full text over booking number, customer name and customer e-mail.", &out);
  // Bookings whose day cannot be read come with several windows.
  out.set_resume(v1::RESUME_SUPPORT_AT_LEAST_ONCE);
  out.set_rate_limit_calls(kAdminCallsPerHour);
  out.mutable_rate_limit_window()->set_seconds(kHourSeconds);
  return out;
}

}  // namespace bookings::tiquo
