// See jicoo_contacts.h.
#include "connectors/jicoo/jicoo_contacts.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/api/civil.h"
#include "connectors/api/failure.h"
#include "connectors/api/fields.h"
#include "connectors/api/json.h"

namespace bookings::jicoo {
namespace {

using json::FieldTable;
using json::Leftovers;

struct Contact {
  std::string_view name, email, company, phone_number, message;
  json::Value cc_emails, answers;
};

struct Answer {
  std::string_view question;
  json::Value content;
};

struct TextList {
  std::vector<std::string_view> texts;
  // Whether there was nothing but texts.
  bool complete = true;
};

// An array of texts. One text alone is taken for a list of one: the page that writes answers leaves
// the type of their content open (jicoo.md 2.4).
TextList ReadTexts(json::Value value) {
  if (const auto alone = value.AsString()) return {{*alone}, true};
  TextList list{{}, value.IsArray() || value.IsNullOrMissing()};
  for (json::Value element : json::Elements(value)) {
    const std::optional<std::string_view> text = element.AsString();
    if (text) list.texts.push_back(*text);
    list.complete = list.complete && text;
  }
  return list;
}

Contact ReadContact(json::Value contact, Leftovers& left) {
  using Fields = FieldTable<Contact>;
  static const Fields fields = {
      {"name", &Contact::name},
      {"email", &Contact::email},
      {"ccEmails", &Contact::cc_emails},
      {"company", &Contact::company},
      {"phoneNumber", &Contact::phone_number},
      {"message", &Contact::message},
      {"textRemindNumber", Fields::NoPlace()},
      {"textRemindCountryCode", Fields::NoPlace()},
      {"answers", &Contact::answers},
      {"createdAt", Fields::NoPlace()},
      {"updatedAt", Fields::NoPlace()},
  };
  return fields.Read(contact, left);
}

void FillCcEmails(json::Value emails, v1::Customer* customer, Leftovers& left) {
  const TextList list = ReadTexts(emails);
  for (std::string_view email : list.texts) customer->add_cc_emails(std::string(email));
  if (list.complete) return;
  left.unreadable = true;
  left.unplaced.push_back({"ccEmails", emails});
}

void FillAnswer(json::Value element, v1::Customer* customer, Leftovers& left) {
  static const FieldTable<Answer> fields = {{"question", &Answer::question},
                                            {"content", &Answer::content}};
  const Answer read = fields.Read(element, left);
  const TextList values = ReadTexts(read.content);
  if (!element.IsObject() || !values.complete) left.unreadable = true;
  if (!element.IsObject()) return;
  v1::Answer& answer = *customer->add_answers();
  answer.set_question(std::string(read.question));
  for (std::string_view text : values.texts) answer.add_values(std::string(text));
}

// What one answer leaves over says nothing without its question: then the whole array is kept.
void FillAnswers(json::Value answers, v1::Customer* customer, Leftovers& left) {
  Leftovers of_answers;
  of_answers.unreadable = !answers.IsArray() && !answers.IsNullOrMissing();
  for (json::Value element : json::Elements(answers)) FillAnswer(element, customer, of_answers);
  left.unreadable = left.unreadable || of_answers.unreadable;
  const bool complete = !of_answers.unreadable && of_answers.unplaced.empty();
  if (!complete) left.unplaced.push_back({"answers", answers});
}

google::protobuf::Value* NextContact(v1::Booking* booking) {
  auto& fields = *booking->mutable_vendor_fields()->mutable_fields();
  return fields["contacts"].mutable_list_value()->add_values();
}

void AddContact(json::Value contact, v1::Booking* booking) {
  if (!contact.IsObject()) {
    AddNote(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE, booking);
    return json::ToProto(contact, NextContact(booking));
  }
  Leftovers left;
  const Contact read = ReadContact(contact, left);
  v1::Customer& customer = *booking->add_customers();
  customer.set_display_name(std::string(read.name));
  customer.set_email(std::string(read.email));
  customer.set_company(std::string(read.company));
  customer.set_phone(std::string(read.phone_number));
  customer.set_message(std::string(read.message));
  FillCcEmails(read.cc_emails, &customer, left);
  FillAnswers(read.answers, &customer, left);
  if (left.unreadable) AddNote(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE, booking);
  left.MoveTo("", NextContact(booking)->mutable_struct_value());
}

}  // namespace

absl::StatusOr<v1::Booking> ParseContacts(std::string body) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return document.status();
  const json::Value data = document->root()["data"];
  if (!data.IsArray()) return ResponseInvalid("the contacts have no array `data`");
  v1::Booking booking;
  for (json::Value contact : json::Elements(data)) AddContact(contact, &booking);
  return booking;
}

}  // namespace bookings::jicoo
