// See jicoo_slots.h.
#include "connectors/jicoo/jicoo_slots.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/cursor.h"
#include "connectors/api/failure.h"
#include "connectors/api/http_status.h"
#include "connectors/api/json.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"

namespace bookings::jicoo {
namespace {

// The vendor's limit of one call (jicoo.md 7, trap 18).
constexpr absl::Duration kWindow = absl::Hours(7 * 24);
// To both sides of one start: whichever bound of the period the vendor takes for inclusive.
constexpr absl::Duration kAround = absl::Hours(12);
// A longer event is a misreading: the vendor's unit is the minute.
constexpr int64_t kMaxMinutes = 31 * 24 * 60;

struct Window {
  absl::Time from;
  absl::Time to;
};

std::string WriteWindow(Window window) {
  return absl::StrCat(FormatInstantMillis(window.from), " ", FormatInstantMillis(window.to));
}

std::optional<Window> ParseWindow(std::string_view text) {
  const size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::optional<absl::Time> from = ParseInstant(text.substr(0, space));
  const std::optional<absl::Time> to = ParseInstant(text.substr(space + 1));
  if (!from || !to || *to <= *from || *to - *from > kWindow) return std::nullopt;
  return Window{*from, *to};
}

absl::Time FloorToMillis(absl::Time time) { return absl::FromUnixMillis(absl::ToUnixMillis(time)); }

HttpRequest BuildSlotsRead(std::string target) {
  HttpRequest request;
  request.target = std::move(target);
  request.purpose = Purpose::kListSlots;
  request.replay = ReplaySafety::kSafe;
  return request;
}

HttpRequest BuildPeriod(std::string_view event_type, Window window) {
  UrlTarget target(
      absl::StrCat("/v1/event_types/", PercentEncode(event_type), "/available_schedules"));
  target.Add("periodStart", FormatInstantMillis(window.from));
  target.Add("periodEnd", FormatInstantMillis(window.to));
  return BuildSlotsRead(std::move(target).Take());
}

std::string WriteType(const EventType& type) {
  json::Writer data;
  data.Open('{').Key("name").String(type.name);
  data.Key("duration").Number(absl::ToInt64Minutes(type.duration)).Close('}');
  return std::move(data).Take();
}

EventType ReadType(json::Value value) {
  EventType type;
  type.name = std::string(value["name"].AsString().value_or(""));
  const int64_t minutes = value["duration"].AsInt64().value_or(0);
  if (minutes > 0 && minutes <= kMaxMinutes) type.duration = absl::Minutes(minutes);
  return type;
}

// What stands in one entry of an answer; no value where it tells no start.
struct Entry {
  absl::Time start;
  std::optional<int64_t> places;
};

std::optional<Entry> ReadEntry(json::Value value) {
  const auto start = ParseInstant(value["startedAt"].AsString().value_or(""));
  if (!start) return std::nullopt;
  return Entry{*start, value["remainingCapacity"].AsInt64()};
}

bool HasPlace(const Entry& entry) { return !entry.places || *entry.places > 0; }

FoundSlot MakeSlot(const Entry& entry, const SlotQuery& query, const EventType& type,
                   const Account& account) {
  FoundSlot found;
  v1::Slot& slot = found.slot;
  SetTimestamp(entry.start, slot.mutable_start_time());
  if (type.duration > absl::ZeroDuration()) {
    SetTimestamp(entry.start + type.duration, slot.mutable_end_time());
    *found.reference.mutable_end_time() = slot.end_time();
  }
  if (entry.places) {
    slot.set_capacity_left(static_cast<int32_t>(
        std::clamp<int64_t>(*entry.places, 0, std::numeric_limits<int32_t>::max())));
  }
  slot.set_available(HasPlace(entry) && entry.start >= query.now);
  slot.mutable_service()->set_id(query.service_id);
  slot.mutable_service()->set_name(type.name);
  slot.set_time_zone(account.time_zone);
  found.reference.set_service_id(query.service_id);
  *found.reference.mutable_start_time() = slot.start_time();
  found.reference.set_time_zone(account.time_zone);
  if (!query.time_zone.empty()) {
    (*found.reference.mutable_vendor())[std::string(kGuestZone)] = query.time_zone;
  }
  return found;
}

}  // namespace

HttpRequest BuildEventType(std::string_view uid) {
  HttpRequest request = BuildSlotsRead(absl::StrCat("/v1/event_types/", PercentEncode(uid)));
  request.expected_statuses = {http_status::kForbidden};
  return request;
}

absl::StatusOr<EventType> ReadEventType(HttpResponse response) {
  if (response.status == http_status::kForbidden) return EventType();
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(response.body));
  if (!document.ok()) return document.status();
  const json::Value data = document->root()["data"];
  if (!data.IsObject()) return ResponseInvalid("the event type has no object `data`");
  return ReadType(data);
}

