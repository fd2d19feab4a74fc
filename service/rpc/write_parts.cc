// See write_parts.h.
#include "service/rpc/write_parts.h"

#include <initializer_list>
#include <set>
#include <string>
#include <utility>

#include "connectors/api/civil.h"
#include "service/rpc/field_rules.h"
#include "service/rpc/write_validation.h"

namespace bookings {
namespace {

using google::protobuf::RepeatedPtrField;

struct Field {
  std::string_view name;
  const std::string& text;
};

void CheckLengths(std::initializer_list<Field> fields, size_t most_bytes, std::string_view path,
                  Violations& out) {
  for (const Field& field : fields) {
    CheckText(field.text, most_bytes, Member(path, field.name), out);
  }
}

void CheckAnswer(const v1::Answer& answer, const std::string& path, Violations& out) {
  CheckLengths({{"question_id", answer.question_id()}, {"question", answer.question()}},
               kMaxLineBytes, path, out);
  const std::string values = Member(path, "values");
  if (!CheckCount(answer.values_size(), kMaxAnswers, values, out)) return;
  for (int i = 0; i < answer.values_size(); ++i) {
    CheckText(answer.values(i), kMaxNoteBytes, Element(values, i), out);
  }
}

void CheckPlaceOfNight(const v1::Night& night, const std::string& path, Violations& out) {
  if (!night.room_id().empty()) {
    out.push_back({Member(path, "room_id"), "must be empty: the room is that of the stay"});
  }
  if (!night.bed_id().empty()) {
    out.push_back({Member(path, "bed_id"), "must be empty: the vendor chooses the bed"});
  }
}

}  // namespace

void CheckAppointment(const v1::AppointmentRequest& appointment, Violations& out) {
  if (appointment.service_id().empty()) {
    out.push_back({"appointment.service_id", "is required"});
  }
  if (appointment.has_start_time()) {
    CheckInstant(appointment.start_time(), "appointment.start_time", out);
  } else if (appointment.schedule_id().empty()) {
    out.push_back({"appointment.start_time", "is required, except for a course (schedule_id)"});
  }
  CheckZone(appointment.time_zone(), "appointment.time_zone", out);
  CheckLengths({{"service_id", appointment.service_id()},
                {"staff_id", appointment.staff_id()},
                {"location_id", appointment.location_id()},
                {"session_id", appointment.session_id()},
                {"schedule_id", appointment.schedule_id()}},
               kMaxIdBytes, "appointment", out);
}

void CheckStay(const v1::StayRequest& stay, Violations& out) {
  if (stay.room_id().empty()) out.push_back({"stay.room_id", "is required"});
  CheckText(stay.room_id(), kMaxIdBytes, "stay.room_id", out);
  if (stay.nights().empty()) out.push_back({"stay.nights", "needs at least one night"});
  CheckNights(stay.nights(), "stay.nights", out);
  if (stay.nights_size() > kMaxNights) return;
  for (int i = 0; i < stay.nights_size(); ++i) {
    CheckPlaceOfNight(stay.nights(i), Element("stay.nights", i), out);
  }
}

void CheckNights(const RepeatedPtrField<v1::Night>& nights, std::string_view path,
                 Violations& out) {
  if (!CheckCount(nights.size(), kMaxNights, path, out)) return;
  std::set<std::string_view> seen;
  for (int i = 0; i < nights.size(); ++i) {
    const v1::Night& night = nights[i];
    const std::string element = Element(path, i);
    if (!ParseDate(night.date())) {
      out.push_back({Member(element, "date"), "must be an existing date, YYYY-MM-DD"});
    } else if (!seen.insert(night.date()).second) {
      out.push_back({Member(element, "date"), "stands in the list twice"});
    }
    if (night.has_amount()) CheckMoney(night.amount(), Member(element, "amount"), out);
  }
}

void CheckCustomer(const v1::Customer& customer, std::string_view path, Violations& out) {
  CheckEmail(customer.email(), Member(path, "email"), out);
  const std::string copies = Member(path, "cc_emails");
  if (CheckCount(customer.cc_emails_size(), kMaxListedParts, copies, out)) {
    for (int i = 0; i < customer.cc_emails_size(); ++i) {
      const std::string element = Element(copies, i);
      if (customer.cc_emails(i).empty()) out.push_back({element, "must not be empty"});
      CheckEmail(customer.cc_emails(i), element, out);
    }
  }
  CheckZone(customer.time_zone(), Member(path, "time_zone"), out);
  CheckLengths({{"id", customer.id()},
                {"display_name", customer.display_name()},
                {"first_name", customer.first_name()},
                {"last_name", customer.last_name()},
                {"phone", customer.phone()},
                {"company", customer.company()},
                {"country_code", customer.country_code()},
                {"address", customer.address()},
                {"number", customer.number()}},
               kMaxLineBytes, path, out);
  CheckText(customer.message(), kMaxNoteBytes, Member(path, "message"), out);
  CheckAnswers(customer.answers(), Member(path, "answers"), out);
}

void CheckAnswers(const RepeatedPtrField<v1::Answer>& answers, std::string_view path,
                  Violations& out) {
  if (!CheckCount(answers.size(), kMaxAnswers, path, out)) return;
  for (int i = 0; i < answers.size(); ++i) CheckAnswer(answers[i], Element(path, i), out);
}

}  // namespace bookings
