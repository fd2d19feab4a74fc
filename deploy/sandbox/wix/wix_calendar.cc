// The deprecated Query Availability of wix_calendar.h, and the spots of courses.
#include "deploy/sandbox/wix/wix_calendar.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/wix/wix_access.h"
#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_commit.h"
#include "deploy/sandbox/wix/wix_query.h"
#include "deploy/sandbox/wix/wix_reader.h"
#include "deploy/sandbox/wix/wix_render_slot.h"
#include "deploy/sandbox/wix/wix_slots.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::int64_t kMaxPerDay = 1'000;
constexpr std::array<std::string_view, 2> kOrders = {"ASC", "DESC"};
constexpr std::array<std::string_view, 2> kSortFields = {"startDate", "slot.startDate"};

struct CalendarQuery {
  std::vector<const Offer*> offers;
  absl::Time from;
  absl::Time to;
  absl::TimeZone zone;
  std::vector<std::string> staff;   // ids; empty = all
  std::vector<std::string> places;  // likewise
  bool bookable_only = false;
  std::optional<bool> too_early;
  std::optional<bool> too_late;
  std::int64_t least_open = 0;
  std::int64_t per_day = 0;
  bool descending = false;
};

// One appointment of one staff member, or one class session.
struct Entry {
  Occurrence slot;
  std::uint8_t staff = 0;
  int open = 0;

  bool bookable() const { return open > 0 && !slot.violations.any(); }
};

// A value or an array of values.
std::vector<std::string> ReadValues(BodyReader& filter, std::string_view name) {
  const Json* const value = filter.Member(name);
  std::vector<std::string> values;
  if (value == nullptr) return values;
  const Json list = value->is_array() ? *value : Json::array({*value});
  for (const Json& item : list) {
    if (item.is_string()) values.push_back(item.get<std::string>());
    if (!item.is_string()) filter.Fail(name, "must be a text or a list of texts", "FORMAT");
  }
  return values;
}

