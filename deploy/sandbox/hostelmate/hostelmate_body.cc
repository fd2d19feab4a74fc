// See hostelmate_body.h.
#include "deploy/sandbox/hostelmate/hostelmate_body.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <initializer_list>
#include <utility>

#include "absl/status/status.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/hostelmate/hostelmate_switches.h"

namespace bookings::sandbox::hostelmate {
namespace {

// Minor units for one night: the sum over a body's nights stays within 64 bits.
constexpr int64_t kMaxAmount = 10'000'000'000'000'000;

constexpr std::string_view kStatuses[] = {"confirmed", "paid", "cancelled"};

absl::Status Wrong(std::string_view field, std::string_view what) {
  return absl::InvalidArgumentError(std::string(field) + " " + std::string(what));
}

bool IsUuidV4(std::string_view text) {
  constexpr size_t kVersionAt = 14;
  return IsUuid(text) && text[kVersionAt] == '4';
}

bool IsCountryCode(const std::string& text) {
  return text.size() == 2 && std::all_of(text.begin(), text.end(),
                                         [](unsigned char c) { return c >= 'A' && c <= 'Z'; });
}

bool IsEmail(const std::string& text) {
  const size_t at = text.find('@');
  return at != std::string::npos && at > 0 && at + 1 < text.size() &&
         text.find(' ') == std::string::npos;
}

// One object of a body, whose members are taken one by one. The first error stays.
class ObjectReader {
 public:
  ObjectReader(const Json& object, std::string path, const Switches& switches)
      : object_(object), path_(std::move(path)), switches_(switches) {
    if (!object.is_object()) Fail("", "must be an object");
  }

  const absl::Status& status() const { return status_; }

  // Null where it is absent.
  const Json* Member(std::string_view name) const {
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(std::string(name));
    return found == object_.end() ? nullptr : &*found;
  }

