// See optimocms_capabilities.h.
#include "connectors/optimocms/optimocms_capabilities.h"

#include "connectors/api/capabilities.h"
#include "connectors/api/write_fields.h"
#include "connectors/optimocms/optimocms_days.h"
#include "connectors/optimocms/optimocms_messages.h"

namespace bookings::optimocms {
namespace {

// optimocms.md 5: the smallest plan that has bookings, Professional, allows so many calls a minute.
constexpr int kCallsPerMinute = 20;
constexpr int64_t kMinuteSeconds = 60;

constexpr std::string_view kUnreported[] = {
    "references",   "title",       "description",    "stay",        "service",
    "session_id",   "schedule_id", "staff",          "party_size",  "location",
    "total",        "amount_paid", "payment_status", "priority",    "allowed_actions",
    "cancellation", "update_time", "kind",           "external_id",
};

constexpr std::string_view kTellsAnyway =
    "Messages to the customer cannot be suppressed: DO_NOT_NOTIFY is refused.";

void SetReads(v1::Capabilities* out) {
  SetOperation(v1::OPERATION_LIST_BOOKINGS, v1::SUPPORT_NATIVE,
               {"The vendor tells no end: end_time is unset unless booking_minutes is configured.",
                "Neither service nor staff nor place of a booking is told."},
               out);
  SetOperation(v1::OPERATION_GET_BOOKING, v1::SUPPORT_EMULATED,
               {"The booking is searched for in a bounded scan of the list."}, out);
  SetOperation(v1::OPERATION_LIST_SLOTS, v1::SUPPORT_NATIVE,
               {"One vendor call for each day, and for each of several location_ids.",
                "The vendor tells wall times: one that exists twice is taken for the earlier.",
                "The place of a slot is told only where location_ids asks for it."},
               out);
}

void SetCreate(v1::Capabilities* out) {
  constexpr v1::Operation kCreate = v1::OPERATION_CREATE_BOOKING;
  SetOperation(kCreate, v1::SUPPORT_NATIVE,
               {kTellsAnyway,
                "Service, staff, place and end are in the answer only, the end only for a "
                "slot_token: the vendor's bookings do not tell them.",
                "A start that daylight saving makes twice can only be booked the first time.",
                "A booking whose answer was lost is recognised by start, customer and time of "
                "creation."},
               out);
  SetWriteFields(
      kCreate,
      {"appointment.service_id", "appointment.start_time", "appointment.staff_id",
       "appointment.location_id", "customer.display_name", "customer.first_name",
       "customer.last_name", "customer.email", "customer.phone", "notes", "notification"},
      {"appointment.service_id", "appointment.start_time",
       "customer.email|customer.display_name|customer.first_name|customer.last_name"},
      out);
}

void SetChanges(v1::Capabilities* out) {
  constexpr std::string_view kBlind =
      "The status is set without reading the booking first, as the vendor has no Get: etag is "
      "refused, and whether it had that status before is rarely told.";
  SetOperation(v1::OPERATION_CANCEL_BOOKING, v1::SUPPORT_NATIVE,
               {kTellsAnyway, kBlind, "The vendor may refuse to cancel a confirmed booking.",
                "The vendor takes no reason."},
               out);
  SetWriteFields(v1::OPERATION_CANCEL_BOOKING, {"notification"}, {}, out);
  SetOperation(v1::OPERATION_UPDATE_BOOKING_STATUS, v1::SUPPORT_NATIVE,
               {kTellsAnyway, kBlind, "CONFIRMED, COMPLETED and NO_SHOW; there is no DECLINED."},
               out);
  SetWriteFields(v1::OPERATION_UPDATE_BOOKING_STATUS, {"notification"}, {}, out);
  SetOperation(v1::OPERATION_RESCHEDULE_BOOKING, v1::SUPPORT_NONE,
               {"The vendor has no such call: allow_replacement books the new time, then cancels "
                "the old one."},
               out);
  SetOperation(v1::OPERATION_UPDATE_BOOKING, v1::SUPPORT_NONE,
               {"Nothing but the status of a booking can be changed."}, out);
}

}  // namespace

v1::Capabilities MakeCapabilities(Ends ends) {
  v1::Capabilities out = LeastCapabilities();
  SetReads(&out);
  SetCreate(&out);
  SetChanges(&out);
  SetFilters(v1::FILTER_SUPPORT_PUSHED_DOWN, {"statuses", "start_time", "vendor_filter"}, &out);
  SetFilters(v1::FILTER_SUPPORT_UNREPORTED,
             {"update_time", "stay", "customer_ids", "service_ids", "staff_ids", "location_ids",
              "session_ids", "schedule_ids", "references"},
             &out);
  if (ends == Ends::kUnknown) {
    SetFilters(v1::FILTER_SUPPORT_UNREPORTED, {"end_time"}, &out);
    out.add_unreported_fields("end_time");
  }
  AddVendorFilter(kDate, "string", "Only bookings of this civil day of the site, YYYY-MM-DD.",
                  &out);
  AddVendorFilter(kStatus, "string", "Only bookings with exactly this status word.", &out);
  out.set_vendor_page_size(kPageSize);
  out.set_rate_limit_calls(kCallsPerMinute);
  out.mutable_rate_limit_window()->set_seconds(kMinuteSeconds);
  // The vendor's cursor is the last row of a page.
  out.set_resume(v1::RESUME_SUPPORT_EXACT);
  for (std::string_view field : kUnreported) out.add_unreported_fields(std::string(field));
  out.add_full_view_fields("vendor_fields");
  return out;
}

}  // namespace bookings::optimocms
