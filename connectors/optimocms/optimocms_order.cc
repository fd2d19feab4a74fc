// See optimocms_order.h.
#include "connectors/optimocms/optimocms_order.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/customer.h"
#include "connectors/api/failure.h"
#include "connectors/api/json.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/time.h"
#include "connectors/optimocms/optimocms_slots.h"
#include "connectors/optimocms/optimocms_times.h"

namespace bookings::optimocms {
namespace {

// A start as the vendor writes it.
struct Wall {
  absl::CivilDay day;
  absl::Duration time;
};

Wall WallOf(absl::Time time, absl::TimeZone zone) {
  const absl::CivilSecond wall = absl::ToCivilSecond(time, zone);
  const absl::CivilDay day(wall);
  return {day, absl::Seconds(wall - absl::CivilSecond(day))};
}

std::string_view EntryOf(const internal::v1::SlotReference& slot, std::string_view name) {
  const auto found = slot.vendor().find(std::string(name));
  return found == slot.vendor().end() ? std::string_view() : std::string_view(found->second);
}

// The very words of the slot where there is one.
Wall OrderStartOf(const CreateInput& input, const Settings& settings) {
  if (!input.slot) {
    return WallOf(FromTimestamp(input.request.appointment().start_time()), settings.zone);
  }
  const auto day = ParseDate(EntryOf(*input.slot, kSlotDate));
  const auto time = ParseTimeOfDay(EntryOf(*input.slot, kSlotTime));
  if (day && time) return {*day, *time};
  return WallOf(FromTimestamp(input.slot->start_time()), settings.zone);
}

void WriteText(std::string_view key, std::string_view text, json::Writer* body) {
  if (!text.empty()) body->Key(key).String(text);
}

void WriteCustomer(const v1::Customer& customer, json::Writer* body) {
  body->Key("customer").Open('{');
  WriteText("name", FullName(customer), body);
  WriteText("email", customer.email(), body);
  WriteText("phone", customer.phone(), body);
  body->Close('}');
}

std::string WriteOrder(const CreateInput& input, const Settings& settings) {
  const v1::AppointmentRequest& appointment = input.request.appointment();
  const Wall start = OrderStartOf(input, settings);
  json::Writer body;
  body.Open('{').Key("serviceId");
  body.String(input.slot ? input.slot->service_id() : appointment.service_id());
  body.Key("date").String(FormatDate(start.day));
  body.Key("startTime").String(FormatTimeOfDay(start.time));
  WriteCustomer(input.request.customer(), &body);
  WriteText("staffId", input.slot ? input.slot->staff_id() : appointment.staff_id(), &body);
  WriteText("branchId", input.slot ? input.slot->location_id() : appointment.location_id(), &body);
  WriteText("notes", input.request.notes(), &body);
  body.Close('}');
  return std::move(body).Take();
}

// The vendor knows wall times only: a start that its wall time does not mean cannot be booked.
void CheckStart(const CreateInput& input, const Settings& settings, Violations* invalid) {
  if (input.slot || !input.request.appointment().has_start_time()) return;
  const absl::Time start = FromTimestamp(input.request.appointment().start_time());
  const Wall wall = WallOf(start, settings.zone);
  const absl::Time meant = ResolveWallTime(wall.day, wall.time, settings.zone).time;
  if (wall.time % absl::Minutes(1) != absl::ZeroDuration() ||
      start != absl::FromUnixSeconds(absl::ToUnixSeconds(start))) {
    invalid->push_back({"appointment.start_time", "must be a whole minute"});
  } else if (meant != start) {
    invalid->push_back({"appointment.start_time",
                        "is the second hour of its name that day, which this vendor cannot book"});
  }
}

void CheckNotification(v1::Notification notification, Violations* unsupported) {
  if (notification != v1::NOTIFICATION_DO_NOT_NOTIFY) return;
  unsupported->push_back({"notification", "this vendor's messages cannot be suppressed"});
}

// By what a look-up knows the customer.
std::string KeyOf(const v1::Customer& customer) {
  if (!customer.email().empty()) return NormalEmail(customer.email());
  return absl::StrCat(customer.display_name(), "\n", customer.phone());
}

std::string OrderText(json::Value value) { return std::string(value.AsString().value_or("")); }

v1::Customer CustomerOf(json::Value value) {
  v1::Customer customer;
  customer.set_display_name(OrderText(value["name"]));
  customer.set_email(OrderText(value["email"]));
  customer.set_phone(OrderText(value["phone"]));
  return customer;
}

// The end stands before the body, on a line of its own.
std::string WriteData(const CreateInput& input, const Settings& settings) {
  const bool has_end = input.slot && input.slot->has_end_time();
  const std::string end = has_end ? FormatInstantMillis(FromTimestamp(input.slot->end_time())) : "";
  return absl::StrCat(end, "\n", WriteOrder(input, settings));
}

void SetEnd(absl::Time end, v1::Booking* booking) {
  SetTimestamp(end, booking->mutable_end_time());
  auto* notes = booking->mutable_mapping_notes();
  notes->erase(std::remove_if(notes->begin(), notes->end(),
                              [](int note) {
                                return note == v1::MAPPING_NOTE_END_UNKNOWN ||
                                       note == v1::MAPPING_NOTE_END_DERIVED_FROM_DURATION;
                              }),
               notes->end());
}

v1::Booking Preview(const SentOrder& sent, const Settings& settings) {
  v1::Booking booking;
  booking.set_vendor("optimocms");
  SetTimestamp(sent.start, booking.mutable_start_time());
  booking.set_time_zone(settings.zone_name);
  booking.set_time_zone_source(v1::TIME_ZONE_SOURCE_CONFIGURED);
  return Completed(std::move(booking), sent);
}

}  // namespace

WriteProblems CheckOrder(const CreateInput& input, const Settings& settings) {
  WriteProblems problems;
  CheckStart(input, settings, &problems.invalid);
  const std::string& email = input.request.customer().email();
  if (!email.empty() && email.find('@') == std::string::npos) {
    problems.invalid.push_back({"customer.email", "must be an e-mail address"});
  }
  CheckNotification(input.request.notification(), &problems.unsupported);
  return problems;
}

WriteProblems CheckStatusChange(std::string_view etag, v1::Notification notification) {
  WriteProblems problems;
  if (!etag.empty()) {
    problems.unsupported.push_back({"etag", "cannot be checked: this vendor has no Get"});
  }
  CheckNotification(notification, &problems.unsupported);
  return problems;
}

CreatePlan PlanOrder(const CreateInput& input, const Settings& settings) {
  CreatePlan plan;
  plan.data = WriteData(input, settings);
  const absl::StatusOr<SentOrder> sent = ReadOrder(plan, settings);
  if (!sent.ok()) return plan;
  // Not the service: the vendor's bookings do not tell it, so a look-up could not either.
  plan.rivalry = absl::StrCat(FormatInstantMillis(sent->start), "\n", KeyOf(sent->customer));
  plan.preview = Preview(*sent, settings);
  return plan;
}

absl::StatusOr<SentOrder> ReadOrder(const CreatePlan& plan, const Settings& settings) {
  const size_t line_end = std::min(plan.data.find('\n'), plan.data.size());
  SentOrder sent;
  sent.end = ParseInstant(std::string_view(plan.data).substr(0, line_end));
  sent.body = plan.data.substr(std::min(line_end + 1, plan.data.size()));
  const absl::StatusOr<json::Document> document = json::Document::Parse(sent.body);
  const json::Value body = document.ok() ? document->root() : json::Value();
  const auto day = ParseDate(body["date"].AsString().value_or(""));
  const auto time = ParseTimeOfDay(body["startTime"].AsString().value_or(""));
  if (!day || !time) {
    return MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                       "the plan of a creation cannot be read");
  }
  sent.day = *day;
  sent.start = ResolveWallTime(*day, *time, settings.zone).time;
  sent.service = OrderText(body["serviceId"]);
  sent.staff = OrderText(body["staffId"]);
  sent.branch = OrderText(body["branchId"]);
  sent.customer = CustomerOf(body["customer"]);
  return sent;
}

v1::Booking Completed(v1::Booking booking, const SentOrder& sent) {
  booking.mutable_service()->set_id(sent.service);
  if (!sent.staff.empty()) booking.add_staff()->set_id(sent.staff);
  if (!sent.branch.empty()) booking.mutable_location()->set_id(sent.branch);
  if (booking.customers_size() == 0) *booking.add_customers() = sent.customer;
  if (sent.end) SetEnd(*sent.end, &booking);
  return booking;
}

Likeness CompareCustomers(const SentOrder& sent, const v1::Booking& booking) {
  if (booking.customers_size() == 0) return Likeness::kNotTold;
  const v1::Customer& told = booking.customers(0);
  if (!sent.customer.email().empty()) {
    if (told.email().empty()) return Likeness::kNotTold;
    return KeyOf(told) == KeyOf(sent.customer) ? Likeness::kSame : Likeness::kDifferent;
  }
  const bool is_same = told.email().empty() && KeyOf(told) == KeyOf(sent.customer);
  return is_same ? Likeness::kSame : Likeness::kDifferent;
}

}  // namespace bookings::optimocms
