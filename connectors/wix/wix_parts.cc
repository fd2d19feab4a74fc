// See wix_parts.h.
#include "connectors/wix/wix_parts.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/money.h"
#include "connectors/api/names.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"

namespace bookings::wix {
namespace {

using json::FieldTable;

struct Contact {
  std::string_view id, first_name, last_name, email, phone, address, time_zone, country;
  json::Value full_address;
};

Contact ReadContact(json::Value contact, std::string_view path, ItemReader& reader) {
  static const FieldTable<Contact> fields = {
      {"contactId", &Contact::id},
      {"firstName", &Contact::first_name},
      {"lastName", &Contact::last_name},
      {"email", &Contact::email},
      {"phone", &Contact::phone},
      {"address", &Contact::address},
      {"fullAddress", &Contact::full_address},
      {"timeZone", &Contact::time_zone},
      {"countryCode", &Contact::country},
  };
  return reader.Read(fields, contact, path);
}

void FillContact(const Contact& contact, std::string_view path, v1::Customer* customer,
                 ItemReader& reader) {
  customer->set_id(std::string(contact.id));
  customer->set_first_name(std::string(contact.first_name));
  customer->set_last_name(std::string(contact.last_name));
  const bool both = !contact.first_name.empty() && !contact.last_name.empty();
  customer->set_display_name(
      absl::StrCat(ToAbsl(contact.first_name), both ? " " : "", ToAbsl(contact.last_name)));
  customer->set_email(std::string(contact.email));
  customer->set_phone(std::string(contact.phone));
  customer->set_time_zone(std::string(contact.time_zone));
  customer->set_country_code(std::string(contact.country));
  if (contact.full_address.IsNullOrMissing()) {
    customer->set_address(std::string(contact.address));
    return;
  }
  const std::string full_path = absl::StrCat(ToAbsl(path), ".fullAddress");
  const std::string_view full = ReadAddress(contact.full_address, full_path, reader);
  customer->set_address(std::string(full.empty() ? contact.address : full));
  const std::string free_path = absl::StrCat(ToAbsl(path), ".address");
  if (!full.empty() && full != contact.address) reader.Keep({contact.address, free_path});
}

struct FormAnswer {
  std::string_view id, label, value;
};

void FillAnswers(json::Value answers, std::string_view path, v1::Customer* customer,
                 ItemReader& reader) {
  using Fields = FieldTable<FormAnswer>;
  static const Fields fields = {
      {"id", &FormAnswer::id},
      {"value", &FormAnswer::value},
      {"label", &FormAnswer::label},
      {"valueType", Fields::NoPlace{}},
  };
  const json::Value array = reader.Array(answers, path);
  for (json::Value element : json::Elements(array)) {
    const FormAnswer answer = reader.ReadElement(fields, element, array, path);
    v1::Answer* out = customer->add_answers();
    out->set_question_id(std::string(answer.id));
    out->set_question(std::string(answer.label));
    if (!answer.value.empty()) out->add_values(std::string(answer.value));
  }
}

struct Resource {
  std::string_view id, name, email;
};

const FieldTable<Resource>& ResourceFields() {
  using Fields = FieldTable<Resource>;
  static const Fields fields = {
      {"id", &Resource::id},       {"name", &Resource::name},
      {"email", &Resource::email}, {"scheduleId", Fields::NoPlace{}},
      {"type", Fields::NoPlace{}},
  };
  return fields;
}

void AddStaff(const Resource& resource, ItemReader& reader) {
  if (resource.id.empty() && resource.name.empty() && resource.email.empty()) return;
  v1::StaffMember* staff = reader.booking().add_staff();
  staff->set_id(std::string(resource.id));
  staff->set_name(std::string(resource.name));
  staff->set_email(std::string(resource.email));
}

struct Share {
  std::optional<int64_t> people;
};

// ISO 4217 codes are three capitals; which of them exist is not ours to say.
bool IsCurrencyCode(std::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

v1::Booking* AddBooking(json::Value entry, const Mapping& mapping, Page* page) {
  const std::optional<std::string_view> id = entry["booking"]["id"].AsString();
  if (!id || id->empty()) {
    ++page->dropped;
    return nullptr;
  }
  v1::Booking* booking = page->Add();
  booking->set_name(BookingName(mapping.connection_id, *id));
  booking->set_vendor("wix");
  booking->set_vendor_id(std::string(*id));
  return booking;
}

void FillStatus(std::string_view word, std::span<const Word<v1::BookingStatus>> words,
                ItemReader& reader) {
  if (word.empty()) return;
  v1::Booking& booking = reader.booking();
  booking.set_vendor_status(std::string(word));
  const std::optional<v1::BookingStatus> status = Translate(words, word);
  if (!status) reader.CountUnknownWord();
  booking.set_status(status.value_or(v1::BOOKING_STATUS_UNKNOWN));
  if (booking.status() == v1::BOOKING_STATUS_UNKNOWN) {
    AddNote(v1::MAPPING_NOTE_STATUS_UNKNOWN, &booking);
  }
}

void FillPaymentStatus(PlacedText word, std::span<const Word<v1::PaymentStatus>> words,
                       ItemReader& reader) {
  if (word.text.empty()) return;
  const std::optional<v1::PaymentStatus> status = Translate(words, word.text);
  reader.booking().set_payment_status(status.value_or(v1::PAYMENT_STATUS_UNKNOWN));
  if (status) return;
  reader.CountUnknownWord();
  reader.Keep(word);
  AddNote(v1::MAPPING_NOTE_PAYMENT_STATUS_UNKNOWN, &reader.booking());
}

void FillKind(json::Value tags, v1::BookingKind untold, ItemReader& reader) {
  constexpr std::string_view kPath = "bookedEntity.tags";
  const json::Value array = reader.Array(tags, kPath);
  reader.booking().set_kind(untold);
  if (array.size() == 0) return;
  const std::optional<std::string_view> tag = (*json::Elements(array).begin()).AsString();
  const std::optional<v1::BookingKind> kind = tag ? Translate(KindWords(), *tag) : std::nullopt;
  if (kind) reader.booking().set_kind(*kind);
  if (!tag) reader.NoteUnreadable();
  if (tag && !kind) reader.CountUnknownWord();
  if (!kind || array.size() > 1) reader.Keep(array, kPath);
}

void FillTimes(PlacedText start, PlacedText end, ItemReader& reader) {
  v1::Booking& booking = reader.booking();
  if (start.text.empty()) AddNote(v1::MAPPING_NOTE_START_UNKNOWN, &booking);
  if (end.text.empty()) AddNote(v1::MAPPING_NOTE_END_UNKNOWN, &booking);
  if (const auto time = reader.Instant(start)) SetTimestamp(*time, booking.mutable_start_time());
  if (const auto time = reader.Instant(end)) SetTimestamp(*time, booking.mutable_end_time());
}

void FillTimeZone(PlacedText zone, const Mapping& mapping, ItemReader& reader) {
  v1::Booking& booking = reader.booking();
  if (FindZone(zone.text)) {
    booking.set_time_zone(std::string(zone.text));
    booking.set_time_zone_source(v1::TIME_ZONE_SOURCE_CUSTOMER);
    return;
  }
  if (!zone.text.empty()) {
    reader.NoteUnreadable();
    reader.Keep(zone);
  }
  if (mapping.time_zone.empty()) return;
  booking.set_time_zone(mapping.time_zone);
  booking.set_time_zone_source(v1::TIME_ZONE_SOURCE_CONFIGURED);
}

void FillCustomer(json::Value contact, std::string_view contact_path, json::Value answers,
                  std::string_view answers_path, ItemReader& reader) {
  v1::Customer* customer = reader.booking().add_customers();
  FillContact(ReadContact(contact, contact_path, reader), contact_path, customer, reader);
  FillAnswers(answers, answers_path, customer, reader);
  if (customer->ByteSizeLong() == 0) reader.booking().mutable_customers()->RemoveLast();
}

void FillStaffMember(json::Value resource, std::string_view path, ItemReader& reader) {
  AddStaff(reader.Read(ResourceFields(), resource, path), reader);
}

void FillStaffMembers(json::Value resources, std::string_view path, ItemReader& reader) {
  const json::Value array = reader.Array(resources, path);
  for (json::Value element : json::Elements(array)) {
    AddStaff(reader.ReadElement(ResourceFields(), element, array, path), reader);
  }
}

void FillPartySize(json::Value shares, std::string_view path, ItemReader& reader) {
  using Fields = FieldTable<Share>;
  static const Fields fields = {
      {"numberOfParticipants", &Share::people},
      {"rateLabel", Fields::NoPlace{}},
      {"choices", Fields::NoPlace{}},
  };
  const json::Value array = reader.Array(shares, path);
  int64_t people = 0;
  for (json::Value element : json::Elements(array)) {
    const Share share = reader.ReadElement(fields, element, array, path);
    const bool spoiled = !share.people && !element["numberOfParticipants"].IsNullOrMissing();
    const int64_t number = spoiled ? -1 : share.people.value_or(0);
    // One bad number spoils the sum, which must not turn out small by its absence.
    const bool in_bounds = number >= 0 && number <= std::numeric_limits<int32_t>::max();
    people = in_bounds && people >= 0 ? people + number : -1;
  }
  FillPartySize(people, array, path, reader);
}

void FillPartySize(int64_t people, json::Value sent, std::string_view path, ItemReader& reader) {
  if (people >= 0 && people <= std::numeric_limits<int32_t>::max()) {
    reader.booking().set_party_size(static_cast<int32_t>(people));
    return;
  }
  reader.NoteUnreadable();
  reader.Keep(sent, path);
}

void FillLocationKind(std::string_view word, ItemReader& reader) {
  if (word.empty()) return;
  v1::Location* location = reader.booking().mutable_location();
  const std::optional<v1::LocationKind> kind = Translate(LocationWords(), word);
  location->set_vendor_kind(std::string(word));
  location->set_kind(kind.value_or(v1::LOCATION_KIND_UNKNOWN));
  if (!kind) reader.CountUnknownWord();
}

std::string_view ReadAddress(json::Value address, std::string_view path, ItemReader& reader) {
  struct Address {
    std::string_view formatted;
  };
  using Fields = FieldTable<Address>;
  static const Fields fields = {
      {"formattedAddress", &Address::formatted},
      {"country", Fields::NoPlace{}},
      {"subdivision", Fields::NoPlace{}},
      {"city", Fields::NoPlace{}},
      {"postalCode", Fields::NoPlace{}},
      {"streetAddress", Fields::NoPlace{}},
      {"addressLine", Fields::NoPlace{}},
      {"addressLine2", Fields::NoPlace{}},
      {"hint", Fields::NoPlace{}},
      {"geocode", Fields::NoPlace{}},
      {"countryFullname", Fields::NoPlace{}},
      {"subdivisions", Fields::NoPlace{}},
  };
  const Address read = reader.Read(fields, address, path);
  if (!read.formatted.empty()) return read.formatted;
  return address["addressLine"].AsString().value_or(std::string_view());
}

void FillAddress(std::initializer_list<PlacedText> candidates, ItemReader& reader) {
  std::string_view chosen;
  for (const PlacedText& candidate : candidates) {
    if (candidate.text.empty()) continue;
    if (chosen.empty()) {
      chosen = candidate.text;
      reader.booking().mutable_location()->set_address(std::string(chosen));
    } else if (candidate.text != chosen) {
      reader.Keep(candidate);
    }
  }
}

void FillMeeting(json::Value conference, std::string_view path, ItemReader& reader) {
  struct Meeting {
    std::string_view url, password;
  };
  using Fields = FieldTable<Meeting>;
  static const Fields fields = {
      {"guestUrl", &Meeting::url},
      {"password", &Meeting::password},
      {"providerId", Fields::NoPlace{}},
  };
  const Meeting meeting = reader.Read(fields, conference, path);
  if (meeting.url.empty() && meeting.password.empty()) return;
  reader.booking().mutable_location()->set_url(std::string(meeting.url));
  reader.booking().mutable_location()->set_password(std::string(meeting.password));
}

void FillAllowedActions(json::Value actions, ItemReader& reader) {
  struct Allowed {
    std::optional<bool> cancel, reschedule, book_another, refund;
  };
  static const FieldTable<Allowed> fields = {
      {"cancel", &Allowed::cancel},
      {"reschedule", &Allowed::reschedule},
      {"bookAnother", &Allowed::book_another},
      {"refund", &Allowed::refund},
  };
  const Allowed allowed = reader.Read(fields, actions, "allowedActions");
  const auto add = [&reader](std::optional<bool> is_allowed, v1::AllowedAction action) {
    if (is_allowed.value_or(false)) reader.booking().add_allowed_actions(action);
  };
  add(allowed.cancel, v1::ALLOWED_ACTION_CANCEL);
  add(allowed.reschedule, v1::ALLOWED_ACTION_RESCHEDULE);
  add(allowed.book_another, v1::ALLOWED_ACTION_BOOK_ANOTHER);
  add(allowed.refund, v1::ALLOWED_ACTION_REFUND);
}

std::optional<v1::Money> ReadMoney(PlacedText amount, std::string_view currency,
                                   ItemReader& reader) {
  if (amount.text.empty()) return std::nullopt;
  std::optional<v1::Money> money;
  if (IsCurrencyCode(currency)) money = MoneyFromDecimal(amount.text, currency);
  if (!money) {
    reader.Keep(amount);
    AddNote(v1::MAPPING_NOTE_AMOUNT_UNREADABLE, &reader.booking());
  }
  return money;
}

}  // namespace bookings::wix
