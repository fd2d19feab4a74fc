#include "deploy/sandbox/tiquo/tiquo_model.h"

#include <cstdio>

#include "absl/strings/str_format.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/core/trap_rows.h"
#include "deploy/sandbox/tiquo/tiquo_traps.h"

namespace bookings::sandbox::tiquo {
namespace {

// Bookings lie so far around the epoch.
constexpr int64_t kSpreadDays = 180;
// A booking is made at most so long before it takes place.
constexpr int64_t kMaxLeadHours = 60 * 24;
// Rows that draw their own sequence for customers, apart from the rows of bookings.
constexpr uint64_t kCustomerRows = uint64_t{1} << 40;

constexpr std::string_view kZones[] = {"America/New_York", "Europe/London",    "Europe/Prague",
                                       "Asia/Tokyo",       "Asia/Kolkata",     "Africa/Cairo",
                                       "America/Santiago", "Pacific/Auckland", "Etc/UTC"};
// As often as listed.
constexpr std::string_view kStatuses[] = {
    "confirmed", "confirmed",     "confirmed",    "completed",    "completed",  "completed",
    "cancelled", "scheduled",     "pending",      "checked_in",   "active",     "in_progress",
    "no_show",   "reminder_sent", "waiting_list", "waiting_room", "rescheduled"};
constexpr std::string_view kSources[] = {"online", "dashboard", "pos"};
constexpr Ticketing kTicketing[] = {Ticketing::kNone, Ticketing::kOff, Ticketing::kOn};

struct Service {
  const char* id;
  const char* name;
  const char* group;
  const char* category;
  int64_t minutes;
};
constexpr Service kServices[] = {
    {"svc_facial45", "Deep Clean Facial", "Facials", "Spa", 45},
    {"svc_massage60", "Hot Stone Massage", "Massages", "Spa", 60},
    {"svc_court90", "Padel Court", "Courts", "Sport", 90},
    {"svc_yoga75", "Vinyasa Yoga", "Classes", "Sport", 75},
    {"svc_table120", "Chef's Table", "Dining", "Restaurant", 120},
};

struct Sublocation {
  const char* id;
  const char* name;
};
constexpr Sublocation kSublocations[] = {{"sub_spa", "Spa"},
                                         {"sub_court_2", "Court 2"},
                                         {"sub_studio", "Studio"},
                                         {"sub_roof", "Roof Terrace"}};

constexpr const char* kFirstNames[] = {"Ada", "Zoë", "Jan", "Chidi", "Mai", "Łukasz"};
constexpr const char* kLastNames[] = {"Example", "Nováková", "de Vries",
                                      "Okafor",  "Nguyễn",   "O'Hara"};

std::string Code(Rng& rng, size_t size) {
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::string code(size, ' ');
  for (char& c : code) c = kLetters[rng.Below(kLetters.size())];
  return code;
}

std::string WallTime(int64_t minutes) {
  return absl::StrFormat("%02d:%02d", minutes / 60 % 24, minutes % 60);
}

void SetService(Rng& rng, Row& row) {
  const Service& service = rng.Pick(kServices);
  const Sublocation& place = rng.Pick(kSublocations);
  row.service_id = service.id;
  row.service_name = service.name;
  row.service_group = service.group;
  row.service_category = service.category;
  row.sublocation_id = place.id;
  row.sublocation_name = place.name;
  row.duration = service.minutes;
}

void SetTimes(const DataPlan& plan, Rng& rng, Row& row) {
  const absl::CivilDay middle = absl::ToCivilDay(plan.epoch, absl::UTCTimeZone());
  const int64_t start =
      8 * 60 + 15 * rng.Between(0, 47);  // quarters of an hour from 08:00 to 19:45
  row.venue_zone = rng.Pick(kZones);
  row.time_zone = row.venue_zone;
  row.day = middle + rng.Between(-kSpreadDays, kSpreadDays);
  row.start_time = WallTime(start);
  if (!rng.Chance(10)) row.end_time = WallTime(start + *row.duration);
  if (rng.Chance(10)) row.duration = std::nullopt;
  const absl::Time day = absl::FromCivil(absl::CivilSecond(row.day), absl::UTCTimeZone());
  row.created_ms = absl::ToUnixMillis(day) - kMillisPerHour * rng.Between(1, kMaxLeadHours) +
                   rng.Between(0, kMillisPerHour - 1);
  row.updated_ms = row.created_ms + kMillisPerMinute * rng.Between(0, 600);
}

// Own and foreign rows alternate evenly, so every page of the organisation holds both.
bool IsOwn(const DataPlan& plan, uint64_t i) {
  return i >= plan.size() || (i + 1) * plan.own / plan.size() > i * plan.own / plan.size();
}

}  // namespace

Row MakeRow(const DataPlan& plan, uint64_t i) {
  Rng rng(plan.seed, i);
  Row row;
  row.id = "jx7" + absl::StrFormat("%03x%07d", rng.Below(0x1000), i);
  row.booking_number = absl::StrFormat("BK-%06d", i + 1);
  row.confirmation_code = Code(rng, 6);
  row.status = rng.Pick(kStatuses);
  row.attendees = rng.Between(1, 6);
  row.source = rng.Pick(kSources);
  row.ticketing = rng.Pick(kTicketing);
  row.unknown_fields = Json::object();
  row.customer = IsOwn(plan, i) ? 0 : rng.Below(kCustomers - 1) + 1;
  SetService(rng, row);
  SetTimes(plan, rng, row);
  if (!plan.traps) return row;
  if (const auto trap = TrapOfRow(i, plan.size(), Traps().size())) {
    Traps()[*trap].apply(row);
    row.trap = Traps()[*trap].name;
  }
  return row;
}

Customer MakeCustomer(uint64_t number) {
  Rng rng(0, kCustomerRows + number);
  const std::string first = rng.Pick(kFirstNames);
  const std::string last = rng.Pick(kLastNames);
  const std::string digits = absl::StrFormat("%06d", number + 1);
  Customer customer{.id = "k31" + digits,
                    .number = "CUST-" + digits,
                    .first_name = first,
                    .last_name = last,
                    .display_name = first + " " + last,
                    .email = "guest." + digits + "@example.com",
                    .phone = "+4420" + digits};
  if (number % 5 == 3) customer.phone = Text::Absent();
  if (number % 7 == 4) customer.email = Text::Null();
  return customer;
}

absl::TimeZone ZoneOf(std::string_view name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(absl::string_view(name.data(), name.size()), &zone))
    return absl::UTCTimeZone();
  return zone;
}

absl::Time StartOfDay(absl::CivilDay day, const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo midnight = zone.At(absl::CivilSecond(day));
  // `trans` is the end of a gap: where midnight is skipped, the day begins there.
  return midnight.kind == absl::TimeZone::TimeInfo::SKIPPED ? midnight.trans : midnight.pre;
}

std::optional<absl::Time> StartOf(const Row& row) {
  int hour = 0;
  int minute = 0;
  char rest = 0;
  if (std::sscanf(row.start_time.c_str(), "%2d:%2d%c", &hour, &minute, &rest) != 2)
    return std::nullopt;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return ZoneOf(row.venue_zone).At(absl::CivilSecond(row.day) + hour * 3600 + minute * 60).pre;
}

}  // namespace bookings::sandbox::tiquo
