// See wix_v1_writes.h.
#include "connectors/wix/wix_v1_writes.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "connectors/api/json.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_slot_parts.h"
#include "connectors/wix/wix_v1_booking.h"

namespace bookings::wix {
namespace {

using enum OptionPlace;

constexpr std::string_view kBookings = "/bookings/v1/bookings/";
// wix.md 2.4: the label of a service's only price in all samples.
constexpr std::string_view kDefaultRate = "general";
constexpr std::string_view kSchedulesText =
    "The staff member's schedule: a list of {scheduleId, transparency: BUSY or FREE}.";

constexpr Option kCreate[] = {
    {kExternalUserId, "string", kRead,
     "Your own id for the booking, in place of the gateway's mark by which a lost answer is "
     "recovered."},
    {kRateLabel, "string", kRead, "Which of the service's prices is paid; `general` otherwise."},
    {kPaymentSelection, "list", kRead, "Numbers of people by price, in place of party_size."},
    {kAffectedSchedules, "list", kRead, kSchedulesText},
    {"location", "struct", kRead,
     "The place of an appointment in Wix's form, in place of its own."},
    {"fullAddress", "struct", kRead, "The customer's address in Wix's form."},
    {"customFormFields", "struct", kRead, "Answers by field id (deprecated by Wix)."},
    {"couponCode", "string", kRoot, "A coupon; not together with planSelection."},
    {"planSelection", "struct", kRoot, "A paid plan: orderId, benefitId, planId."},
    {"sendSmsReminder", "bool", kRoot, "Whether the customer is reminded by SMS."},
    {"bookingSource", "struct", kRoot, "Where the booking comes from: platform and actor."},
};

constexpr Option kCancel[] = {
    {"ignoreCancellationPolicy", "bool", kFlowControl, "Cancel against the policy."},
};

constexpr Option kReschedule[] = {
    {"message", "string", kNotification, "What the customer is told with the notification."},
    {kAffectedSchedules, "list", kRead, kSchedulesText},
    {"location", "struct", kRead,
     "The place of an appointment in Wix's form, in place of its own."},
};

constexpr Option kStatus[] = {
    {"message", "string", kNotification, "What the customer is told with the notification."},
};

std::string TargetOf(const v1::Booking& booking, std::string_view action) {
  return absl::StrCat(ToAbsl(kBookings), PercentEncode(booking.vendor_id()), "/", ToAbsl(action));
}

HttpRequest BuildChange(const v1::Booking& booking, std::string_view action, json::Writer body) {
  body.Close('}');
  return BuildWrite(TargetOf(booking, action), std::move(body).Take(), Purpose::kChangeBooking);
}

void WriteTime(std::string_view key, const google::protobuf::Timestamp& time, json::Writer& out) {
  out.Key(key).Open('{').Key("timestamp");
  out.String(FormatInstantMillis(FromTimestamp(time))).Close('}');
}

std::string VendorText(const internal::v1::SlotReference& slot, const char* key) {
  const auto found = slot.vendor().find(key);
  return found == slot.vendor().end() ? std::string() : found->second;
}

// The schedule of the staff member, as the caller or the slot tells it.
void WriteAffectedSchedules(const internal::v1::SlotReference& slot, const Options& options,
                            json::Writer& out) {
  if (const google::protobuf::Value* schedules = FindOption(options, kAffectedSchedules)) {
    out.Key(kAffectedSchedules);
    return WriteValue(*schedules, out);
  }
  const std::string schedule = VendorText(slot, kStaffSchedule);
  if (schedule.empty()) return;
  out.Key(kAffectedSchedules).Open('[').Open('{').Key("scheduleId").String(schedule);
  out.Key("transparency").String("BUSY").Close('}').Close(']');
}

void WriteLocation(const internal::v1::SlotReference& slot, const Options& options,
                   json::Writer& out) {
  if (const google::protobuf::Value* location = FindOption(options, "location")) {
    out.Key("location");
    return WriteValue(*location, out);
  }
  const std::string type = VendorText(slot, kLocationType);
  if (type.empty() && slot.location_id().empty()) return;
  out.Key("location").Open('{').Key("locationType");
  out.String(type.empty() ? "OWNER_BUSINESS" : type);
  if (!slot.location_id().empty()) {
    out.Key("businessLocation").Open('{').Key("id").String(slot.location_id()).Close('}');
  }
  out.Close('}');
}

// What is booked lies flat in the body (wix.md 2.4).
void WriteWhat(const internal::v1::SlotReference& slot, const Options& options, json::Writer& out) {
  if (!slot.session_id().empty()) {
    out.Key("bySessionId").Open('{').Key("sessionId").String(slot.session_id()).Close('}');
    return;
  }
  if (!slot.has_start_time()) {
    out.Key("scheduleId").String(slot.schedule_id());
    return;
  }
  out.Key("createSession").Open('{').Key("scheduleId").String(slot.schedule_id());
  WriteTime("start", slot.start_time(), out);
  if (slot.has_end_time()) WriteTime("end", slot.end_time(), out);
  WriteAffectedSchedules(slot, options, out);
  WriteLocation(slot, options, out);
  out.Close('}');
}

void WritePaymentSelection(const Order& order, json::Writer& out) {
  out.Key(kPaymentSelection);
  if (const auto* selection = FindOption(order.options(), kPaymentSelection)) {
    return WriteValue(*selection, out);
  }
  const std::string rate = TextOption(order.options(), kRateLabel);
  out.Open('[').Open('{').Key(kRateLabel).String(rate.empty() ? kDefaultRate : rate);
  out.Key("numberOfParticipants").Number(order.party_size()).Close('}').Close(']');
}

void WriteForm(const Order& order, json::Writer& out) {
  constexpr std::string_view kCustomFields = "customFormFields";
  out.Key("formInfo").Open('{');
  WriteContact(order.request.customer(), order.options(), out);
  WritePaymentSelection(order, out);
  if (const auto* fields = FindOption(order.options(), kCustomFields)) {
    out.Key(kCustomFields);
    WriteValue(*fields, out);
  }
  WriteAnswers(order.request.answers(), out);
  out.Close('}');
}

}  // namespace

std::span<const Option> V1CreateOptions() { return kCreate; }
std::span<const Option> V1CancelOptions() { return kCancel; }
std::span<const Option> V1RescheduleOptions() { return kReschedule; }
std::span<const Option> V1StatusOptions() { return kStatus; }

HttpRequest BuildV1Book(const Order& order, std::string_view mark) {
  const v1::Notification notification = order.request.notification();
  json::Writer body;
  body.Open('{');
  WriteForm(order, body);
  WriteWhat(order.slot, order.options(), body);
  if (notification != v1::NOTIFICATION_UNSPECIFIED) {
    body.Key("notifyParticipants").Bool(notification == v1::NOTIFICATION_NOTIFY);
  }
  WriteOptions(V1CreateOptions(), kRoot, order.options(), body);
  body.Key(kExternalUserId).String(mark).Close('}');
  return BuildWrite(absl::StrCat(ToAbsl(kBookings), "book"), std::move(body).Take(),
                    Purpose::kCreateBooking);
}

HttpRequest BuildV1Cancel(const v1::Booking& booking, const v1::CancelBookingRequest& request) {
  json::Writer body;
  body.Open('{');
  WriteNotification(request.notification(), request.reason(), V1CancelOptions(),
                    request.vendor_options(), body);
  WriteFlowControl(V1CancelOptions(), request.vendor_options(), body);
  return BuildChange(booking, "cancel", std::move(body));
}

HttpRequest BuildV1Reschedule(const v1::Booking& booking, const internal::v1::SlotReference& slot,
                              const v1::RescheduleBookingRequest& request) {
  json::Writer body;
  body.Open('{');
  WriteWhat(slot, request.vendor_options(), body);
  WriteNotification(request.notification(), "", V1RescheduleOptions(), request.vendor_options(),
                    body);
  return BuildChange(booking, "reschedule", std::move(body));
}

HttpRequest BuildV1Status(const v1::Booking& booking,
                          const v1::UpdateBookingStatusRequest& request) {
  json::Writer body;
  body.Open('{');
  WriteNotification(request.notification(), "", V1StatusOptions(), request.vendor_options(), body);
  const bool confirms = request.status() == v1::BOOKING_STATUS_CONFIRMED;
  return BuildChange(booking, confirms ? "confirm" : "decline", std::move(body));
}

absl::StatusOr<v1::Booking> ParseV1Written(HttpResponse response, const Mapping& mapping) {
  const absl::StatusOr<json::Document> answer = ReadAnswer(std::move(response));
  if (!answer.ok()) return answer.status();
  Page page;
  AddV1Booking(answer->root(), mapping, &page);
  if (page.bookings.empty()) return ResponseInvalid("the answer to a write holds no booking");
  return *page.bookings.front();
}

}  // namespace bookings::wix
