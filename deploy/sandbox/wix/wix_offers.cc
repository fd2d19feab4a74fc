// See wix_offers.h.
#include "deploy/sandbox/wix/wix_offers.h"

#include <array>
#include <charconv>
#include <string>

#include "absl/status/status.h"

namespace bookings::sandbox::wix {
namespace {

constexpr int kMaxCapacity = 200;
constexpr std::int64_t kSecondsPerMinute = 60;
// Courses start on their first day this long after the account's epoch, and run for this long.
constexpr int kDaysToCourses = 30;
constexpr int kOfferedCourseWeeks = 12;

using Days = std::vector<absl::Weekday>;

constexpr auto kMon = absl::Weekday::monday;
constexpr auto kTue = absl::Weekday::tuesday;
constexpr auto kWed = absl::Weekday::wednesday;
constexpr auto kThu = absl::Weekday::thursday;
constexpr auto kFri = absl::Weekday::friday;
constexpr auto kSat = absl::Weekday::saturday;
constexpr auto kSun = absl::Weekday::sunday;

constexpr std::int64_t At(std::int64_t hour, std::int64_t minute = 0) { return hour * 60 + minute; }

struct OfferSpec {
  Days days;
  std::int64_t open;
  // For classes and courses only the length counts.
  std::int64_t close;
  std::vector<std::uint8_t> staff;
  Place place;
  int capacity;
  bool needs_approval;
};

// By service. The one by phone is open through every night, and the swim starts in the hour that
// clocks skip or repeat.
std::vector<OfferSpec> Specs() {
  const Days weekdays = {kMon, kTue, kWed, kThu, kFri};
  const Days daily = {kMon, kTue, kWed, kThu, kFri, kSat, kSun};
  const Days tue_to_sat = {kTue, kWed, kThu, kFri, kSat};
  return {
      {weekdays, At(9), At(17), {0}, Place::kBusiness, 1, false},
      {daily, At(0), At(24), {1, 4}, Place::kOwnerCustom, 1, false},
      {tue_to_sat, At(10), At(19), {2}, Place::kBusiness, 1, true},
      {weekdays, At(9), At(18), {0, 3}, Place::kCustom, 1, false},
      {{kMon, kWed, kFri}, At(7, 30), 0, {1}, Place::kBusiness, 10, false},
      {{kTue, kThu}, At(18), 0, {2}, Place::kBusiness, 1, false},
      {daily, At(2, 15), 0, {5}, Place::kBusiness, 4, false},
      {{kSat}, At(10), 0, {4}, Place::kBusiness, 2, true},
      {{kMon}, At(17), 0, {0}, Place::kBusiness, 6, false},
      {{kWed}, At(9), 0, {1}, Place::kBusiness, 1, false},
      {{kFri}, At(20), 0, {2}, Place::kBusiness, 4, true},
      {{kSat}, At(9), 0, {3}, Place::kBusiness, 8, false},
  };
}

Offer MakeOffer(std::uint16_t service, const OfferSpec& spec, const absl::TimeZone& zone) {
  Offer offer;
  offer.service = service;
  offer.kind = ServiceAt(service).kind;
  const std::int64_t length = ServiceAt(service).minutes;
  const bool once = offer.kind != Kind::kAppointment;
  offer.timetable = {zone, HoursOn(spec.days, spec.open, once ? spec.open + length : spec.close),
                     length, length};
  offer.staff = spec.staff;
  offer.place = spec.place;
  offer.capacity = spec.capacity;
  offer.needs_approval = spec.needs_approval;
  return offer;
}

// Hexadecimal digits of a fixed place in an id.
std::optional<std::uint32_t> HexAt(std::string_view id, std::size_t at, std::size_t count) {
  if (id.size() < at + count) return std::nullopt;
  std::uint32_t value = 0;
  const char* const end = id.data() + at + count;
  const auto parsed = std::from_chars(id.data() + at, end, value, 16);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return value;
}

std::optional<SessionName> SessionIn(std::string_view id, std::size_t session_at,
                                     std::size_t service_at) {
  const auto session = HexAt(id, session_at, 8);
  const auto service = HexAt(id, service_at, 4);
  if (!session || !service || *session < kCatalogueSessions || *service >= kServices) {
    return std::nullopt;
  }
  return SessionName{static_cast<std::uint16_t>(*service), *session};
}

Row RowOfSession(const SessionName& name) {
  Row row;
  row.service = name.service;
  row.kind = ServiceAt(name.service).kind;
  row.session = name.session;
  return row;
}

}  // namespace

absl::StatusOr<Offers> Offers::Make(const AccountSpec& spec) {
  const Json& settings = spec.settings.is_object() ? spec.settings : Json::object();
  const absl::StatusOr<absl::TimeZone> zone =
      ParseZone(settings.value("zone", Json("Europe/Prague")));
  if (!zone.ok()) return zone.status();
  const Json capacity = settings.value("capacity", Json(0u));
  if (!capacity.is_number_unsigned() || capacity.get<std::uint64_t>() > kMaxCapacity) {
    return absl::InvalidArgumentError("capacity is a whole number from 1 to 200");
  }
  const Json approval = settings.value("approval", Json());
  if (!approval.is_null() && !approval.is_boolean()) {
    return absl::InvalidArgumentError("approval is true or false");
  }
  Offers offers;
  offers.zone_ = *zone;
  offers.courses_from_ = spec.epoch + absl::Hours(24 * kDaysToCourses);
  for (const OfferSpec& each : Specs()) {
    const auto service = static_cast<std::uint16_t>(offers.offers_.size());
    Offer offer = MakeOffer(service, each, *zone);
    if (approval.is_boolean()) offer.needs_approval = approval.get<bool>();
    const bool shared = offer.kind != Kind::kAppointment && capacity != 0u;
    if (shared) offer.capacity = capacity.get<int>();
    offers.offers_.push_back(std::move(offer));
  }
  return offers;
}

bool Offers::StartsAt(const Offer& offer, std::int64_t start_s) const {
  const absl::Time start = absl::FromUnixSeconds(start_s);
  return !StartsIn(offer.timetable, start, start + absl::Seconds(1)).empty();
}

std::uint32_t Offers::SessionAt(std::int64_t start_s) {
  return kCatalogueSessions + static_cast<std::uint32_t>(start_s / kSecondsPerMinute);
}

std::optional<Span> Offers::SpanOf(std::uint16_t service, std::uint32_t session) const {
  const Offer& offer = At(service);
  if (offer.kind == Kind::kAppointment || session < kCatalogueSessions) return std::nullopt;
  const std::int64_t start_s = std::int64_t{session - kCatalogueSessions} * kSecondsPerMinute;
  const absl::Time start = absl::FromUnixSeconds(start_s);
  if (offer.kind == Kind::kCourse) {
    if (session != RunOf(offer)) return std::nullopt;
    const auto all =
        StartsIn(offer.timetable, start, start + absl::Hours(7 * 24 * kOfferedCourseWeeks));
    return Span{start_s, absl::ToUnixSeconds(all.back() + offer.length())};
  }
  if (!StartsAt(offer, start_s)) return std::nullopt;
  return Span{start_s, absl::ToUnixSeconds(start + offer.length())};
}

std::uint32_t Offers::RunOf(const Offer& course) const {
  const auto starts =
      StartsIn(course.timetable, courses_from_, courses_from_ + absl::Hours(2 * 7 * 24));
  return SessionAt(absl::ToUnixSeconds(starts.front()));
}

std::optional<std::uint16_t> Offers::ServiceById(const Catalogue& catalogue,
                                                 std::string_view id) const {
  for (const Offer& offer : offers_) {
    if (catalogue.ServiceId(offer.service) == id) return offer.service;
  }
  return std::nullopt;
}

std::optional<std::uint16_t> Offers::ServiceBySchedule(const Catalogue& catalogue,
                                                       std::string_view id) const {
  for (const Offer& offer : offers_) {
    const std::uint32_t run = offer.kind == Kind::kCourse ? RunOf(offer) : 0;
    if (catalogue.ScheduleId(RowOf(offer, run, offer.staff.front())) == id) return offer.service;
  }
  return std::nullopt;
}

std::optional<SessionName> SessionByEventId(const Catalogue& catalogue, std::string_view id) {
  const std::optional<SessionName> name = SessionIn(id, 0, 9);
  if (!name || catalogue.EventId(RowOfSession(*name)) != id) return std::nullopt;
  return name;
}

std::optional<SessionName> SessionBySessionId(const Catalogue& catalogue, std::string_view id) {
  const std::optional<SessionName> name = SessionIn(id, 1, 9);
  if (!name || catalogue.SessionId(RowOfSession(*name)) != id) return std::nullopt;
  return name;
}

Row RowOf(const Offer& offer, std::uint32_t session, std::uint8_t staff) {
  Row row;
  row.service = offer.service;
  row.kind = offer.kind;
  row.place = offer.place;
  row.session = session;
  row.staff = staff;
  return row;
}

}  // namespace bookings::sandbox::wix