  std::optional<std::string> OptionalText(std::string_view name) {
    const Json* const value = Member(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    Fail(name, "must be a string");
    return std::nullopt;
  }

  std::string RequiredText(std::string_view name) {
    std::optional<std::string> text = OptionalText(name);
    if (!text || text->empty()) Fail(name, "is required");
    return std::move(text).value_or("");
  }

  std::string RequiredUuid(std::string_view name) {
    std::string text = RequiredText(name);
    if (!IsUuid(text)) Fail(name, "must be a UUID");
    return text;
  }

  const Json& RequiredMember(std::string_view name) {
    static const auto* const kMissing = new Json();
    const Json* const value = Member(name);
    if (value == nullptr) Fail(name, "is required");
    return value == nullptr ? *kMissing : *value;
  }

  void RefuseOthers(std::initializer_list<std::string_view> allowed) {
    if (!object_.is_object() || switches_.Is(kUnknownMember, "ignore")) return;
    for (const auto& [name, value] : object_.items()) {
      if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
        Fail(name, "is unknown");
    }
  }

  void Fail(std::string_view name, std::string_view what) {
    Take(Wrong(name.empty() ? (path_.empty() ? "the body" : path_) : Path(name), what));
  }
  void Take(const absl::Status& status) {
    if (status_.ok()) status_ = status;
  }

  std::string Path(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  }

 private:
  const Json& object_;
  const std::string path_;
  const Switches& switches_;
  absl::Status status_;
};

absl::StatusOr<Night> ReadBodyNight(const Json& item, const std::string& path,
                                    const Switches& switches) {
  ObjectReader reader(item, path, switches);
  reader.RefuseOthers({"date", "amount"});
  const auto date = ParseDate(reader.RequiredText("date"));
  if (!date) reader.Fail("date", "must be a date YYYY-MM-DD");
  const Json& amount = reader.RequiredMember("amount");
  const bool in_range =
      amount.is_number_unsigned() && amount.get<uint64_t>() <= static_cast<uint64_t>(kMaxAmount);
  if (!in_range) reader.Fail("amount", "must be an integer of at least 0, in minor units");
  if (!reader.status().ok()) return reader.status();
  Night night;
  night.date = *date;
  night.amount = amount.get<int64_t>();
  return night;
}

absl::Status CheckRepeats(const std::vector<Night>& nights, const Switches& switches) {
  if (switches.Is(kRepeatedDate, "second_bed")) return absl::OkStatus();
  std::vector<absl::CivilDay> dates;
  dates.reserve(nights.size());
  for (const Night& night : nights) dates.push_back(night.date);
  std::sort(dates.begin(), dates.end());
  const bool repeats = std::adjacent_find(dates.begin(), dates.end()) != dates.end();
  return repeats ? Wrong("booking.dates", "names a date twice") : absl::OkStatus();
}

absl::StatusOr<std::vector<Night>> ParseNights(const Json& list, const Switches& switches) {
  constexpr std::string_view kPath = "booking.dates";
  if (!list.is_array() || list.empty()) return Wrong(kPath, "must be a list of at least 1 night");
  if (list.size() > kMaxNightsOfBody) return Wrong(kPath, "must have at most 366 nights");
  std::vector<Night> nights;
  for (size_t i = 0; i < list.size(); ++i) {
    const std::string path = std::string(kPath) + "[" + std::to_string(i) + "]";
    absl::StatusOr<Night> night = ReadBodyNight(list[i], path, switches);
    if (!night.ok()) return night.status();
    nights.push_back(*std::move(night));
  }
  if (absl::Status status = CheckRepeats(nights, switches); !status.ok()) return status;
  return nights;
}

absl::StatusOr<Json> ParseAddress(const Json& object, const Switches& switches) {
  ObjectReader reader(object, "guest.address", switches);
  reader.RefuseOthers({"line1", "city", "postal_code", "country_code"});
  Json address = Json::object();
  for (const std::string_view name : {"line1", "city", "postal_code", "country_code"}) {
    address[std::string(name)] = reader.OptionalText(name).value_or("");
  }
  if (!reader.status().ok()) return reader.status();
  return address;
}

void ReadPerson(ObjectReader& reader, GuestBody& guest) {
  guest.first_name = reader.RequiredText("first_name");
  guest.last_name = reader.RequiredText("last_name");
  guest.email = reader.RequiredText("email");
  if (!IsEmail(guest.email)) reader.Fail("email", "must be an e-mail address");
}

absl::StatusOr<GuestBody> ParseGuest(const Json& object, const Switches& switches) {
  ObjectReader reader(object, "guest", switches);
  reader.RefuseOthers(
      {"id", "first_name", "last_name", "email", "phone", "country_code", "address"});
  GuestBody guest;
  guest.id = reader.OptionalText("id");
  if (guest.id && !IsUuid(*guest.id)) reader.Fail("id", "must be a UUID");
  if (!guest.id) ReadPerson(reader, guest);
  guest.phone = reader.OptionalText("phone").value_or("");
  guest.country_code = reader.OptionalText("country_code").value_or("");
  if (!guest.country_code.empty() && !IsCountryCode(guest.country_code)) {
    reader.Fail("country_code", "must be an ISO 3166-1 alpha-2 code");
  }
  if (const Json* const address = reader.Member("address")) {
    absl::StatusOr<Json> parsed = ParseAddress(*address, switches);
    reader.Take(parsed.status());
    if (parsed.ok()) guest.address = *std::move(parsed);
  }
  if (!reader.status().ok()) return reader.status();
  return guest;
}

absl::StatusOr<Json> BodyOf(const Call& call) {
  std::optional<Json> body = ParseJson(call.request.body);
  if (body) return *std::move(body);
  return absl::InvalidArgumentError("the body is not JSON");
}

}  // namespace

bool IsUuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return text.size() == kForm.size() &&
         std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
           return form == '-' ? c == '-' : std::isxdigit(static_cast<unsigned char>(c)) != 0;
         });
}

