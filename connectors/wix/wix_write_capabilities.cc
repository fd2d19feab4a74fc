// What a Wix connection can do of slots and writes; the reads are in wix_capabilities.cc.
#include <string_view>

#include "connectors/api/capabilities.h"
#include "connectors/api/write_fields.h"
#include "connectors/wix/wix_capabilities.h"
#include "connectors/wix/wix_v1_writes.h"
#include "connectors/wix/wix_v2_writes.h"

namespace bookings::wix {
namespace {

constexpr v1::Operation kSlots = v1::OPERATION_LIST_SLOTS;
constexpr v1::Operation kCreate = v1::OPERATION_CREATE_BOOKING;
constexpr v1::Operation kCancel = v1::OPERATION_CANCEL_BOOKING;
constexpr v1::Operation kReschedule = v1::OPERATION_RESCHEDULE_BOOKING;
constexpr v1::Operation kUpdate = v1::OPERATION_UPDATE_BOOKING;
constexpr v1::Operation kStatusChange = v1::OPERATION_UPDATE_BOOKING_STATUS;

constexpr std::string_view kNoCourseSlots =
    "A course has no slots: it is booked as a whole, by its schedule_id.";
constexpr std::string_view kZone =
    "Without a time_zone of the request or the connection, customers are shown UTC.";
constexpr std::string_view kFirstValue = "Of an answer its first value is kept.";
constexpr std::string_view kReadLag =
    "A booking that was made some seconds ago may not be found yet.";
constexpr std::string_view kReason = "The reason is the message of the customer's notification.";
constexpr std::string_view kSilent = "Customers are told of a change only if that is asked for.";
constexpr std::string_view kBeside =
    "The answer to a creation lacks what lies beside a booking (price, attendance); GetBooking "
    "tells it.";
constexpr std::string_view kNoCourseMove = "Courses cannot be moved.";
constexpr std::string_view kStatuses =
    "Only CONFIRMED and DECLINED: attendance lies beside the "
    "status.";

void AddCreateFields(v1::Capabilities* out) {
  SetWriteFields(
      kCreate,
      {"appointment.service_id", "appointment.start_time", "appointment.location_id",
       "appointment.time_zone", "appointment.session_id", "appointment.schedule_id", "customer.id",
       "customer.display_name", "customer.first_name", "customer.last_name", "customer.email",
       "customer.phone", "customer.country_code", "customer.time_zone", "customer.address",
       "party_size", "notification", "answers"},
      {"appointment"}, out);
}

void AddMoveFields(v1::Capabilities* out) {
  SetWriteFields(kReschedule,
                 {"appointment.service_id", "appointment.start_time", "appointment.location_id",
                  "appointment.time_zone", "appointment.session_id", "notification"},
                 {"appointment"}, out);
}

void AddV2Changes(v1::Capabilities* out) {
  SetOperation(kCancel, v1::SUPPORT_NATIVE, {kReason, kSilent, kReadLag}, out);
  SetWriteFields(kCancel, {"reason", "notification"}, {}, out);
  AddOptions(kCancel, V2CancelOptions(), out);
  SetOperation(kReschedule, v1::SUPPORT_NATIVE,
               {kNoCourseMove, "Where the owner approves bookings, a moved one is PENDING again.",
                kSilent, kReadLag},
               out);
  AddMoveFields(out);
  SetWriteFields(kReschedule, {"appointment.staff_id"}, {}, out);
  AddOptions(kReschedule, V2RescheduleOptions(), out);
  SetOperation(kUpdate, v1::SUPPORT_NATIVE, {"Of classes and courses only.", kReadLag}, out);
  SetWriteFields(kUpdate, {"booking.party_size"}, {}, out);
  AddOptions(kUpdate, V2UpdateOptions(), out);
  SetOperation(
      kStatusChange, v1::SUPPORT_NATIVE,
      {kStatuses, "Confirming does not check that the slot is free unless asked to.",
       "Not for bookings in Wix's own checkout: Wix moves their status itself.", kSilent, kReadLag},
      out);
  SetWriteFields(kStatusChange, {"notification"}, {}, out);
  AddOptions(kStatusChange, V2StatusOptions(), out);
}

void AddV1Changes(v1::Capabilities* out) {
  constexpr std::string_view kLastWins =
      "Wix's v1 has no revision: a change between reading and writing is overwritten.";
  SetOperation(kCancel, v1::SUPPORT_NATIVE, {kReason, kSilent, kLastWins, kReadLag}, out);
  SetWriteFields(kCancel, {"reason", "notification"}, {}, out);
  AddOptions(kCancel, V1CancelOptions(), out);
  SetOperation(kReschedule, v1::SUPPORT_NATIVE,
               {kNoCourseMove,
                "Moving an appointment needs the staff member's schedule, which v1's slots do not "
                "tell: vendor_options.affectedSchedules.",
                kSilent, kLastWins, kReadLag},
               out);
  AddMoveFields(out);
  AddOptions(kReschedule, V1RescheduleOptions(), out);
  SetOperation(kStatusChange, v1::SUPPORT_NATIVE, {kStatuses, kSilent, kLastWins, kReadLag}, out);
  SetWriteFields(kStatusChange, {"notification"}, {}, out);
  AddOptions(kStatusChange, V1StatusOptions(), out);
}

}  // namespace

void AddV2Writes(v1::Capabilities* out) {
  SetOperation(kSlots, v1::SUPPORT_NATIVE,
               {kNoCourseSlots,
                "Wix names at most ten staff members that are free at a time: of more, a question "
                "for one may miss it.",
                "Classes do not tell who serves them: a question for a staff member finds none.",
                "Prices are told for services of one fixed price."},
               out);
  SetOperation(kCreate, v1::SUPPORT_NATIVE,
               {"Wix creates a booking and then confirms it, or declines it as its slot was taken "
                "meanwhile; a declined or unfinished one stays at Wix.",
                "Of a slot with several free staff members the first is booked.", kZone,
                kFirstValue, kBeside},
               out);
  AddCreateFields(out);
  SetWriteFields(kCreate, {"appointment.staff_id"}, {}, out);
  AddOptions(kCreate, V2CreateOptions(), out);
  AddV2Changes(out);
}

void AddV1Writes(v1::Capabilities* out) {
  SetOperation(kSlots, v1::SUPPORT_NATIVE,
               {kNoCourseSlots, "Slots of more than a day are not found.",
                "Wix has announced the removal of this call for March 2026."},
               out);
  SetOperation(kCreate, v1::SUPPORT_NATIVE,
               {"Whom the slot names serves only if vendor_options.affectedSchedules names the "
                "schedule of the same; else Wix chooses.",
                "The price is the one that Wix labels `general` unless vendor_options name "
                "another.",
                kFirstValue},
               out);
  AddCreateFields(out);
  AddOptions(kCreate, V1CreateOptions(), out);
  AddV1Changes(out);
}

}  // namespace bookings::wix
