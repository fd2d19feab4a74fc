// See jicoo_order.h.
#include "connectors/jicoo/jicoo_order.h"

#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/customer.h"
#include "connectors/api/failure.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/time.h"
#include "connectors/api/words.h"
#include "connectors/jicoo/jicoo_options.h"
#include "connectors/jicoo/jicoo_slots.h"
#include "connectors/jicoo/jicoo_words.h"

namespace bookings::jicoo {
namespace {

// The vendor writes instants in milliseconds (jicoo.md 2.1): what lies between is no start of its.
constexpr int kNanosPerMilli = 1'000'000;

// The vendor's limits, in characters (jicoo.md 2.4).
constexpr size_t kMaxEmail = 255;
constexpr size_t kMaxName = 64;
constexpr size_t kMaxCompany = 32;
constexpr size_t kMaxPhone = 32;
constexpr int kMaxCcEmails = 30;

// What the guest wrote, and behind it the caller's notes: the vendor has one text for both.
std::string MessageOf(const v1::CreateBookingRequest& order) {
  const std::string& message = order.customer().message();
  const bool both = !message.empty() && !order.notes().empty();
  return absl::StrCat(message, both ? "\n" : "", order.notes());
}

const std::string& ServiceOf(const CreateInput& input) {
  return input.slot ? input.slot->service_id() : input.request.appointment().service_id();
}

std::string_view LocationOf(const CreateInput& input) {
  const std::string& location = input.request.appointment().location_id();
  if (!location.empty()) return location;
  return TextOption(input.request.vendor_options(), kLocationId);
}

std::string ZoneOf(const CreateInput& input, const Account& account) {
  const std::string& customers = input.request.customer().time_zone();
  std::string zone = input.request.appointment().time_zone();
  if (zone.empty()) zone = customers;
  if (zone.empty()) zone = GuestZone(input.request.appointment(), input.slot);
  return zone.empty() ? account.time_zone : zone;
}

struct Limit {
  std::string_view path;
  std::string_view text;
  size_t characters;
};

void CheckLengths(const v1::CreateBookingRequest& order, Violations* invalid) {
  const v1::Customer& customer = order.customer();
  const std::string name = FullName(customer);
  const std::string message = MessageOf(order);
  const Limit limits[] = {
      {"customer.display_name", name, kMaxName},
      {"customer.email", customer.email(), kMaxEmail},
      {"customer.company", customer.company(), kMaxCompany},
      {"customer.phone", customer.phone(), kMaxPhone},
      {order.notes().empty() ? "customer.message" : "notes", message, kMaxMessage},
  };
  for (const Limit& limit : limits) {
    if (CountCharacters(limit.text) <= limit.characters) continue;
    invalid->push_back({std::string(limit.path),
                        absl::StrCat("may have ", limit.characters, " characters at this vendor")});
  }
}

void CheckLocation(const CreateInput& input, Violations* invalid) {
  const std::string_view location = LocationOf(input);
  if (location.empty() || Translate<v1::LocationKind>(kLocationKinds, location)) return;
  const bool is_option = input.request.appointment().location_id().empty();
  invalid->push_back({is_option ? "vendor_options.locationId" : "appointment.location_id",
                      "must be inPerson, phone, zoom, googleMeet, askInvitee, teams or custom"});
}

void CheckZone(const CreateInput& input, const Account& account, Violations* invalid) {
  const std::string zone = ZoneOf(input, account);
  if (FindZone(zone)) return;
  invalid->push_back({input.slot ? "customer.time_zone" : "appointment.time_zone",
                      zone.empty() ? "is required, as the connection has no time_zone"
                                   : "must be an IANA time zone"});
}

void CheckAnswers(const v1::CreateBookingRequest& order, Violations* invalid) {
  for (int i = 0; i < order.answers_size(); ++i) {
    if (!order.answers(i).question_id().empty()) continue;
    invalid->push_back({absl::StrCat("answers[", i, "].question_id"),
                        "is required: the vendor takes answers by the question's id"});
  }
}

void WriteText(std::string_view key, std::string_view text, json::Writer* body) {
  if (!text.empty()) body->Key(key).String(text);
}

void WriteCcEmails(const v1::Customer& customer, json::Writer* body) {
  if (customer.cc_emails_size() == 0) return;
  body->Key("ccEmails").Open('[');
  for (const std::string& email : customer.cc_emails()) body->String(email);
  body->Close(']');
}

// By the question's id; they are read back by its text (trap 10).
void WriteAnswers(const v1::CreateBookingRequest& order, json::Writer* body) {
  if (order.answers_size() == 0) return;
  body->Key("answers").Open('[');
  for (const v1::Answer& answer : order.answers()) {
    body->Open('{').Key("questionUid").String(answer.question_id()).Key("content").Open('[');
    for (const std::string& value : answer.values()) body->String(value);
    body->Close(']').Close('}');
  }
  body->Close(']');
}

// `locationId` is required and may be null.
void WriteLocation(std::string_view location, json::Writer* body) {
  body->Key(kLocationId);
  if (location.empty()) {
    body->Null();
  } else {
    body->String(location);
  }
}

std::string WriteOrder(const CreateInput& input, const Account& account) {
  const v1::CreateBookingRequest& order = input.request;
  json::Writer body;
  body.Open('{').Key("eventTypeId").String(ServiceOf(input));
  body.Key("startedAt").String(FormatInstantMillis(StartOf(order.appointment(), input.slot)));
  body.Key("timeZone").String(ZoneOf(input, account));
  // In a creation `name` is the guest's, not the booking's title (trap 2).
  body.Key("email").String(order.customer().email()).Key("name").String(FullName(order.customer()));
  WriteLocation(LocationOf(input), &body);
  WriteText("company", order.customer().company(), &body);
  WriteText("phoneNumber", order.customer().phone(), &body);
  WriteCcEmails(order.customer(), &body);
  WriteText("message", MessageOf(order), &body);
  WriteAnswers(order, &body);
  WriteCreateOptions(order.vendor_options(), &body);
  body.Close('}');
  return std::move(body).Take();
}

v1::Customer CustomerOf(json::Value body) {
  const auto text = [&](std::string_view key) {
    return std::string(body[key].AsString().value_or(""));
  };
  v1::Customer customer;
  customer.set_display_name(text("name"));
  customer.set_email(text("email"));
  customer.set_company(text("company"));
  customer.set_phone(text("phoneNumber"));
  customer.set_message(text("message"));
  for (json::Value email : json::Elements(body["ccEmails"])) {
    customer.add_cc_emails(std::string(email.AsString().value_or("")));
  }
  for (json::Value element : json::Elements(body["answers"])) {
    v1::Answer& answer = *customer.add_answers();
    answer.set_question_id(std::string(element["questionUid"].AsString().value_or("")));
    for (json::Value value : json::Elements(element["content"])) {
      answer.add_values(std::string(value.AsString().value_or("")));
    }
  }
  return customer;
}

v1::Booking Preview(const CreateInput& input, const Account& account, const SentOrder& sent) {
  v1::Booking booking;
  booking.set_vendor("jicoo");
  SetTimestamp(sent.start, booking.mutable_start_time());
  if (input.slot && input.slot->has_end_time()) {
    *booking.mutable_end_time() = input.slot->end_time();
  }
  booking.set_time_zone(ZoneOf(input, account));
  booking.set_time_zone_source(v1::TIME_ZONE_SOURCE_CUSTOMER);
  booking.mutable_service()->set_id(sent.event_type);
  *booking.add_customers() = sent.customer;
  return booking;
}

}  // namespace

void CheckStart(const v1::AppointmentRequest& appointment, Violations* problems) {
  if (appointment.start_time().nanos() % kNanosPerMilli == 0) return;
  problems->push_back({"appointment.start_time", "must be a whole number of milliseconds"});
}

WriteProblems CheckOrder(const CreateInput& input, const Account& account) {
  WriteProblems problems;
  CheckStart(input.request.appointment(), &problems.invalid);
  CheckLengths(input.request, &problems.invalid);
  CheckLocation(input, &problems.invalid);
  CheckZone(input, account, &problems.invalid);
  CheckAnswers(input.request, &problems.invalid);
  const v1::Customer& customer = input.request.customer();
  if (!customer.email().empty() && customer.email().find('@') == std::string::npos) {
    problems.invalid.push_back({"customer.email", "must be an e-mail address"});
  }
  if (customer.cc_emails_size() > kMaxCcEmails) {
    problems.invalid.push_back(
        {"customer.cc_emails", absl::StrCat("may have ", kMaxCcEmails, " entries")});
  }
  CheckCreateOptions(input.request.vendor_options(), &problems);
  return problems;
}

CreatePlan PlanOrder(const CreateInput& input, const Account& account) {
  CreatePlan plan;
  plan.data = WriteOrder(input, account);
  SentOrder sent;
  if (absl::StatusOr<SentOrder> read = ReadOrder(plan); read.ok()) sent = *std::move(read);
  plan.rivalry = absl::StrCat(sent.event_type, "\n", FormatInstantMillis(sent.start), "\n",
                              NormalEmail(sent.customer.email()));
  plan.preview = Preview(input, account, sent);
  return plan;
}

absl::StatusOr<SentOrder> ReadOrder(const CreatePlan& plan) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(plan.data);
  const json::Value body = document.ok() ? document->root() : json::Value();
  const auto start = ParseInstant(body["startedAt"].AsString().value_or(""));
  const std::string_view event_type = body["eventTypeId"].AsString().value_or("");
  if (!start || event_type.empty()) {
    return MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                       "the plan of a creation cannot be read");
  }
  return SentOrder{std::string(event_type), *start, CustomerOf(body)};
}

std::string GuestZone(const v1::AppointmentRequest& appointment,
                      const std::optional<internal::v1::SlotReference>& slot) {
  if (!appointment.time_zone().empty() || !slot) return appointment.time_zone();
  const auto asked = slot->vendor().find(std::string(kGuestZone));
  return asked == slot->vendor().end() ? std::string() : asked->second;
}

absl::Time StartOf(const v1::AppointmentRequest& appointment,
                   const std::optional<internal::v1::SlotReference>& slot) {
  const absl::Time start = FromTimestamp(slot ? slot->start_time() : appointment.start_time());
  return absl::FromUnixMillis(absl::ToUnixMillis(start));
}

}  // namespace bookings::jicoo
