// See wix_catalogue.h.
#include "deploy/sandbox/wix/wix_catalogue.h"

#include <array>
#include <cstddef>

#include "absl/strings/str_format.h"
#include "deploy/sandbox/core/rng.h"

namespace bookings::sandbox::wix {
namespace {

// Four services of each kind, in the order of Kind.
constexpr std::array<Service, kServices> kCatalogue = {{
    {Kind::kAppointment, "Back massage", "EUR", 3550, 60},
    {Kind::kAppointment, "Consultation by phone", "USD", 2000, 30},
    {Kind::kAppointment, "Hot stones", "CZK", 99000, 90},
    {Kind::kAppointment, "Shiatsu 指圧", "JPY", 650000, 45},
    {Kind::kClass, "Morning yoga", "EUR", 1400, 75},
    {Kind::kClass, "Pilates <beginners> & friends", "USD", 1825, 60},
    {Kind::kClass, "Night swim", "KWD", 450, 120},
    {Kind::kClass, "Křehká keramika", "CZK", 35000, 90},
    {Kind::kCourse, "Pottery course", "EUR", 24000, 90},
    {Kind::kCourse, "Sailing, \"level 1\"", "USD", 49900, 240},
    {Kind::kCourse, "Curso de baile", "EUR", 8850, 60},
    {Kind::kCourse, "Winter school", "JPY", 1200000, 180},
}};

// Clocks that jump by an hour, by half an hour, that never jump, and that stand off by 45 minutes.
constexpr std::array<Zone, kZones> kZoneTable = {{
    {"Europe/Prague", "CZ"},
    {"America/New_York", "US"},
    {"Australia/Lord_Howe", "AU"},
    {"Asia/Kathmandu", "NP"},
    {"Europe/London", "GB"},
    {"UTC", "IS"},
    {"America/Sao_Paulo", "BR"},
    {"Pacific/Auckland", "NZ"},
}};

constexpr std::size_t kSessionIdLength = 100;
// The last twelve digits of a GUID.
constexpr std::uint64_t kNodeMask = (std::uint64_t{1} << 48) - 1;
constexpr std::uint64_t kScheduleRuns = std::uint64_t{1} << 32;

// Letters and digits only, as the older generation's session ids.
std::string OpaqueText(std::uint64_t seed, std::uint64_t n) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  Rng rng(seed, n);
  std::string text;
  while (text.size() < kSessionIdLength) text += kAlphabet[rng.Below(kAlphabet.size())];
  return text;
}

// True where all members of a session share one event.
bool IsShared(const Row& row) { return row.kind != Kind::kAppointment; }

std::uint64_t SessionNumber(const Row& row) { return row.service + row.session * kScheduleRuns; }

}  // namespace

const Service& ServiceAt(std::uint16_t number) { return kCatalogue[number % kServices]; }
const Zone& ZoneAt(std::uint8_t number) { return kZoneTable[number % kZones]; }

std::string Catalogue::ServiceId(const Row& row) const { return ServiceId(row.service); }
std::string Catalogue::ServiceId(std::uint16_t service) const {
  return MakeGuid(seed_, "service", service);
}

std::string Catalogue::ScheduleId(const Row& row) const {
  const std::uint64_t run = row.kind == Kind::kCourse ? row.session + 1 : 0;
  return MakeGuid(seed_, "schedule", row.service + run * kScheduleRuns);
}

std::string Catalogue::EventId(const Row& row) const {
  if (!IsShared(row)) return MakeGuid(row.salt, "event", 0);
  if (row.session >= kCatalogueSessions) {
    return absl::StrFormat("%08x-%04x-4000-8000-%012x", row.session, row.service,
                           seed_ & kNodeMask);
  }
  return MakeGuid(seed_, "class event", SessionNumber(row));
}

std::string Catalogue::SessionId(const Row& row) const {
  if (IsShared(row) && row.session >= kCatalogueSessions) {
    const std::string head = absl::StrFormat("S%08x%04x", row.session, row.service);
    return head + OpaqueText(seed_, SessionNumber(row)).substr(head.size());
  }
  return IsShared(row) ? OpaqueText(seed_, SessionNumber(row)) : OpaqueText(row.salt, 0);
}

std::string Catalogue::ContactId(const Row& row) const {
  return row.written ? row.written->contact_id : MakeGuid(seed_, "contact", row.contact);
}
std::string Catalogue::StaffId(const Row& row) const { return StaffId(row.staff); }
std::string Catalogue::StaffId(std::uint8_t staff) const { return MakeGuid(seed_, "staff", staff); }
std::string Catalogue::StaffScheduleId(const Row& row) const { return StaffScheduleId(row.staff); }
std::string Catalogue::StaffScheduleId(std::uint8_t staff) const {
  return MakeGuid(seed_, "staff schedule", staff);
}
std::string Catalogue::PlaceId(const Row& row) const {
  return PlaceId(static_cast<std::uint8_t>(row.staff % kPlaceCount));
}
std::string Catalogue::PlaceId(std::uint8_t place) const { return MakeGuid(seed_, "place", place); }
std::string Catalogue::OwnId(const Row& row, std::string_view purpose) const {
  return MakeGuid(row.salt, purpose, 0);
}

}  // namespace bookings::sandbox::wix
