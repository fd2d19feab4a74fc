// Guests' details out of a create body.
#include "deploy/sandbox/jicoo/jicoo_contact.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace bookings::sandbox::jicoo {
namespace {

// The vendor's limits in characters (jicoo.md 2.4).
constexpr size_t kMaxName = 64;
constexpr size_t kMaxCompany = 32;
constexpr size_t kMaxCountryCode = 255;
constexpr size_t kMaxPhone = 32;
constexpr size_t kMaxMessage = 2000;
constexpr size_t kMaxCopies = 30;
// The vendor names none; more than any page asks.
constexpr size_t kMaxAnswers = 200;

Json OrNull(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }

Json ReadCopies(BodyReader& reader) {
  Json copies = Json::array();
  for (const Json& item : reader.Items("ccEmails", kMaxCopies)) {
    if (!item.is_string() || !IsEmail(item.get_ref<const std::string&>())) {
      reader.Fail("ccEmails must be e-mail addresses");
    }
    copies.push_back(item);
  }
  return copies;
}

bool IsAnswer(const Json& item) {
  if (!item.is_object() || item.size() != 2) return false;
  if (!item.contains("questionUid") || !item["questionUid"].is_string()) return false;
  const Json content = item.value("content", Json());
  const auto is_text = [](const Json& text) { return text.is_string(); };
  return content.is_string() ||
         (content.is_array() && std::all_of(content.begin(), content.end(), is_text));
}

const Question* FindQuestion(const BookingPage& page, const Json& uid) {
  for (const Question& question : page.questions) {
    if (uid == question.uid) return &question;
  }
  return nullptr;
}

// As it is read back: the question's text, the content always a list.
Json ReadAnswers(BodyReader& reader, const BookingPage* page) {
  Json answers = Json::array();
  for (const Json& item : reader.Items("answers", kMaxAnswers)) {
    if (!IsAnswer(item)) {
      reader.Fail("answers must be questionUid and content");
      return answers;
    }
    const Question* question = page == nullptr ? nullptr : FindQuestion(*page, item["questionUid"]);
    if (question == nullptr) {
      reader.Fail("the page asks no such question");
      return answers;
    }
    const Json content =
        item["content"].is_array() ? item["content"] : Json::array({item["content"]});
    answers.push_back({{"question", question->text}, {"content", content}});
  }
  return answers;
}

}  // namespace

std::vector<std::string_view> ContactMembers() {
  return {"name",       "email",   "ccEmails",         "company",
          "message",    "answers", "textRemindNumber", "textRemindCountryCode",
          "phoneNumber"};
}

Json ReadContact(BodyReader& reader, const BookingPage* page, int64_t now_ms) {
  const auto optional = [&](std::string_view name, size_t max) {
    return OrNull(reader.Text(name, max, Presence::kOptional));
  };
  Json contact;
  contact["name"] = OrNull(reader.Text("name", kMaxName, Presence::kRequired));
  contact["email"] = OrNull(reader.Email("email"));
  contact["ccEmails"] = ReadCopies(reader);
  contact["company"] = optional("company", kMaxCompany);
  contact["phoneNumber"] = optional("phoneNumber", kMaxPhone);
  contact["message"] = optional("message", kMaxMessage);
  contact["textRemindNumber"] = optional("textRemindNumber", kMaxPhone);
  contact["textRemindCountryCode"] = optional("textRemindCountryCode", kMaxCountryCode);
  contact["answers"] = ReadAnswers(reader, page);
  contact["created_ms"] = now_ms;
  contact["updated_ms"] = now_ms;
  return contact;
}

}  // namespace bookings::sandbox::jicoo
