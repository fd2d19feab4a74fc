// See write_request.h.
#include "clients/cli/write_request.h"

#include <random>
#include <string_view>
#include <vector>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/flag_values.h"
#include "clients/cli/problems.h"
#include "clients/cli/words.h"
#include "connectors/api/money.h"

ABSL_DECLARE_FLAG(std::vector<std::string>, connection);
ABSL_DECLARE_FLAG(std::vector<std::string>, email);
ABSL_DECLARE_FLAG(std::vector<std::string>, service);
ABSL_DECLARE_FLAG(std::vector<std::string>, staff);
ABSL_DECLARE_FLAG(std::vector<std::string>, location);
ABSL_DECLARE_FLAG(int32_t, party_size);
ABSL_FLAG(std::string, slot, "", "slot token of `bookctl slots` to book");
ABSL_FLAG(std::string, start, "",
          "when the appointment starts, such as \"2026-12-03 10:00\" or \"monday 09:30\"");
ABSL_FLAG(std::vector<std::string>, session, {},
          "id of the session to join, for classes; of lists: any of these");
ABSL_FLAG(std::vector<std::string>, schedule, {},
          "id of the whole course to join; of lists: any of these");
ABSL_FLAG(std::string, room, "", "id of the room of the nights");
ABSL_FLAG(std::vector<std::string>, night, {},
          "nights with their prices, such as 2026-12-05=27.50,2026-12-06=27.50");
ABSL_FLAG(std::string, currency, "", "ISO 4217 code of the prices of --night");
ABSL_FLAG(std::string, name, "", "the customer's full name");
ABSL_FLAG(std::string, first_name, "", "the customer's given name");
ABSL_FLAG(std::string, last_name, "", "the customer's family name");
ABSL_FLAG(std::string, phone, "", "the customer's phone number");
ABSL_FLAG(std::string, country, "", "the customer's country, ISO 3166-1 alpha-2");
ABSL_FLAG(std::vector<std::string>, customer_id, {},
          "the vendor's id of the customer; of lists: any of these");
ABSL_FLAG(std::string, customer_zone, "", "the customer's IANA zone");
ABSL_FLAG(std::vector<std::string>, answer, {},
          "answers to the booking page, as question_id=answer,question_id=answer");
ABSL_FLAG(std::string, notes, "", "notes for the business");
ABSL_FLAG(std::string, notify, "", "whether the vendor tells the customer: yes or no");
ABSL_FLAG(std::string, vendor_options, "", "what only that vendor knows, as a JSON object");
ABSL_FLAG(std::vector<std::string>, best_effort, {},
          "fields that may be left out where the vendor cannot carry them out");
ABSL_FLAG(std::string, reason, "", "why it is cancelled");
ABSL_FLAG(std::string, etag, "", "only if the booking's etag is still this");
ABSL_FLAG(bool, allow_replacement, false,
          "where the vendor cannot move a booking, book the new time and cancel the old one");
ABSL_FLAG(
    std::string, request_id, "",
    "id that makes repetitions of a command count once; made and printed where it is missing");
ABSL_FLAG(bool, dry_run, false, "check what can be checked, and book nothing");

