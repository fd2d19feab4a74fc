// See jicoo_capabilities.h.
#include "connectors/jicoo/jicoo_capabilities.h"

#include "connectors/api/capabilities.h"
#include "connectors/api/write_fields.h"
#include "connectors/jicoo/jicoo_messages.h"
#include "connectors/jicoo/jicoo_options.h"

namespace bookings::jicoo {
namespace {

constexpr std::string_view kUnreported[] = {
    "references",  "stay",           "session_id",      "schedule_id", "party_size", "total",
    "amount_paid", "payment_status", "allowed_actions", "kind",        "external_id"};

void SetReads(v1::Capabilities* capabilities) {
  SetOperation(v1::OPERATION_LIST_BOOKINGS, v1::SUPPORT_NATIVE,
               {"Only bookings that guests made through booking pages: entries made by hand in the "
                "calendar are not listed."},
               capabilities);
  SetOperation(v1::OPERATION_GET_BOOKING, v1::SUPPORT_NATIVE, {}, capabilities);
  SetOperation(v1::OPERATION_LIST_SLOTS, v1::SUPPORT_NATIVE,
               {"Neither staff nor place of a slot is told.",
                "Ends are unknown where the key may not read event types."},
               capabilities);
}

void SetCreate(v1::Capabilities* capabilities) {
  constexpr v1::Operation kCreate = v1::OPERATION_CREATE_BOOKING;
  SetOperation(
      kCreate, v1::SUPPORT_NATIVE,
      {"customer.message and notes become one text, in this order.",
       "A zone of the guest is required: of the request, the slots' request or the "
       "connection.",
       "Where the page works by approval the booking is PENDING; this API cannot approve.",
       "The vendor keeps no mark of ours: a booking whose answer was lost is recognised by "
       "event type, start, e-mail and time of creation.",
       "Whether the guest is told is the vendor's choice."},
      capabilities);
  SetWriteFields(
      kCreate,
      {"appointment.service_id", "appointment.start_time", "appointment.location_id",
       "appointment.time_zone", "customer.display_name", "customer.first_name",
       "customer.last_name", "customer.email", "customer.phone", "customer.company",
       "customer.message", "customer.cc_emails", "customer.time_zone", "notes", "answers"},
      {"appointment.service_id", "appointment.start_time", "customer.email",
       "customer.display_name|customer.first_name|customer.last_name"},
      capabilities);
  AddCreateOptions(capabilities);
}

void SetChanges(v1::Capabilities* capabilities) {
  SetOperation(v1::OPERATION_CANCEL_BOOKING, v1::SUPPORT_NATIVE,
               {"The key of the reason is not documented: see the setting cancel_reason_key.",
                "Whether the guest is told is the vendor's choice."},
               capabilities);
  SetWriteFields(v1::OPERATION_CANCEL_BOOKING, {"reason"}, {}, capabilities);
  SetOperation(v1::OPERATION_RESCHEDULE_BOOKING, v1::SUPPORT_NATIVE,
               {"The event type stays the same, and with it the length.",
                "Whether the guest is told is the vendor's choice."},
               capabilities);
  SetWriteFields(v1::OPERATION_RESCHEDULE_BOOKING,
                 {"appointment.service_id", "appointment.start_time", "appointment.time_zone"},
                 {"appointment.start_time"}, capabilities);
  SetOperation(v1::OPERATION_UPDATE_BOOKING, v1::SUPPORT_NATIVE,
               {"Times are moved by RescheduleBooking only: this call would not check the slot.",
                "staff replaces all hosts; each needs id and role."},
               capabilities);
  SetWriteFields(v1::OPERATION_UPDATE_BOOKING,
                 {"booking.title", "booking.description", "booking.staff", "booking.priority",
                  "booking.time_zone", "notification"},
                 {}, capabilities);
  AddUpdateOptions(capabilities);
  SetOperation(v1::OPERATION_UPDATE_BOOKING_STATUS, v1::SUPPORT_NONE,
               {"The API can neither approve nor decline, and knows no completion or no-show."},
               capabilities);
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
  SetReads(&capabilities);
  SetCreate(&capabilities);
  SetChanges(&capabilities);
  SetFilterSupport(&capabilities);
  SetNativeOrders({v1::ORDER_BY_START_TIME_ASC, v1::ORDER_BY_START_TIME_DESC,
                   v1::ORDER_BY_CREATE_TIME_ASC, v1::ORDER_BY_CREATE_TIME_DESC},
                  &capabilities);
  capabilities.set_vendor_page_size(kPageSize);
  // Every list has an order of the vendor's, whose key tells what was passed.
  capabilities.set_resume(v1::RESUME_SUPPORT_EXACT);
  for (std::string_view field : kUnreported) {
    capabilities.add_unreported_fields(std::string(field));
  }
  capabilities.add_full_view_fields("customers");
  capabilities.add_full_view_fields("vendor_fields");
  return capabilities;
}

}  // namespace bookings::jicoo
