// See hostelmate_capabilities.h.
#include "connectors/hostelmate/hostelmate_capabilities.h"

#include "connectors/api/capabilities.h"
#include "connectors/api/write_fields.h"
#include "connectors/hostelmate/hostelmate_messages.h"
#include "connectors/hostelmate/hostelmate_order.h"

namespace bookings::hostelmate {
namespace {

constexpr std::string_view kUnreported[] = {
    "references",      "title",        "service",    "session_id",  "schedule_id",
    "staff",           "party_size",   "location",   "amount_paid", "priority",
    "allowed_actions", "cancellation", "external_id"};

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
}

void SetSlots(const Property& property, v1::Capabilities* capabilities) {
  if (property.property_id.empty()) {
    SetOperation(v1::OPERATION_LIST_SLOTS, v1::SUPPORT_NONE,
                 {"Needs the setting hostelmate.property."}, capabilities);
    return;
  }
  SetOperation(v1::OPERATION_LIST_SLOTS, v1::SUPPORT_NATIVE,
               {"A slot is one night in one room; a stay of several nights is several slots.",
                "Prices are shown only where hostelmate.price_unit says what they count, and "
                "without the vendor's optional price adjustment."},
               capabilities);
}

void SetCreate(v1::Capabilities* capabilities) {
  constexpr v1::Operation kCreate = v1::OPERATION_CREATE_BOOKING;
  SetOperation(kCreate, v1::SUPPORT_NATIVE,
               {"The prices of the nights are the caller's: the vendor only adds them up.",
                "A slot_token books its one night, and needs a price.",
                "The answer names neither bed nor etag; GetBooking does.",
                "Whether the guest is told is the vendor's choice."},
               capabilities);
  SetWriteFields(
      kCreate,
      {"stay", "customer.id", "customer.display_name", "customer.first_name", "customer.last_name",
       "customer.email", "customer.phone", "customer.country_code", "notes"},
      {"stay"}, capabilities);
  AddVendorOption(kCreate, kAddress, "struct",
                  "Address of a new guest: the strings line1, city, postal_code, country_code.",
                  capabilities);
}

void SetChanges(v1::Capabilities* capabilities) {
  SetOperation(v1::OPERATION_CANCEL_BOOKING, v1::SUPPORT_NATIVE,
               {"The vendor keeps no reason: it is written behind the booking's notes."},
               capabilities);
  SetWriteFields(v1::OPERATION_CANCEL_BOOKING, {"reason"}, {}, capabilities);
  SetOperation(v1::OPERATION_RESCHEDULE_BOOKING, v1::SUPPORT_NATIVE,
               {"All nights are replaced, at the caller's prices.",
                "A cancelled booking is not moved: confirm it first."},
               capabilities);
  SetWriteFields(v1::OPERATION_RESCHEDULE_BOOKING, {"stay"}, {"stay"}, capabilities);
  AddVendorOption(v1::OPERATION_RESCHEDULE_BOOKING, kNotes, "string",
                  "New notes of the booking, in place of the old.", capabilities);
  SetOperation(v1::OPERATION_UPDATE_BOOKING, v1::SUPPORT_NATIVE,
               {"payment_status can only become PAID, and not for a cancelled booking."},
               capabilities);
  SetWriteFields(v1::OPERATION_UPDATE_BOOKING, {"booking.description", "booking.payment_status"},
                 {}, capabilities);
  SetOperation(v1::OPERATION_UPDATE_BOOKING_STATUS, v1::SUPPORT_NATIVE,
               {"Only CONFIRMED: the vendor's API has no other move. A cancelled booking is "
                "confirmed again if its bed is still free."},
               capabilities);
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

v1::Capabilities MakeCapabilities(const Property& property) {
  v1::Capabilities capabilities = LeastCapabilities();
  SetOperations(&capabilities);
  SetSlots(property, &capabilities);
  SetCreate(&capabilities);
  SetChanges(&capabilities);
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
