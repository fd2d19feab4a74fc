// See hostelmate_capabilities.h.
#include "connectors/hostelmate/hostelmate_capabilities.h"

#include "connectors/api/capabilities.h"
#include "connectors/hostelmate/hostelmate_messages.h"

namespace bookings::hostelmate {
namespace {

constexpr std::string_view kUnreported[] = {
    "references",      "title",        "service",    "session_id",  "schedule_id",
    "staff",           "party_size",   "location",   "amount_paid", "priority",
    "allowed_actions", "cancellation", "external_id"};

constexpr v1::Operation kLaterOperations[] = {
    v1::OPERATION_LIST_SLOTS,     v1::OPERATION_CREATE_BOOKING,
    v1::OPERATION_CANCEL_BOOKING, v1::OPERATION_RESCHEDULE_BOOKING,
    v1::OPERATION_UPDATE_BOOKING, v1::OPERATION_UPDATE_BOOKING_STATUS};

// Calls a minute, counted per IP address (hostelmate.md 5).
constexpr int kCallsPerMinute = 120;
constexpr int64_t kMinuteSeconds = 60;

void SetOperations(v1::Capabilities* capabilities) {
  SetOperation(v1::OPERATION_LIST_BOOKINGS, v1::SUPPORT_NATIVE,
               {"Start and end are the configured check-in and check-out times: the vendor tells "
                "nights only.",
                "The currency is the configured one: the vendor's amounts name none."},
               capabilities);
  SetOperation(v1::OPERATION_GET_BOOKING, v1::SUPPORT_NATIVE, {}, capabilities);
  for (const v1::Operation operation : kLaterOperations) {
    SetOperation(operation, v1::SUPPORT_NONE, {kLaterRelease}, capabilities);
  }
}

void SetFilterSupport(v1::Capabilities* capabilities) {
  SetFilters(v1::FILTER_SUPPORT_PUSHED_DOWN, {"start_time", "end_time", "stay", "vendor_filter"},
             capabilities);
  // A booking shows no id by which its guest is known (hostelmate.md 7, trap 3).
  SetFilters(v1::FILTER_SUPPORT_UNREPORTED,
             {"customer_ids", "service_ids", "staff_ids", "location_ids", "session_ids",
              "schedule_ids", "references"},
             capabilities);
  AddVendorFilter(kGuestId, "string",
                  "Bookings of this guest, by the guestId of the vendor's Guests API.",
                  capabilities);
  AddVendorFilter(kStatus, "string",
                  "Bookings with this word of the vendor: confirmed, cancelled or paid.",
                  capabilities);
}

}  // namespace

v1::Capabilities MakeCapabilities() {
  v1::Capabilities capabilities = LeastCapabilities();
  SetOperations(&capabilities);
  SetFilterSupport(&capabilities);
  capabilities.set_vendor_page_size(kPageSize);
  capabilities.set_rate_limit_calls(kCallsPerMinute);
  capabilities.mutable_rate_limit_window()->set_seconds(kMinuteSeconds);
  // Page numbers over an order that is not documented.
  capabilities.set_resume(v1::RESUME_SUPPORT_AT_LEAST_ONCE);
  for (std::string_view field : kUnreported) {
    capabilities.add_unreported_fields(std::string(field));
  }
  capabilities.add_full_view_fields("vendor_fields");
  return capabilities;
}

}  // namespace bookings::hostelmate
