#include "deploy/sandbox/jicoo/jicoo_model.h"

#include <utility>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/trap_rows.h"
#include "deploy/sandbox/jicoo/jicoo_traps.h"

namespace bookings::sandbox::jicoo {
namespace {

// Bookings lie this far around the epoch.
constexpr int64_t kSpreadDays = 180;
// Bookings are made at most this long before they start.
constexpr int64_t kMaxLeadDays = 60;
constexpr int64_t kSlotMillis = 15 * kMillisPerMinute;

constexpr std::string_view kTitles[] = {"Trial lesson", "体験レッスン", "Consultation",
                                        "Career talk",  "Café counsel", "初回面談"};
constexpr std::string_view kDescriptions[] = {"Please be on time", "オンラインで行います",
                                              "Bring your ID"};
constexpr std::string_view kZones[] = {"Asia/Tokyo", "Asia/Tokyo", "Europe/Prague",
                                       "America/New_York", "UTC"};
constexpr std::string_view kRoles[] = {"admin", "editor", "viewer"};
constexpr std::string_view kPriorities[] = {"low", "middle", "high"};
constexpr std::string_view kCancelReasons[] = {"Teacher is ill", "予定が変わりました"};
constexpr std::string_view kFirstNames[] = {"Mika", "Ana", "健太", "Zoë", "Oleg"};
constexpr std::string_view kLastNames[] = {"Sato", "Silva", "田中", "O'Brien", "van der Berg"};

// 64 bits as 11 characters; ids may start with `_` or `-` (jicoo.md 7.7).
std::string Base64Url(uint64_t bits) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string id;
  for (int i = 0; i < 11; ++i, bits >>= 6) id.push_back(kAlphabet[bits & 63]);
  return id;
}

void SetOnlinePlace(Row& row) { row.url = "https://meet.example/" + row.id; }

void SetPlace(Row& row) {
  row.address = "1-2-3 Jingumae, Shibuya, Tokyo";
  row.access = "5 minutes from the station";
}

void SetPhonePlace(Row& row) { row.phone_number = "+81-3-1234-5678"; }
void SetCustomPlace(Row& row) { row.custom_location = "Studio 2"; }
void SetNothing(Row&) {}

struct LocationChoice {
  std::string_view id;
  void (*fill)(Row& row);
};

constexpr LocationChoice kLocations[] = {
    {"googleMeet", &SetOnlinePlace}, {"zoom", &SetOnlinePlace}, {"teams", &SetOnlinePlace},
    {"inPerson", &SetPlace},         {"phone", &SetPhonePlace}, {"custom", &SetCustomPlace},
    {"askInvitee", &SetNothing},
};

void SetTimes(const Generator& generator, Rng& rng, Row& row, int64_t duration_minutes) {
  const int64_t slots_a_day = kMillisPerDay / kSlotMillis;
  const int64_t slot = rng.Between(-kSpreadDays * slots_a_day, kSpreadDays * slots_a_day);
  row.started_ms = generator.epoch_ms + slot * kSlotMillis;
  row.ended_ms = row.started_ms + duration_minutes * kMillisPerMinute;
  row.created_ms = row.started_ms - rng.Between(kMillisPerHour, kMaxLeadDays * kMillisPerDay);
  row.updated_ms = row.created_ms + (rng.Chance(40) ? rng.Between(0, kMillisPerHour) : 0);
}

void SetStatus(Rng& rng, Row& row) {
  const uint64_t draw = rng.Below(100);
  row.status = draw < 72 ? "open" : draw < 80 ? "request" : "cancel";
  if (row.status != "cancel") return;
  row.cancelled_ms = row.updated_ms;
  row.cancelled_by = rng.Chance(50) ? "host" : "guest";
  if (rng.Chance(60)) row.cancel_reason = rng.Pick(kCancelReasons);
}

void SetPeople(Rng& rng, Row& row) {
  const uint64_t first = rng.Below(Users().size());
  row.hosts.push_back({Users()[first].id, std::string(rng.Pick(kRoles))});
  if (rng.Chance(20)) row.hosts.push_back({Users()[(first + 1) % Users().size()].id, "viewer"});
}

void SetTexts(Rng& rng, Row& row) {
  row.title = rng.Pick(kTitles);
  if (rng.Chance(30)) row.description = rng.Pick(kDescriptions);
  row.time_zone = rng.Pick(kZones);
  if (rng.Chance(30)) row.priority = rng.Pick(kPriorities);
  if (rng.Chance(10)) return;
  const LocationChoice& location = rng.Pick(kLocations);
  row.location_id = location.id;
  location.fill(row);
}

Json TextOrNull(bool present, std::string_view text) { return present ? Json(text) : Json(); }

Json MakeAnswers(Rng& rng) {
  Json answers = Json::array();
  if (rng.Chance(70)) answers.push_back({{"question", "Instrument"}, {"content", {"Guitar"}}});
  if (rng.Chance(30)) answers.push_back({{"question", "目的"}, {"content", {"趣味", "Job"}}});
  if (rng.Chance(10)) answers.push_back({{"question", "Notes"}, {"content", Json::array()}});
  return answers;
}

Json MakeContact(Rng& rng, const Row& row) {
  const std::string name =
      std::string(rng.Pick(kFirstNames)) + " " + std::string(rng.Pick(kLastNames));
  Json copies = Json::array();
  if (rng.Chance(15)) copies = {"boss@example.com", "team+jicoo@example.com"};
  const bool reminded = rng.Chance(20);
  return {{"name", name},
          {"email",
           TextOrNull(!rng.Chance(10), "guest" + std::to_string(rng.Below(5000)) + "@Example.com")},
          {"ccEmails", copies},
          {"company", TextOrNull(rng.Chance(30), "Aoba K.K.")},
          {"phoneNumber", TextOrNull(rng.Chance(60), "+81-90-0000-0001")},
          {"message", TextOrNull(rng.Chance(30), "First visit")},
          {"textRemindNumber", TextOrNull(reminded, "09000000002")},
          {"textRemindCountryCode", TextOrNull(reminded, "81")},
          {"answers", MakeAnswers(rng)},
          {"created_ms", row.created_ms},
          {"updated_ms", row.updated_ms}};
}

// FNV-1a: the same number on every machine, unlike a library's hash.
uint64_t StableHash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  return hash;
}

}  // namespace

