// See optimocms_slots.h.
#include "connectors/optimocms/optimocms_slots.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/cursor.h"
#include "connectors/api/failure.h"
#include "connectors/api/json.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/optimocms/optimocms_times.h"

namespace bookings::optimocms {
namespace {

constexpr absl::civil_diff_t kMaxSlotDays = static_cast<absl::civil_diff_t>(kMaxSlotWindows);

// The branch that the call asks for; empty = all.
std::string BranchOf(const SlotCall& call, const SlotQuery& query) {
  return query.location_ids.empty() ? "" : query.location_ids[call.branch];
}

// The one member of staff that is asked for; several are chosen from by the engine.
std::string StaffOf(const SlotQuery& query) {
  return query.staff_ids.size() == 1 ? query.staff_ids[0] : "";
}

// What one row tells, and who and where it was asked for.
struct Row {
  absl::CivilDay day;
  // On the site's wall.
  absl::Duration wall_time;
  absl::Time start;
  std::optional<absl::Time> end;
  bool is_offered = true;
  std::string staff;
  std::string branch;
};

// No value where the start cannot be read, or is of another day.
std::optional<Row> ReadRow(json::Value value, const SlotCall& call, const SlotQuery& query,
                           const Settings& settings) {
  const std::string_view text = value["startTime"].AsString().value_or("");
  const std::optional<WallInstant> start = ReadStart(call.day, text, settings.zone);
  const std::optional<absl::Duration> wall_time = ReadWallTime(text, settings.zone);
  if (!start || !wall_time) return std::nullopt;
  Row row;
  row.day = call.day;
  row.wall_time = *wall_time;
  row.start = start->time;
  row.end = ReadEnd(call.day, *wall_time, value["endTime"].AsString().value_or(""), settings.zone);
  if (row.end && *row.end <= row.start) row.end.reset();
  row.is_offered = value["available"].AsBool().value_or(true);
  row.staff = std::string(value["staffId"].AsString().value_or(""));
  if (row.staff.empty()) row.staff = StaffOf(query);
  row.branch = BranchOf(call, query);
  return row;
}

v1::Slot MakeSlot(const Row& row, const SlotQuery& query, const Settings& settings) {
  v1::Slot slot;
  SetTimestamp(row.start, slot.mutable_start_time());
  if (row.end) SetTimestamp(*row.end, slot.mutable_end_time());
  slot.set_available(row.is_offered && row.start >= query.now);
  if (!row.staff.empty()) slot.add_staff()->set_id(row.staff);
  slot.mutable_service()->set_id(query.service_id);
  if (!row.branch.empty()) slot.mutable_location()->set_id(row.branch);
  slot.set_time_zone(settings.zone_name);
  return slot;
}

FoundSlot MakeFound(const Row& row, const SlotQuery& query, const Settings& settings) {
  FoundSlot found;
  found.slot = MakeSlot(row, query, settings);
  internal::v1::SlotReference& reference = found.reference;
  reference.set_service_id(query.service_id);
  *reference.mutable_start_time() = found.slot.start_time();
  if (row.end) *reference.mutable_end_time() = found.slot.end_time();
  reference.set_staff_id(row.staff);
  reference.set_location_id(row.branch);
  reference.set_time_zone(settings.zone_name);
  (*reference.mutable_vendor())[std::string(kSlotDate)] = FormatDate(row.day);
  (*reference.mutable_vendor())[std::string(kSlotTime)] = FormatTimeOfDay(row.wall_time);
  return found;
}

}  // namespace

absl::StatusOr<SlotPlan> PlanDays(const SlotQuery& query, const Settings& settings) {
  if (query.nights) return InvalidRequest({{"date_range", "is for accommodation only"}});
  const bool hides_past = query.unavailable == UnavailableSlots::kHide;
  const absl::Time from = hides_past ? std::max(query.from, query.now) : query.from;
  SlotPlan plan;
  plan.query = query;
  if (query.to <= from) return plan;
  const absl::CivilDay first = absl::ToCivilDay(from, settings.zone);
  const absl::CivilDay last = absl::ToCivilDay(query.to - absl::Nanoseconds(1), settings.zone);
  if (last - first >= kMaxSlotDays) {
    return InvalidRequest(
        {{"time_range", absl::StrCat("may span ", kMaxSlotDays, " days at most")}});
  }
  for (absl::CivilDay day = first; day <= last; ++day) plan.windows.push_back(FormatDate(day));
  return plan;
}

absl::StatusOr<SlotCall> ReadCall(const SlotQuery& query, std::string_view window,
                                  std::string_view cursor) {
  const std::optional<absl::CivilDay> day = ParseDate(window);
  const absl::StatusOr<int64_t> branch = ReadNumberCursor(cursor, 0);
  if (!day || !branch.ok()) return GarbledCursor();
  const size_t number = static_cast<size_t>(*branch);
  if (number > 0 && number >= query.location_ids.size()) return GarbledCursor();
  return SlotCall{*day, number};
}

HttpRequest BuildSlots(const SlotCall& call, const SlotQuery& query, const Settings& settings) {
  UrlTarget target(settings.site_path + "/slots");
  target.Add("serviceId", query.service_id).Add("date", FormatDate(call.day));
  if (const std::string staff = StaffOf(query); !staff.empty()) target.Add("staffId", staff);
  if (const std::string branch = BranchOf(call, query); !branch.empty()) {
    target.Add("branchId", branch);
  }
  HttpRequest request;
  request.target = std::move(target).Take();
  request.purpose = Purpose::kListSlots;
  request.replay = ReplaySafety::kSafe;
  return request;
}

absl::StatusOr<SlotPage> ParseSlots(std::string body, const SlotCall& call, const SlotQuery& query,
                                    const Settings& settings) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return document.status();
  const json::Value rows = document->root()["data"];
  if (!rows.IsArray()) return ResponseInvalid("the slots have no array `data`");
  SlotPage page;
  for (const json::Value value : json::Elements(rows)) {
    const std::optional<Row> row = ReadRow(value, call, query, settings);
    if (row) page.slots.push_back(MakeFound(*row, query, settings));
  }
  if (call.branch + 1 < query.location_ids.size()) {
    page.next_cursor = std::to_string(call.branch + 1);
  }
  return page;
}

}  // namespace bookings::optimocms