absl::StatusOr<CreateBody> ParseCreate(const Call& call) {
  const Switches& switches = call.account.switches;
  const absl::StatusOr<Json> body = BodyOf(call);
  if (!body.ok()) return body.status();
  ObjectReader root(*body, "", switches);
  root.RefuseOthers({"booking", "room", "guest", "notes"});
  ObjectReader booking(root.RequiredMember("booking"), "booking", switches);
  root.Take(booking.status());
  booking.RefuseOthers({"id", "dates"});
  CreateBody create;
  create.id = booking.RequiredText("id");
  if (!IsUuidV4(create.id)) booking.Fail("id", "must be a UUID of version 4");
  absl::StatusOr<std::vector<Night>> nights =
      ParseNights(booking.RequiredMember("dates"), switches);
  booking.Take(nights.status());
  root.Take(booking.status());
  create.room = root.RequiredUuid("room");
  absl::StatusOr<GuestBody> guest = ParseGuest(root.RequiredMember("guest"), switches);
  root.Take(guest.status());
  create.notes = root.OptionalText("notes");
  if (!root.status().ok()) return root.status();
  create.nights = *std::move(nights);
  create.guest = *std::move(guest);
  return create;
}

absl::StatusOr<UpdateBody> ParseUpdate(const Call& call) {
  const Switches& switches = call.account.switches;
  const absl::StatusOr<Json> body = BodyOf(call);
  if (!body.ok()) return body.status();
  ObjectReader root(*body, "", switches);
  root.RefuseOthers({"status", "notes"});
  UpdateBody update{root.OptionalText("status"), root.OptionalText("notes")};
  const bool known = !update.status || std::find(std::begin(kStatuses), std::end(kStatuses),
                                                 *update.status) != std::end(kStatuses);
  if (!known) root.Fail("status", "must be confirmed, paid or cancelled");
  if (!update.status && !update.notes && switches.Is(kEmptyUpdate, "refuse")) {
    root.Fail("", "must name status or notes");
  }
  if (!root.status().ok()) return root.status();
  return update;
}

absl::StatusOr<PatchBody> ParsePatch(const Call& call) {
  const Switches& switches = call.account.switches;
  const absl::StatusOr<Json> body = BodyOf(call);
  if (!body.ok()) return body.status();
  ObjectReader root(*body, "", switches);
  root.RefuseOthers({"booking", "room", "notes"});
  PatchBody patch;
  if (const Json* const member = root.Member("booking")) {
    ObjectReader booking(*member, "booking", switches);
    booking.RefuseOthers({"dates"});
    absl::StatusOr<std::vector<Night>> nights =
        ParseNights(booking.RequiredMember("dates"), switches);
    root.Take(booking.status());
    root.Take(nights.status());
    if (nights.ok()) patch.nights = *std::move(nights);
  }
  if (root.Member("room") != nullptr) patch.room = root.RequiredUuid("room");
  patch.notes = root.OptionalText("notes");
  if (!root.status().ok()) return root.status();
  return patch;
}

absl::StatusOr<AvailabilityBody> ParseAvailability(const Call& call) {
  const absl::StatusOr<Json> body = BodyOf(call);
  if (!body.ok()) return body.status();
  ObjectReader root(*body, "", call.account.switches);
  root.RefuseOthers({"dates", "property"});
  AvailabilityBody availability;
  availability.property = root.RequiredUuid("property");
  const Json& dates = root.RequiredMember("dates");
  const bool listed = dates.is_array() && !dates.empty() && dates.size() <= kMaxNightsOfBody;
  if (!listed) root.Fail("dates", "must be a list of 1 to 366 dates");
  for (const Json& item : listed ? dates : Json::array()) {
    const auto date = item.is_string() ? ParseDate(item.get<std::string>()) : std::nullopt;
    if (!date) root.Fail("dates", "must hold dates YYYY-MM-DD");
    if (date) availability.nights.push_back(*date);
  }
  if (!root.status().ok()) return root.status();
  return availability;
}

}  // namespace bookings::sandbox::hostelmate