namespace bookings::cli {
namespace {

// 128 random bits: nobody else makes the same.
std::string NewRequestId() {
  std::random_device random;
  std::string id = "bookctl-";
  for (int i = 0; i < 4; ++i) absl::StrAppendFormat(&id, "%08x", random());
  return id;
}

std::string RequestId() {
  const std::string id = absl::GetFlag(FLAGS_request_id);
  return id.empty() ? NewRequestId() : id;
}

v1::Notification ReadNotify(Problems& problems) {
  const std::string word = absl::GetFlag(FLAGS_notify);
  if (word == "yes") return v1::NOTIFICATION_NOTIFY;
  if (word == "no") return v1::NOTIFICATION_DO_NOT_NOTIFY;
  if (!word.empty()) {
    problems.push_back(absl::StrCat("--notify: must be yes or no, not '", word, "'"));
  }
  return v1::NOTIFICATION_UNSPECIFIED;
}

// What all writes have.
template <typename Request>
void ReadCommon(Request* request, Problems& problems) {
  request->set_request_id(RequestId());
  request->set_notification(ReadNotify(problems));
  const std::string options = absl::GetFlag(FLAGS_vendor_options);
  if (options.empty()) return;
  ReadJsonObject("vendor_options", options, request->mutable_vendor_options(), problems);
}

v1::AppointmentRequest ReadAppointment(const Calendar& calendar, Problems& problems) {
  v1::AppointmentRequest appointment;
  appointment.set_service_id(ReadOneValue(FLAGS_service, problems));
  appointment.set_staff_id(ReadOneValue(FLAGS_staff, problems));
  appointment.set_location_id(ReadOneValue(FLAGS_location, problems));
  appointment.set_time_zone(absl::GetFlag(FLAGS_customer_zone));
  appointment.set_session_id(ReadOneValue(FLAGS_session, problems));
  appointment.set_schedule_id(ReadOneValue(FLAGS_schedule, problems));
  const std::string start = absl::GetFlag(FLAGS_start);
  if (start.empty()) return appointment;
  ReadTimeValue("start", start, calendar, appointment.mutable_start_time(), problems);
  return appointment;
}

v1::StayRequest ReadStay(Problems& problems) {
  v1::StayRequest stay;
  stay.set_room_id(absl::GetFlag(FLAGS_room));
  const std::string currency = absl::GetFlag(FLAGS_currency);
  for (const std::string& text : absl::GetFlag(FLAGS_night)) {
    const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
    v1::Night* night = stay.add_nights();
    night->set_date(parts[0]);
    if (parts.size() == 1) continue;
    if (const std::optional<v1::Money> amount = MoneyFromDecimal(parts[1], currency)) {
      *night->mutable_amount() = *amount;
    } else {
      problems.push_back(absl::StrCat("--night: '", parts[1], "' is no amount"));
    }
    if (currency.empty()) problems.push_back("--currency: prices of nights need one");
  }
  return stay;
}

// What is booked, or moved to: exactly one of a slot, an appointment and nights.
template <typename Request>
void ReadTarget(const Settings& settings, Request* request, Problems& problems) {
  const std::string slot = absl::GetFlag(FLAGS_slot);
  const bool appointment = !absl::GetFlag(FLAGS_start).empty() ||
                           !absl::GetFlag(FLAGS_session).empty() ||
                           !absl::GetFlag(FLAGS_schedule).empty();
  const bool nights = !absl::GetFlag(FLAGS_night).empty();
  if ((slot.empty() ? 0 : 1) + (appointment ? 1 : 0) + (nights ? 1 : 0) != 1) {
    problems.push_back("exactly one of --slot, --start (or --session, --schedule) and --night");
  } else if (appointment) {
    *request->mutable_appointment() = ReadAppointment(settings.calendar, problems);
  } else if (nights) {
    *request->mutable_stay() = ReadStay(problems);
  } else {
    request->set_slot_token(slot);
  }
}

v1::Customer ReadCustomer(Problems& problems) {
  v1::Customer customer;
  customer.set_id(ReadOneValue(FLAGS_customer_id, problems));
  customer.set_display_name(absl::GetFlag(FLAGS_name));
  customer.set_first_name(absl::GetFlag(FLAGS_first_name));
  customer.set_last_name(absl::GetFlag(FLAGS_last_name));
  customer.set_email(ReadOneValue(FLAGS_email, problems));
  customer.set_phone(absl::GetFlag(FLAGS_phone));
  customer.set_country_code(absl::GetFlag(FLAGS_country));
  customer.set_time_zone(absl::GetFlag(FLAGS_customer_zone));
  return customer;
}

void ReadAnswers(v1::CreateBookingRequest* request, Problems& problems) {
  for (const std::string& text : absl::GetFlag(FLAGS_answer)) {
    const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
    if (parts.size() == 1) {
      problems.push_back(absl::StrCat("--answer: '", text, "' is not question_id=answer"));
      continue;
    }
    v1::Answer* answer = request->add_answers();
    answer->set_question_id(parts[0]);
    answer->add_values(parts[1]);
  }
}

}  // namespace

v1::CreateBookingRequest ReadCreateRequest(const Settings& settings, Problems& problems) {
  v1::CreateBookingRequest request;
  const std::string connection = ReadOneValue(FLAGS_connection, problems);
  if (connection.empty()) problems.push_back("--connection: is required");
  request.set_connection(absl::StrCat("connections/", connection));
  ReadCommon(&request, problems);
  ReadTarget(settings, &request, problems);
  *request.mutable_customer() = ReadCustomer(problems);
  request.set_party_size(absl::GetFlag(FLAGS_party_size));
  request.set_notes(absl::GetFlag(FLAGS_notes));
  ReadAnswers(&request, problems);
  for (const std::string& path : absl::GetFlag(FLAGS_best_effort)) {
    request.mutable_best_effort()->add_paths(path);
  }
  request.set_validate_only(absl::GetFlag(FLAGS_dry_run));
  return request;
}

v1::CancelBookingRequest ReadCancelRequest(const std::string& name, Problems& problems) {
  v1::CancelBookingRequest request;
  request.set_name(name);
  ReadCommon(&request, problems);
  request.set_reason(absl::GetFlag(FLAGS_reason));
  request.set_etag(absl::GetFlag(FLAGS_etag));
  return request;
}

v1::RescheduleBookingRequest ReadRescheduleRequest(const Settings& settings,
                                                   const std::string& name, Problems& problems) {
  v1::RescheduleBookingRequest request;
  request.set_name(name);
  ReadCommon(&request, problems);
  ReadTarget(settings, &request, problems);
  request.set_etag(absl::GetFlag(FLAGS_etag));
  request.set_allow_replacement(absl::GetFlag(FLAGS_allow_replacement));
  return request;
}

v1::UpdateBookingStatusRequest ReadStatusRequest(const std::string& name, const std::string& word,
                                                 Problems& problems) {
  v1::UpdateBookingStatusRequest request;
  request.set_name(name);
  ReadCommon(&request, problems);
  request.set_etag(absl::GetFlag(FLAGS_etag));
  if (const std::optional<v1::BookingStatus> status = ParseStatusWord(word)) {
    request.set_status(*status);
  } else {
    problems.push_back(
        absl::StrCat("'", word, "' is no status; these are: ", absl::StrJoin(StatusWords(), ", ")));
  }
  return request;
}

}  // namespace bookings::cli
