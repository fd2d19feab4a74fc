// See wix_v2_writes.h.
#include "connectors/wix/wix_v2_writes.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/failure.h"
#include "connectors/api/http_status.h"
#include "connectors/api/json.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_slot_parts.h"
#include "connectors/wix/wix_v2_booking.h"

namespace bookings::wix {
namespace {

constexpr std::string_view kBookings = "/_api/bookings-service/v2/bookings";
constexpr std::string_view kConfirmation = "/bookings/v2/confirmation/";
constexpr std::string_view kLocation = "location";
// Where nothing is told of the place, it is the business's own: without a place Wix refuses.
constexpr std::string_view kDefaultLocationType = "OWNER_BUSINESS";
// Statuses that are answers of the vendor about this booking, and not about the credential.
std::vector<int> Refusals() { return {400, 403, 404, 409, 428}; }

std::string TargetOf(const v1::Booking& booking, std::string_view action) {
  return absl::StrCat(ToAbsl(kBookings), "/", PercentEncode(booking.vendor_id()), "/",
                      ToAbsl(action));
}

// Its stale revision is seen by the caller of this function.
HttpRequest BuildChange(const v1::Booking& booking, std::string_view action, json::Writer body) {
  body.Close('}');
  HttpRequest request =
      BuildWrite(TargetOf(booking, action), std::move(body).Take(), Purpose::kChangeBooking);
  request.expected_statuses = {http_status::kConflict};
  return request;
}

json::Writer BeginChange(const v1::Booking& booking) {
  json::Writer body;
  body.Open('{').Key("revision").String(booking.etag());
  return body;
}

void WriteLocation(const internal::v1::SlotReference& slot, const Options& options,
                   json::Writer& out) {
  out.Key(kLocation);
  if (const google::protobuf::Value* location = FindOption(options, kLocation)) {
    return WriteValue(*location, out);
  }
  const auto found = slot.vendor().find(kLocationType);
  out.Open('{');
  WriteText("id", slot.location_id(), out);
  out.Key("locationType");
  out.String(found == slot.vendor().end() ? kDefaultLocationType : found->second).Close('}');
}

// Times carry their offset, so that the hour that daylight saving repeats is not mistaken.
void WriteTimes(const internal::v1::SlotReference& slot, json::Writer& out) {
  const absl::TimeZone zone = FindZone(slot.time_zone()).value_or(absl::UTCTimeZone());
  const auto write = [&](std::string_view key, const google::protobuf::Timestamp& time) {
    out.Key(key).String(FormatWithOffset(FromTimestamp(time), zone));
  };
  if (slot.has_start_time()) write("startDate", slot.start_time());
  if (slot.has_end_time()) write("endDate", slot.end_time());
  WriteText("timezone", slot.time_zone(), out);
}

// Of a class the event says all: Wix derives the rest (wix.md 3.5).
void WriteSlot(const internal::v1::SlotReference& slot, std::span<const Option> known,
               const Options& options, json::Writer& out) {
  out.Key("slot").Open('{');
  WriteText("serviceId", slot.service_id(), out);
  WriteText("scheduleId", slot.schedule_id(), out);
  if (!slot.session_id().empty()) {
    out.Key("eventId").String(slot.session_id());
  } else {
    WriteTimes(slot, out);
    if (!slot.staff_id().empty()) {
      out.Key("resource").Open('{').Key("id").String(slot.staff_id()).Close('}');
    }
    WriteLocation(slot, options, out);
  }
  WriteOptions(known, OptionPlace::kSlot, options, out);
  out.Close('}');
}

void WriteSchedule(const internal::v1::SlotReference& slot, json::Writer& out) {
  out.Key("schedule").Open('{');
  WriteText("serviceId", slot.service_id(), out);
  WriteText("scheduleId", slot.schedule_id(), out);
  WriteText("timezone", slot.time_zone(), out);
  out.Close('}');
}

void WriteBooking(const Order& order, std::string_view mark, json::Writer& out) {
  const Options& options = order.options();
  out.Key("booking").Open('{').Key("bookedEntity").Open('{');
  if (order.is_course()) {
    WriteSchedule(order.slot, out);
  } else {
    WriteSlot(order.slot, V2CreateOptions(), options, out);
  }
  out.Close('}');
  WriteContact(order.request.customer(), options, out);
  WriteAnswers(order.request.answers(), out);
  if (FindOption(options, kParticipantsChoices) == nullptr) {
    out.Key("totalParticipants").Number(order.party_size());
  }
  WriteOptions(V2CreateOptions(), OptionPlace::kBooking, options, out);
  out.Key(kExternalUserId).String(mark).Close('}');
}

}  // namespace

HttpRequest BuildV2Create(const Order& order, std::string_view mark) {
  const Options& options = order.options();
  json::Writer body;
  body.Open('{');
  WriteBooking(order, mark, body);
  WriteNotification(order.request.notification(), "", V2CreateOptions(), options, body);
  WriteOptions(V2CreateOptions(), OptionPlace::kRoot, options, body);
  WriteFlowControl(V2CreateOptions(), options, body);
  body.Close('}');
  return BuildWrite(std::string(kBookings), std::move(body).Take(), Purpose::kCreateBooking);
}

HttpRequest BuildV2ConfirmOrDecline(const v1::Booking& booking, const Order& order) {
  json::Writer body;
  body.Open('{');
  WriteText(kPaymentStatus, TextOption(order.options(), kPaymentStatus), body);
  body.Close('}');
  HttpRequest request = BuildWrite(
      absl::StrCat(ToAbsl(kConfirmation), PercentEncode(booking.vendor_id()), ":confirmOrDecline"),
      std::move(body).Take(), Purpose::kCreateBooking);
  request.expected_statuses = Refusals();
  return request;
}

HttpRequest BuildV2TakeBack(const v1::Booking& booking) {
  json::Writer body = BeginChange(booking);
  body.Key("participantNotification").Open('{').Key("notifyParticipants").Bool(false).Close('}');
  HttpRequest request = BuildChange(booking, "decline", std::move(body));
  request.expected_statuses = Refusals();
  return request;
}

HttpRequest BuildV2Cancel(const v1::Booking& booking, const v1::CancelBookingRequest& request) {
  const Options& options = request.vendor_options();
  json::Writer body = BeginChange(booking);
  WriteNotification(request.notification(), request.reason(), V2CancelOptions(), options, body);
  WriteOptions(V2CancelOptions(), OptionPlace::kRoot, options, body);
  WriteFlowControl(V2CancelOptions(), options, body);
  return BuildChange(booking, "cancel", std::move(body));
}

HttpRequest BuildV2Reschedule(const v1::Booking& booking, const internal::v1::SlotReference& slot,
                              const v1::RescheduleBookingRequest& request) {
  const Options& options = request.vendor_options();
  json::Writer body = BeginChange(booking);
  WriteSlot(slot, V2RescheduleOptions(), options, body);
  WriteOptions(V2RescheduleOptions(), OptionPlace::kRoot, options, body);
  WriteNotification(request.notification(), "", V2RescheduleOptions(), options, body);
  WriteFlowControl(V2RescheduleOptions(), options, body);
  return BuildChange(booking, "reschedule", std::move(body));
}

HttpRequest BuildV2Participants(const v1::Booking& booking,
                                const v1::UpdateBookingRequest& request) {
  json::Writer body = BeginChange(booking);
  if (const auto* choices = FindOption(request.vendor_options(), kParticipantsChoices)) {
    body.Key(kParticipantsChoices);
    WriteValue(*choices, body);
  } else {
    body.Key("totalParticipants").Number(request.booking().party_size());
  }
  return BuildChange(booking, "update_number_of_participants", std::move(body));
}

HttpRequest BuildV2Status(const v1::Booking& booking,
                          const v1::UpdateBookingStatusRequest& request) {
  const Options& options = request.vendor_options();
  json::Writer body = BeginChange(booking);
  WriteNotification(request.notification(), "", V2StatusOptions(), options, body);
  WriteOptions(V2StatusOptions(), OptionPlace::kRoot, options, body);
  WriteFlowControl(V2StatusOptions(), options, body);
  const bool confirms = request.status() == v1::BOOKING_STATUS_CONFIRMED;
  return BuildChange(booking, confirms ? "confirm" : "decline", std::move(body));
}

absl::StatusOr<v1::Booking> ParseV2Written(HttpResponse response, const Mapping& mapping) {
  const absl::StatusOr<json::Document> answer = ReadAnswer(std::move(response));
  if (!answer.ok()) return answer.status();
  Page page;
  AddV2Booking(answer->root(), mapping, &page);
  if (page.bookings.empty()) return ResponseInvalid("the answer to a write holds no booking");
  return *page.bookings.front();
}

void KeepWhatLiesBeside(const v1::Booking& before, v1::Booking* after) {
  if (before.has_total() && !after->has_total()) *after->mutable_total() = before.total();
  if (!before.location().url().empty() && after->location().url().empty()) {
    after->mutable_location()->set_url(before.location().url());
    after->mutable_location()->set_password(before.location().password());
  }
  for (const char* name : {"attendance", "order", "bookingPolicySettings", "bookingFeeDetails",
                           "formSubmissions", "subscriptionInfo", "transactions", "waiver"}) {
    const auto found = before.vendor_fields().fields().find(name);
    if (found == before.vendor_fields().fields().end()) continue;
    (*after->mutable_vendor_fields()->mutable_fields()).insert({name, found->second});
  }
}

}  // namespace bookings::wix