absl::StatusOr<SlotPlan> PlanWindows(const SlotQuery& query, const EventType& type) {
  if (query.nights) return InvalidRequest({{"date_range", "is for accommodation only"}});
  const bool hides_past = query.unavailable == UnavailableSlots::kHide;
  const absl::Time from = FloorToMillis(hides_past ? std::max(query.from, query.now) : query.from);
  // Rounded up, as the vendor knows milliseconds only.
  const absl::Time to = FloorToMillis(query.to + absl::Milliseconds(1) - absl::Nanoseconds(1));
  if (to - from > kWindow * static_cast<double>(kMaxSlotWindows)) {
    return InvalidRequest(
        {{"time_range", absl::StrCat("may span ", kMaxSlotWindows, " weeks at most")}});
  }
  SlotPlan plan;
  plan.query = query;
  plan.vendor_data = WriteType(type);
  for (absl::Time start = from; start < to; start += kWindow) {
    plan.windows.push_back(WriteWindow({start, std::min(start + kWindow, to)}));
  }
  return plan;
}

absl::StatusOr<HttpRequest> BuildSlots(const SlotPlan& plan, std::string_view window) {
  const std::optional<Window> period = ParseWindow(window);
  if (!period) return GarbledCursor();
  return BuildPeriod(plan.query.service_id, *period);
}

absl::StatusOr<SlotPage> ReadSlots(std::string body, const SlotPlan& plan, std::string_view window,
                                   const Account& account) {
  const std::optional<Window> period = ParseWindow(window);
  const absl::StatusOr<json::Document> data = json::Document::Parse(plan.vendor_data);
  if (!period || !data.ok()) return GarbledCursor();
  const EventType type = ReadType(data->root());
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return document.status();
  const json::Value entries = document->root()["data"];
  if (!entries.IsArray()) return ResponseInvalid("the slots have no array `data`");
  SlotPage page;
  for (json::Value value : json::Elements(entries)) {
    const std::optional<Entry> entry = ReadEntry(value);
    if (!entry || entry->start < period->from || entry->start >= period->to) continue;
    page.slots.push_back(MakeSlot(*entry, plan.query, type, account));
  }
  return page;
}

HttpRequest BuildSlotsAround(std::string_view event_type, absl::Time start) {
  HttpRequest request = BuildPeriod(event_type, {start - kAround, start + kAround});
  request.expected_statuses = {400, 402, 403, 404, 422};
  return request;
}

Offer ReadOffer(HttpResponse response, absl::Time start) {
  if (response.status / 100 != 2) return Offer::kNotTold;
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(response.body));
  if (!document.ok() || !document->root()["data"].IsArray()) return Offer::kNotTold;
  for (json::Value value : json::Elements(document->root()["data"])) {
    const std::optional<Entry> entry = ReadEntry(value);
    if (entry && entry->start == start && HasPlace(*entry)) return Offer::kOffered;
  }
  return Offer::kGone;
}

}  // namespace bookings::jicoo
