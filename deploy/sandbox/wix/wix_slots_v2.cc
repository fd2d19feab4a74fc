// See wix_slots_v2.h.
#include "deploy/sandbox/wix/wix_slots_v2.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "deploy/sandbox/wix/wix_access.h"
#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_commit.h"
#include "deploy/sandbox/wix/wix_query.h"
#include "deploy/sandbox/wix/wix_reader.h"
#include "deploy/sandbox/wix/wix_render_slot.h"
#include "deploy/sandbox/wix/wix_slots.h"

namespace bookings::sandbox::wix {
namespace {

// wix.md 3.3, 3.7.
constexpr std::int64_t kMaxPage = 1'000;
constexpr std::size_t kMaxServices = 100;
constexpr std::size_t kMaxResourceTypes = 100;
constexpr std::size_t kMaxLocations = 5;

struct Page {
  std::int64_t limit = kMaxPage;
  std::int64_t offset = 0;
};

// What either list was asked for. A cursor holds the request that it continues.
struct SlotQuery {
  Json source;
  std::vector<const Offer*> offers;
  absl::CivilSecond from;
  absl::CivilSecond to;
  absl::TimeZone zone;
  std::optional<bool> bookable;
  std::int64_t per_day = 0;  // 0 = all
  std::int64_t least_capacity = 0;
  std::vector<std::string> places;  // ids; empty = all
  Resources resources = Resources::kLeftOut;
  Page page;
};

Refusal RefuseMissing(std::string_view what) {
  return RefuseApplication({400, "Missing arguments", "MISSING_ARGUMENTS", what});
}

Refusal RefuseService() {
  return RefuseApplication({404, "Service not found", "SERVICE_NOT_FOUND", ""});
}

absl::TimeZone ReadZone(BodyReader& root, const WixAccount& account) {
  absl::TimeZone zone = account.offers().zone();
  const std::string name = root.Text("timeZone");
  if (!name.empty() && !absl::LoadTimeZone(name, &zone)) {
    root.Fail("timeZone", "must be an IANA time zone", "FORMAT");
  }
  return zone;
}

Resources ReadResources(BodyReader& root) {
  Resources resources = Resources::kLeftOut;
  for (const Json& type : root.List("includeResourceTypeIds", kMaxResourceTypes)) {
    if (type == kStaffType) resources = Resources::kListed;
  }
  return resources;
}

std::string EncodeCursor(const Json& source, std::int64_t offset) {
  return absl::WebSafeBase64Escape(JsonString({{"request", source}, {"offset", offset}}));
}

struct SlotRequest {
  Json source;
  Page page;
};

// The request itself, or the one that its cursor continues.
Checked<SlotRequest> ReadPaging(const Json& body, std::int64_t fallback, const Switches& switches) {
  BodyReader root(body, "", switches);
  BodyReader paging(root.Object("cursorPaging"), "cursorPaging", switches);
  paging.Allow({"limit", "cursor"});
  const auto limit = paging.Number("limit", 1, kMaxPage);
  const std::string cursor = paging.Text("cursor");
  root.Take(paging.refusal());
  if (root.refusal()) return *root.refusal();
  if (cursor.empty()) return SlotRequest{body, {limit.value_or(fallback), 0}};
  std::string text;
  const bool decoded = absl::WebSafeBase64Unescape(cursor, &text);
  const Json kept = decoded ? ParseJson(text).value_or(Json()) : Json();
  const Json request = kept.is_object() ? kept.value("request", Json()) : Json();
  const Json offset = kept.is_object() ? kept.value("offset", Json()) : Json();
  if (!request.is_object() || !offset.is_number_unsigned()) {
    return RefuseFields({"cursorPaging.cursor", "is not a cursor", "FORMAT", nullptr});
  }
  return SlotRequest{request, {limit.value_or(fallback), offset.get<std::int64_t>()}};
}

void ReadRange(BodyReader& root, SlotQuery& query) {
  query.from = root.WallTime("fromLocalDate").value_or(absl::CivilSecond());
  query.to = root.WallTime("toLocalDate").value_or(absl::CivilSecond());
  if (root.refusal()) return;
  root.Take(
      RefuseRange(query.zone.At(query.from).pre, query.zone.At(query.to).post, "toLocalDate"));
}

void ReadPlaces(BodyReader& root, SlotQuery& query) {
  for (const Json& item : root.List("locations", kMaxLocations)) {
    BodyReader place(item, "locations", root.switches());
    place.Allow({"id", "name", "formattedAddress", "locationType"});
    const std::string id = place.Text("id");
    if (!id.empty()) query.places.push_back(id);
    root.Take(place.refusal());
  }
}

std::optional<bool> OptionalTruth(BodyReader& root, std::string_view name) {
  const bool value = root.Truth(name);
  return root.Has(name) ? std::optional(value) : std::nullopt;
}

// In order of start; of equal ones the service with the smaller number comes first.
std::vector<Occurrence> Collect(const SlotQuery& query, const Call& call) {
  // Wall times may lie off the instants by a change of the clocks.
  constexpr absl::Duration kSlack = absl::Hours(3);
  const absl::Time from = query.zone.At(query.from).pre - kSlack;
  const absl::Time to = query.zone.At(query.to).post + kSlack;
  const Catalogue& catalogue = WriteAccountOf(call).catalogue();
  std::vector<Occurrence> slots;
  for (const Offer* offer : query.offers) {
    const std::string place = catalogue.PlaceId(offer->place_number());
    const bool wanted = query.places.empty() || std::find(query.places.begin(), query.places.end(),
                                                          place) != query.places.end();
    if (!wanted) continue;
    for (Occurrence& slot : OccurrencesOf(*offer, from, to, call)) {
      const absl::CivilSecond wall =
          absl::ToCivilSecond(absl::FromUnixSeconds(slot.span.start_s), query.zone);
      if (wall >= query.from && wall < query.to) slots.push_back(std::move(slot));
    }
  }
  std::stable_sort(slots.begin(), slots.end(), [](const Occurrence& a, const Occurrence& b) {
    return a.span.start_s < b.span.start_s;
  });
  return slots;
}

// At most `per_day` of each local day, bookable ones first (wix.md 3.7).
std::vector<Occurrence> FirstOfDays(std::vector<Occurrence> slots, const SlotQuery& query) {
  if (query.per_day == 0) return slots;
  const auto day_of = [&](const Occurrence& slot) {
    return absl::ToCivilDay(absl::FromUnixSeconds(slot.span.start_s), query.zone);
  };
  std::stable_sort(slots.begin(), slots.end(), [&](const Occurrence& a, const Occurrence& b) {
    if (day_of(a) != day_of(b)) return day_of(a) < day_of(b);
    return a.bookable() && !b.bookable();
  });
  absl::flat_hash_map<absl::CivilDay, std::int64_t> taken;
  std::erase_if(slots,
                [&](const Occurrence& slot) { return ++taken[day_of(slot)] > query.per_day; });
  std::stable_sort(slots.begin(), slots.end(), [](const Occurrence& a, const Occurrence& b) {
    return a.span.start_s < b.span.start_s;
  });
  return slots;
}

Answer AnswerSlots(const SlotQuery& query, std::string_view metadata_key, const Call& call) {
  const WixAccount& account = WriteAccountOf(call);
  std::vector<Occurrence> slots = Collect(query, call);
  std::erase_if(slots, [&](const Occurrence& slot) {
    return (query.bookable && slot.bookable() != *query.bookable) ||
           slot.remaining < query.least_capacity;
  });
  slots = FirstOfDays(std::move(slots), query);
  const auto total = static_cast<std::int64_t>(slots.size());
  const std::int64_t begin = std::min(query.page.offset, total);
  const std::int64_t end = begin + std::min(query.page.limit, total - begin);
  Json list = Json::array();
  for (std::int64_t i = begin; i < end; ++i) {
    list.push_back(RenderTimeSlot(slots[static_cast<std::size_t>(i)], query.zone, query.resources,
                                  account.catalogue()));
  }
  Json cursors = Json::object();
  if (end < total) cursors["next"] = EncodeCursor(query.source, end);
  Json body = {{"timeSlots", std::move(list)}, {"timeZone", query.zone.name()}};
  body[std::string(metadata_key)] = {{"cursors", std::move(cursors)}, {"hasNext", end < total}};
  return AnswerRead(account, body);
}

Checked<Json> ReadSlotBody(const Call& call) {
  if (CallerOf(call) == Caller::kMember) return RefuseIdentity();
  if (auto refusal = RefuseWithout(Right::kReadBookings, call.account.switches)) {
    return *std::move(refusal);
  }
  return ReadBody(call.request, call.account.switches);
}

Checked<SlotQuery> ReadAppointments(const SlotRequest& request, const Call& call) {
  const WixAccount& account = WriteAccountOf(call);
  BodyReader root(request.source, "", account.switches);
  root.Allow({"serviceId", "fromLocalDate", "toLocalDate", "timeZone", "bookable",
              "includeResourceTypeIds", "resourceTypes", "locations", "bookingPolicyViolations",
              "customerChoices", "timeSlotsPerDay", "cursorPaging"});
  for (const std::string_view name : {"serviceId", "fromLocalDate", "toLocalDate"}) {
    if (!root.Has(name)) return RefuseMissing(name);
  }
  SlotQuery query;
  query.source = request.source;
  query.page = request.page;
  query.zone = ReadZone(root, account);
  ReadRange(root, query);
  query.bookable = OptionalTruth(root, "bookable");
  query.per_day = root.Number("timeSlotsPerDay", 1, kMaxPage).value_or(0);
  query.resources = ReadResources(root);
  ReadPlaces(root, query);
  const std::string id = root.Text("serviceId");
  if (root.refusal()) return *root.refusal();
  const auto service = account.offers().ServiceById(account.catalogue(), id);
  if (!service || account.offers().At(*service).kind != Kind::kAppointment) return RefuseService();
  query.offers.push_back(&account.offers().At(*service));
  return query;
}

// The classes that were asked for by id, or all.
std::optional<Refusal> ReadClasses(BodyReader& root, const WixAccount& account, SlotQuery& query) {
  for (const Json& id : root.List("serviceIds", kMaxServices)) {
    const auto service =
        id.is_string() ? account.offers().ServiceById(account.catalogue(), id.get<std::string>())
                       : std::nullopt;
    if (!service) return RefuseService();
    query.offers.push_back(&account.offers().At(*service));
  }
  if (root.List("serviceIds", kMaxServices).empty()) {
    for (const Offer& offer : account.offers().all()) query.offers.push_back(&offer);
  }
  std::erase_if(query.offers, [](const Offer* offer) { return offer->kind != Kind::kClass; });
  return std::nullopt;
}

Checked<SlotQuery> ReadEvents(const SlotRequest& request, const Call& call) {
  const WixAccount& account = WriteAccountOf(call);
  BodyReader root(request.source, "", account.switches);
  root.Allow({"serviceIds", "fromLocalDate", "toLocalDate", "timeZone", "includeNonBookable",
              "minBookableCapacity", "maxSlotsPerDay", "bookingPolicyViolations", "cursorPaging"});
  for (const std::string_view name : {"fromLocalDate", "toLocalDate"}) {
    if (!root.Has(name)) return RefuseMissing(name);
  }
  SlotQuery query;
  query.source = request.source;
  query.page = request.page;
  query.zone = ReadZone(root, account);
  ReadRange(root, query);
  if (OptionalTruth(root, "includeNonBookable") == false) query.bookable = true;
  query.least_capacity = root.Number("minBookableCapacity", 1, kMaxPage).value_or(0);
  query.per_day = root.Number("maxSlotsPerDay", 1, kMaxPage).value_or(0);
  if (auto refusal = ReadClasses(root, account, query)) return *std::move(refusal);
  if (root.refusal()) return *root.refusal();
  return query;
}

Answer List(const Call& call, std::int64_t fallback,
            Checked<SlotQuery> (*read)(const SlotRequest&, const Call&),
            std::string_view metadata) {
  const Checked<Json> body = ReadSlotBody(call);
  if (const Refusal* const refusal = RefusalIn(body)) return refusal->ToAnswer();
  const auto request = ReadPaging(std::get<Json>(body), fallback, call.account.switches);
  if (const Refusal* const refusal = RefusalIn(request)) return refusal->ToAnswer();
  const Checked<SlotQuery> query = read(std::get<SlotRequest>(request), call);
  if (const Refusal* const refusal = RefusalIn(query)) return refusal->ToAnswer();
  return AnswerSlots(std::get<SlotQuery>(query), metadata, call);
}

Answer AnswerOneSlot(const Occurrence& slot, const absl::TimeZone& zone, Resources resources,
                     const Call& call) {
  const WixAccount& account = WriteAccountOf(call);
  return AnswerRead(account,
                    {{"timeSlot", RenderTimeSlot(slot, zone, resources, account.catalogue())},
                     {"timeZone", zone.name()}});
}

Answer RefuseSlot() {
  return RefuseApplication({404, "Slot not found", "SLOT_NOT_FOUND", ""}).ToAnswer();
}

}  // namespace

Answer ListTimeSlots(const Call& call) {
  return List(call, kMaxPage, &ReadAppointments, "cursorPagingMetadata");
}

Answer ListEventSlots(const Call& call) {
  const auto fallback = ParseWholeNumber(call.account.switches.Get("event_slots_limit"));
  return List(call, *fallback, &ReadEvents, "pagingMetadata");
}

Answer GetTimeSlot(const Call& call) {
  const Checked<Json> body = ReadSlotBody(call);
  if (const Refusal* const refusal = RefusalIn(body)) return refusal->ToAnswer();
  const WixAccount& account = WriteAccountOf(call);
  BodyReader root(std::get<Json>(body), "", account.switches);
  root.Allow({"serviceId", "localStartDate", "localEndDate", "timeZone", "location",
              "includeResourceTypeIds", "resourceTypes"});
  const std::string id = root.RequiredText("serviceId");
  const absl::TimeZone zone = ReadZone(root, account);
  const auto start = root.WallTime("localStartDate");
  const auto end = root.WallTime("localEndDate");
  const Resources resources = ReadResources(root);
  if (root.refusal()) return root.refusal()->ToAnswer();
  const auto service = account.offers().ServiceById(account.catalogue(), id);
  if (!service) return RefuseService().ToAnswer();
  const absl::Time at = zone.At(*start).pre;
  const Offer& offer = account.offers().At(*service);
  for (const Occurrence& slot : OccurrencesOf(offer, at, at + absl::Seconds(1), call)) {
    const absl::Time ends = absl::FromUnixSeconds(slot.span.end_s);
    if (absl::ToCivilSecond(ends, zone) == *end) return AnswerOneSlot(slot, zone, resources, call);
  }
  return RefuseSlot();
}

Answer GetEventSlot(const Call& call) {
  if (CallerOf(call) == Caller::kMember) return RefuseIdentity().ToAnswer();
  const WixAccount& account = WriteAccountOf(call);
  // The SDK repeats the path's id as a query parameter (wix.md 3.1).
  if (const auto odd = FirstUnexpectedQuery(call.request, {"timeZone", "eventId"})) {
    return RefuseFields({*odd, "is not known, or sent twice", "CUSTOM", nullptr}).ToAnswer();
  }
  absl::TimeZone zone = account.offers().zone();
  const auto name = call.request.Query("timeZone");
  if (name && !absl::LoadTimeZone(*name, &zone)) {
    return RefuseFields({"timeZone", "must be an IANA time zone", "FORMAT", nullptr}).ToAnswer();
  }
  const auto session = SessionByEventId(account.catalogue(), call.path_values[0]);
  const Checked<Target> target = TargetOfSession(session, account);
  if (RefusalIn(target) != nullptr) return RefuseSlot();
  const auto& found = std::get<Target>(target);
  const absl::Time start = absl::FromUnixSeconds(found.span.start_s);
  const auto slots = OccurrencesOf(*found.offer, start, start + absl::Seconds(1), call);
  return AnswerOneSlot(slots.front(), zone, Resources::kLeftOut, call);
}

}  // namespace bookings::sandbox::wix