bool Holds(const std::vector<std::string>& values, const std::string& value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

// With a zone of the request, the wall time counts and the text's offset does not.
std::optional<absl::Time> ParseBound(const std::string& text, bool local,
                                     const absl::TimeZone& zone) {
  constexpr std::size_t kWall = std::string_view("2026-12-10T14:00:00").size();
  const auto millis = ParseInstantMillis(text);
  if (!local) return millis ? std::optional(absl::FromUnixMillis(*millis)) : std::nullopt;
  absl::CivilSecond wall;
  if (text.size() < kWall || !absl::ParseCivilTime(text.substr(0, kWall), &wall)) {
    return std::nullopt;
  }
  return zone.At(wall).pre;
}

void ReadBounds(BodyReader& filter, bool local, CalendarQuery& query) {
  const auto from = ParseBound(filter.RequiredText("startDate"), local, query.zone);
  const auto to = ParseBound(filter.RequiredText("endDate"), local, query.zone);
  if (!from) filter.Fail("startDate", "must be a date and time", "FORMAT");
  if (!to) filter.Fail("endDate", "must be a date and time", "FORMAT");
  if (!from || !to) return;
  query.from = *from;
  query.to = *to;
  filter.Take(RefuseRange(*from, *to, "query.filter.endDate"));
}

// A plain number; one sample writes {"$gte": "10"} (wix.md 3.7).
std::int64_t ReadOpenSpots(BodyReader& filter) {
  const Json* value = filter.Member("openSpots");
  if (value == nullptr) return 0;
  if (value->is_object() && value->contains("$gte")) value = &(*value)["$gte"];
  if (value->is_number_unsigned()) return value->get<std::int64_t>();
  const auto number =
      value->is_string() ? ParseWholeNumber(value->get_ref<const std::string&>()) : std::nullopt;
  if (!number) filter.Fail("openSpots", "must be a whole number", "FORMAT");
  return number.value_or(0);
}

std::optional<bool> ReadTruth(BodyReader& filter, std::string_view name) {
  const bool value = filter.Truth(name);
  return filter.Has(name) ? std::optional(value) : std::nullopt;
}

void ReadFilter(BodyReader& filter, bool local, const WixAccount& account, CalendarQuery& query) {
  filter.Allow({"serviceId", "startDate", "endDate", "resourceId", "location.businessLocation.id",
                "bookable", "openSpots", "bookingPolicyViolations.tooEarlyToBook",
                "bookingPolicyViolations.tooLateToBook"});
  const std::vector<std::string> services = ReadValues(filter, "serviceId");
  if (services.empty()) filter.Fail("serviceId", "must not be empty", "REQUIRED_FIELD");
  for (const std::string& id : services) {
    // A service that nobody knows has no slots.
    const auto service = account.offers().ServiceById(account.catalogue(), id);
    if (service) query.offers.push_back(&account.offers().At(*service));
  }
  ReadBounds(filter, local, query);
  query.staff = ReadValues(filter, "resourceId");
  query.places = ReadValues(filter, "location.businessLocation.id");
  query.bookable_only = filter.Truth("bookable");
  query.least_open = ReadOpenSpots(filter);
  query.too_early = ReadTruth(filter, "bookingPolicyViolations.tooEarlyToBook");
  query.too_late = ReadTruth(filter, "bookingPolicyViolations.tooLateToBook");
}

void ReadOrder(BodyReader& reader, CalendarQuery& query) {
  for (const Json& item : reader.List("sort", 1)) {
    BodyReader sort(item, "query.sort", reader.switches());
    sort.Allow({"fieldName", "order"});
    (void)sort.Word("fieldName", kSortFields);
    query.descending = sort.Word("order", kOrders) == "DESC";
    reader.Take(sort.refusal());
  }
}

Checked<CalendarQuery> ReadCalendarQuery(const Call& call) {
  const WixAccount& account = WriteAccountOf(call);
  const Checked<Json> body = ReadBody(call.request, account.switches);
  if (const Refusal* const refusal = RefusalIn(body)) return *refusal;
  BodyReader root(std::get<Json>(body), "", account.switches);
  root.Allow({"query", "timezone", "slotsPerDay"});
  CalendarQuery query;
  query.zone = account.offers().zone();
  const std::string zone = root.Text("timezone");
  if (!zone.empty() && !absl::LoadTimeZone(zone, &query.zone)) {
    root.Fail("timezone", "must be an IANA time zone", "FORMAT");
  }
  query.per_day = root.Number("slotsPerDay", 1, kMaxPerDay).value_or(0);
  BodyReader inner(root.RequiredObject("query"), "query", account.switches);
  inner.Allow({"filter", "sort"});
  BodyReader filter(inner.RequiredObject("filter"), "query.filter", account.switches);
  if (inner.refusal()) root.Take(inner.refusal());
  if (root.refusal()) return *root.refusal();
  ReadFilter(filter, !zone.empty(), account, query);
  ReadOrder(inner, query);
  inner.Take(filter.refusal());
  if (inner.refusal()) return *inner.refusal();
  return query;
}

bool Passes(const CalendarQuery& query, const Entry& entry, const Catalogue& catalogue) {
  const Occurrence& slot = entry.slot;
  if (absl::FromUnixSeconds(slot.span.end_s) > query.to) return false;
  if (!Holds(query.staff, catalogue.StaffId(entry.staff))) return false;
  if (!Holds(query.places, catalogue.PlaceId(slot.offer->place_number()))) return false;
  if (query.bookable_only && !entry.bookable()) return false;
  if (query.too_early && slot.violations.too_early != *query.too_early) return false;
  if (query.too_late && slot.violations.too_late != *query.too_late) return false;
  return entry.open >= query.least_open;
}

std::vector<Entry> EntriesOf(const Occurrence& slot) {
  std::vector<Entry> entries;
  const Offer& offer = *slot.offer;
  for (const std::uint8_t staff : offer.staff) {
    const bool free =
        std::find(slot.free_staff.begin(), slot.free_staff.end(), staff) != slot.free_staff.end();
    const int open = offer.kind == Kind::kClass ? slot.remaining : free ? 1 : 0;
    entries.push_back({slot, staff, open});
  }
  return entries;
}

std::vector<Entry> Collect(const CalendarQuery& query, const Call& call) {
  const Catalogue& catalogue = WriteAccountOf(call).catalogue();
  std::vector<Entry> entries;
  for (const Offer* offer : query.offers) {
    for (const Occurrence& slot : OccurrencesOf(*offer, query.from, query.to, call)) {
      for (Entry& entry : EntriesOf(slot)) {
        if (Passes(query, entry, catalogue)) entries.push_back(std::move(entry));
      }
    }
  }
  std::stable_sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    return query.descending ? b.slot.span.start_s < a.slot.span.start_s
                            : a.slot.span.start_s < b.slot.span.start_s;
  });
  if (query.per_day == 0) return entries;
  absl::flat_hash_map<absl::CivilDay, std::int64_t> taken;
  std::erase_if(entries, [&](const Entry& entry) {
    const absl::Time start = absl::FromUnixSeconds(entry.slot.span.start_s);
    return ++taken[absl::ToCivilDay(start, query.zone)] > query.per_day;
  });
  return entries;
}