Row Generator::Make(uint64_t number) const {
  Rng rng(seed, number);
  Row row;
  row.id = Base64Url(rng.Next());
  const EventType& type = EventTypes()[rng.Below(EventTypes().size())];
  row.event_type_id = type.uid;
  SetTimes(*this, rng, row, type.duration_minutes);
  SetStatus(rng, row);
  SetPeople(rng, row);
  SetTexts(rng, row);
  const auto trap = traps ? TrapOfRow(number, rows, Traps().size()) : std::nullopt;
  if (trap) {
    Traps()[*trap].apply(*this, rng, row);
    row.trap = Traps()[*trap].name;
  }
  return row;
}

absl::Span<const EventType> EventTypes() {
  static const auto* const types = new std::vector<EventType>{
      {"b7Yw-1QeRt5u", "Trial lesson", "enable", 30},
      {"_k2Lm9-xYz01", "Consultation", "enable", 60},
      {"B7yW-1qErT5U", "Career talk", "enable", 45},
      {"Qw3rTy-uIoP_", "Workshop", "disable", 120},
  };
  return *types;
}

absl::Span<const User> Users() {
  static const auto* const users = new std::vector<User>{
      {"u7HsK2mQ0aVb", "Aiko Mori", "aiko@example.com"},
      {"_uX-9wErTyUi", "Ben Ito", "ben@example.com"},
      {"U7hSk2Mq0AvB", "千代 Abe", "chiyo@example.com"},
  };
  return *users;
}

void SetLocation(std::string_view id, Row& row) {
  for (const LocationChoice& location : kLocations) {
    if (location.id != id) continue;
    row.location_id = location.id;
    location.fill(row);
  }
}

ContactList ContactsOf(const Row& row) {
  if (row.contacts) return *row.contacts;
  Rng rng(StableHash(row.id), 0);
  ContactList list;
  const uint64_t draw = rng.Below(100);
  const int count = draw < 2 ? 0 : draw < 94 ? 1 : 2;
  for (int i = 0; i < count; ++i) list.items.push_back(MakeContact(rng, row));
  return list;
}

}  // namespace bookings::sandbox::jicoo
