// See wix_v1_slots.h.
#include "connectors/wix/wix_v1_slots.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "connectors/api/civil.h"
#include "connectors/api/cursor.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/time.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_slot_parts.h"
#include "connectors/wix/wix_words.h"

namespace bookings::wix {
namespace {

constexpr std::string_view kTarget = "/availability-calendar/v1/availability/query";
// The call has no pages: a week of one service stays small.
constexpr absl::Duration kWindow = absl::Hours(24 * 7);

std::string TextOf(json::Value value) {
  return std::string(value.AsString().value_or(std::string_view()));
}

void WriteTexts(std::string_view key, const std::vector<std::string>& texts, json::Writer& out) {
  if (texts.empty()) return;
  out.Key(key).Open('[');
  for (const std::string& text : texts) out.String(text);
  out.Close(']');
}

struct Asked {
  SlotWindow range;
  std::string service_id;
  std::vector<std::string> staff_ids, location_ids;
  UnavailableSlots unavailable = UnavailableSlots::kHide;
};

// No root `timezone`: with it the dates' offset would be ignored.
HttpRequest BuildSlotsQuery(const Asked& asked) {
  json::Writer body;
  body.Open('{').Key("query").Open('{').Key("filter").Open('{');
  WriteTexts("serviceId", {asked.service_id}, body);
  body.Key("startDate").String(FormatInstantMillis(asked.range.from));
  body.Key("endDate").String(FormatInstantMillis(asked.range.to + kLongestV1Slot));
  WriteTexts("resourceId", asked.staff_ids, body);
  WriteTexts("location.businessLocation.id", asked.location_ids, body);
  if (asked.unavailable == UnavailableSlots::kHide) body.Key("bookable").Bool(true);
  body.Close('}').Key("sort").Open('[').Open('{').Key("fieldName").String("startDate");
  body.Key("order").String("ASC").Close('}').Close(']').Close('}').Close('}');
  return BuildRead(std::string(kTarget), std::move(body).Take(), Purpose::kListSlots);
}

void FillSlotLocation(json::Value read, FoundSlot* found) {
  if (!read.IsObject()) return;
  const std::string word = TextOf(read["locationType"]);
  const json::Value business = read["businessLocation"];
  const json::Value place = business.IsObject() ? business : read;
  v1::Location& location = *found->slot.mutable_location();
  location.set_id(TextOf(place["id"]));
  location.set_name(TextOf(place["name"]));
  location.set_address(TextOf(read["formattedAddress"]));
  location.set_vendor_kind(word);
  if (word.empty()) return;
  location.set_kind(Translate(LocationWords(), word).value_or(v1::LOCATION_KIND_UNKNOWN));
  (*found->reference.mutable_vendor())[kLocationType] = word;
}

void FillStaff(json::Value read, FoundSlot* found) {
  const std::string id = TextOf(read["id"]);
  if (id.empty()) return;
  v1::StaffMember* member = found->slot.add_staff();
  member->set_id(id);
  member->set_name(TextOf(read["name"]));
  const std::string schedule = TextOf(read["scheduleId"]);
  if (!schedule.empty()) (*found->reference.mutable_vendor())[kStaffSchedule] = schedule;
}

// A locked session can still be called bookable, and cannot be booked (wix.md 2.1, 3.7).
void FillOffer(json::Value entry, v1::Slot* slot) {
  const bool locked = entry["locked"].AsBool().value_or(false);
  slot->set_available(entry["bookable"].AsBool().value_or(false) && !locked);
  const std::optional<int64_t> open = entry["openSpots"].AsInt64();
  if (!open) return;
  slot->set_capacity_left(
      static_cast<int32_t>(std::clamp<int64_t>(*open, 0, std::numeric_limits<int32_t>::max())));
}

// No value where the entry tells no start.
std::optional<FoundSlot> ReadSlotEntry(json::Value entry, std::string_view zone) {
  const json::Value read = entry["slot"];
  FoundSlot found;
  v1::Slot& slot = found.slot;
  const std::string told_zone = TextOf(read["timezone"]);
  slot.set_time_zone(FindZone(told_zone) ? told_zone : std::string(zone));
  const absl::TimeZone wall = FindZone(slot.time_zone()).value_or(absl::UTCTimeZone());
  const std::optional<absl::Time> start = ReadTime(TextOf(read["startDate"]), wall);
  if (!start) return std::nullopt;
  SetTimestamp(*start, slot.mutable_start_time());
  if (const auto end = ReadTime(TextOf(read["endDate"]), wall)) {
    SetTimestamp(*end, slot.mutable_end_time());
  }
  slot.mutable_service()->set_id(TextOf(read["serviceId"]));
  FillOffer(entry, &slot);
  FillStaff(read["resource"], &found);
  FillSlotLocation(read["location"], &found);
  found.reference.set_schedule_id(TextOf(read["scheduleId"]));
  found.reference.set_session_id(TextOf(read["sessionId"]));
  FillReference(&found);
  return found;
}

// The entries of an answer that start within the window.
absl::StatusOr<std::vector<FoundSlot>> ReadEntries(HttpResponse response, SlotWindow window,
                                                   std::string_view zone) {
  const absl::StatusOr<json::Document> answer = ReadAnswer(std::move(response));
  if (!answer.ok()) return answer.status();
  const json::Value entries = answer->root()["availabilityEntries"];
  if (!entries.IsArray() && !entries.IsNullOrMissing()) {
    return ResponseInvalid("the answer holds no list of slots");
  }
  std::vector<FoundSlot> slots;
  for (json::Value entry : json::Elements(entries)) {
    std::optional<FoundSlot> found = ReadSlotEntry(entry, zone);
    if (!found) return ResponseInvalid("a slot tells no start");
    const absl::Time start = FromTimestamp(found->slot.start_time());
    if (start >= window.from && start < window.to) slots.push_back(*std::move(found));
  }
  return slots;
}

}  // namespace

SlotPlan PlanV1Slots(const SlotQuery& query) {
  SlotPlan plan;
  plan.query = query;
  plan.windows = CutWindows(query, kWindow);
  return plan;
}

absl::StatusOr<HttpRequest> BuildV1Slots(const SlotPlan& plan, std::string_view window) {
  const std::optional<SlotWindow> range = ReadWindow(window);
  if (!range) return GarbledCursor();
  const SlotQuery& query = plan.query;
  return BuildSlotsQuery(
      {*range, query.service_id, query.staff_ids, query.location_ids, query.unavailable});
}

absl::StatusOr<SlotPage> ParseV1Slots(HttpResponse response, std::string_view window,
                                      std::string_view zone) {
  const std::optional<SlotWindow> range = ReadWindow(window);
  if (!range) return GarbledCursor();
  absl::StatusOr<std::vector<FoundSlot>> slots = ReadEntries(std::move(response), *range, zone);
  if (!slots.ok()) return slots.status();
  SlotPage page;
  page.slots = *std::move(slots);
  return page;
}

bool NeedsV1LookUp(const internal::v1::SlotReference& slot) {
  if (!slot.has_start_time()) return false;
  return !slot.has_end_time() || (slot.session_id().empty() && slot.schedule_id().empty());
}

HttpRequest BuildV1SlotLookUp(const internal::v1::SlotReference& wish) {
  Asked asked;
  asked.range.from = FromTimestamp(wish.start_time());
  asked.range.to = asked.range.from;
  asked.service_id = wish.service_id();
  if (!wish.staff_id().empty()) asked.staff_ids.push_back(wish.staff_id());
  if (!wish.location_id().empty()) asked.location_ids.push_back(wish.location_id());
  return BuildSlotsQuery(asked);
}

absl::StatusOr<internal::v1::SlotReference> ParseV1SlotLookUp(
    HttpResponse response, const internal::v1::SlotReference& wish) {
  const absl::Time start = FromTimestamp(wish.start_time());
  absl::StatusOr<std::vector<FoundSlot>> slots =
      ReadEntries(std::move(response), {start, start + absl::Nanoseconds(1)}, wish.time_zone());
  if (!slots.ok()) return slots.status();
  for (FoundSlot& found : *slots) {
    const bool other_place =
        !wish.location_id().empty() && found.slot.location().id() != wish.location_id();
    const bool other_staff =
        !wish.staff_id().empty() && found.reference.staff_id() != wish.staff_id();
    const bool other_session =
        !wish.session_id().empty() && found.reference.session_id() != wish.session_id();
    if (!found.slot.available() || other_place || other_staff || other_session) continue;
    internal::v1::SlotReference slot = std::move(found.reference);
    slot.set_service_id(wish.service_id());
    slot.set_time_zone(wish.time_zone());
    return slot;
  }
  return NoSuchSlot("the service has no free slot at this time and place");
}

}  // namespace bookings::wix
