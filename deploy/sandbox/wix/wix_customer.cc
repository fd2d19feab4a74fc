// See wix_customer.h.
#include "deploy/sandbox/wix/wix_customer.h"

#include <algorithm>
#include <utility>

namespace bookings::sandbox::wix {
namespace {

// wix.md 3.6.
constexpr std::size_t kMaxChoices = 20;
constexpr std::size_t kMaxOptions = 5;

bool IsEmail(const std::string& text) {
  const std::size_t at = text.find('@');
  return at != std::string::npos && at > 0 && at + 1 < text.size() &&
         text.find(' ') == std::string::npos;
}

bool IsCountry(const std::string& text) {
  return text.size() == 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void CheckEmail(BodyReader& reader, const std::string& email) {
  if (!email.empty() && !IsEmail(email)) reader.Fail("email", "must be a valid email", "FORMAT");
}

Checked<int> ReadChoice(const Json& item, const std::string& path, const Switches& switches) {
  BodyReader reader(item, path, switches);
  reader.Allow({"numberOfParticipants", "choices"});
  const auto number = reader.Number("numberOfParticipants", 1, kMaxParticipants);
  if (!number) reader.Fail("numberOfParticipants", "must not be empty", "REQUIRED_FIELD");
  for (const Json& option : reader.List("choices", kMaxOptions)) {
    BodyReader choice(option, path + ".choices", switches);
    choice.Allow({"optionId", "choiceId", "custom", "duration", "dateTime", "participantRange"});
    reader.Take(choice.refusal());
  }
  if (reader.refusal()) return *reader.refusal();
  return static_cast<int>(*number);
}

Checked<Party> ReadChoices(const Json& choices, const std::string& path, const Switches& switches) {
  BodyReader reader(choices, path, switches);
  reader.Allow({"serviceChoices"});
  const Json& list = reader.List("serviceChoices", kMaxChoices);
  if (list.empty()) reader.Fail("serviceChoices", "must not be empty", "REQUIRED_FIELD");
  Party party;
  for (const Json& item : list) {
    const Checked<int> number = ReadChoice(item, path + ".serviceChoices", switches);
    if (const Refusal* const refusal = RefusalIn(number)) return *refusal;
    party.total += std::get<int>(number);
  }
  if (party.total > kMaxParticipants) reader.Fail("serviceChoices", "are too many", "MAX");
  if (reader.refusal()) return *reader.refusal();
  party.choices = choices;
  return party;
}

}  // namespace

Checked<Customer> ReadContact(const Json& contact, const std::string& path,
                              const Switches& switches) {
  BodyReader reader(contact, path, switches);
  reader.Allow({"contactId", "firstName", "lastName", "email", "phone", "address", "fullAddress",
                "timeZone", "countryCode"});
  Customer customer;
  customer.contact_id = reader.Text("contactId");
  if (!customer.contact_id.empty() && !IsGuid(customer.contact_id)) {
    reader.Fail("contactId", "must be a GUID", "FORMAT");
  }
  customer.texts.first_name = reader.Text("firstName");
  customer.texts.last_name = reader.Text("lastName");
  customer.texts.email = reader.Text("email");
  CheckEmail(reader, customer.texts.email);
  customer.texts.phone = reader.Text("phone");
  customer.country = reader.Text("countryCode");
  if (!customer.country.empty() && !IsCountry(customer.country)) {
    reader.Fail("countryCode", "must be an ISO 3166-1 alpha-2 code", "FORMAT");
  }
  if (reader.Has("fullAddress")) customer.full_address = reader.Object("fullAddress");
  if (reader.refusal()) return *reader.refusal();
  return customer;
}

Checked<Customer> ReadSubmission(const Json& submission, const Switches& switches) {
  BodyReader reader(submission, "formSubmission", switches);
  Customer customer;
  customer.texts.first_name = reader.Text("first_name");
  customer.texts.last_name = reader.Text("last_name");
  customer.texts.email = reader.Text("email");
  CheckEmail(reader, customer.texts.email);
  customer.texts.phone = reader.Text("phone");
  if (reader.refusal()) return *reader.refusal();
  return customer;
}

Checked<Party> ReadParty(BodyReader& reader) {
  const auto total = reader.Number("totalParticipants", 1, kMaxParticipants);
  const Json& choices = reader.Object("participantsChoices");
  if (total && reader.Has("participantsChoices")) {
    reader.Fail("totalParticipants", "must not be set together with participantsChoices", "CUSTOM");
  }
  if (reader.refusal()) return *reader.refusal();
  if (reader.Has("participantsChoices")) {
    return ReadChoices(choices, reader.Path("participantsChoices"), reader.switches());
  }
  return Party{static_cast<int>(total.value_or(0)), Json()};
}

}  // namespace bookings::sandbox::wix