std::string DateText(std::int64_t seconds, const absl::TimeZone& zone) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3S%Ez", absl::FromUnixSeconds(seconds), zone);
}

Json RenderEntry(const Entry& entry, const absl::TimeZone& zone, WixAccount& account) {
  const Catalogue& catalogue = account.catalogue();
  const Offer& offer = *entry.slot.offer;
  const Row row = RowOf(offer, entry.slot.session, entry.staff);
  Json slot;
  if (offer.kind == Kind::kClass) {
    slot["sessionId"] = catalogue.SessionId(row);
    slot["eventId"] = catalogue.EventId(row);
  }
  slot["serviceId"] = catalogue.ServiceId(offer.service);
  slot["scheduleId"] = catalogue.ScheduleId(row);
  slot["startDate"] = DateText(entry.slot.span.start_s, zone);
  slot["endDate"] = DateText(entry.slot.span.end_s, zone);
  slot["timezone"] = zone.name();
  slot["resource"] = {{"id", catalogue.StaffId(entry.staff)}, {"name", StaffName(row)}};
  slot["location"] = RenderBookedLocation(offer, catalogue);
  const bool locked =
      slot.contains("sessionId") && account.locks().contains(slot["sessionId"].get<std::string>());
  return {{"slot", std::move(slot)},
          {"bookable", entry.bookable()},
          {"totalSpots", offer.capacity},
          {"openSpots", entry.open},
          {"waitingList", Json::object()},
          {"bookingPolicyViolations",
           {{"tooEarlyToBook", entry.slot.violations.too_early},
            {"tooLateToBook", entry.slot.violations.too_late},
            {"bookOnlineDisabled", false}}},
          {"locked", locked}};
}

std::optional<Refusal> RefuseCalendarCaller(const Call& call) {
  if (CallerOf(call) == Caller::kMember) return RefuseIdentity();
  return RefuseWithout(Right::kReadBookings, call.account.switches);
}

}  // namespace

Answer QueryAvailability(const Call& call) {
  if (auto refusal = RefuseCalendarCaller(call)) return refusal->ToAnswer();
  const Checked<CalendarQuery> query = ReadCalendarQuery(call);
  if (const Refusal* const refusal = RefusalIn(query)) return refusal->ToAnswer();
  const auto& read = std::get<CalendarQuery>(query);
  WixAccount& account = WriteAccountOf(call);
  Json entries = Json::array();
  for (const Entry& entry : Collect(read, call)) {
    entries.push_back(RenderEntry(entry, read.zone, account));
  }
  return AnswerRead(account, {{"availabilityEntries", std::move(entries)}});
}

Answer GetScheduleAvailability(const Call& call) {
  if (auto refusal = RefuseCalendarCaller(call)) return refusal->ToAnswer();
  const WixAccount& account = WriteAccountOf(call);
  const auto service = account.offers().ServiceBySchedule(account.catalogue(), call.path_values[0]);
  if (!service || account.offers().At(*service).kind != Kind::kCourse) {
    return RefuseBusiness("FAILED_RESOLVING_SCHEDULE", "The schedule was not found").ToAnswer();
  }
  const Offer& offer = account.offers().At(*service);
  const Target target = TargetOfCourse(offer, account);
  const int taken = account.agenda().Participants(offer.service, target.session, "");
  const PolicyViolations violations = ViolationsOf(target.span.start_s, call.now);
  return AnswerRead(account,
                    {{"availability",
                      {{"totalSpots", offer.capacity},
                       {"openSpots", std::max(0, offer.capacity - taken)},
                       {"bookingPolicyViolations",
                        {{"tooEarlyToBook", violations.too_early},
                         {"tooLateToBook", violations.too_late},
                         {"bookOnlineDisabled", false}}}}},
                     {"bookingPolicySettings", {{"maxParticipantsPerBooking", offer.capacity}}}});
}

}  // namespace bookings::sandbox::wix
