// Slots of one day: a row for each member of staff and start.
#include "deploy/sandbox/optimocms/optimocms_slots.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_format.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/optimocms/optimocms_access.h"
#include "deploy/sandbox/optimocms/optimocms_query.h"

namespace bookings::sandbox::optimocms {
namespace {

struct SlotRow {
  absl::CivilMinute start;
  absl::CivilMinute end;
  bool available = false;
  // Empty where staff is not told.
  std::string staff_id;
};

struct SlotQuery {
  std::optional<std::string> service_id;
  std::optional<absl::CivilDay> day;
  std::optional<std::string> staff_id;
  std::optional<std::string> branch_id;
};

SlotQuery ReadSlotQuery(QueryReader& reader) {
  SlotQuery query;
  query.service_id = reader.Required("serviceId");
  reader.Required("date");
  query.day = reader.Date("date");
  query.staff_id = reader.Any("staffId");
  query.branch_id = reader.Any("branchId");
  return query;
}

std::optional<Answer> RefuseNames(const Call& call, const SlotQuery& query) {
  const Catalogue& catalogue = AccountOf(call).catalogue;
  const Service* service = catalogue.FindService(*query.service_id);
  if (service == nullptr || !service->active) return Refuse(call, kNotFound, "Service not found");
  if (query.staff_id && catalogue.FindStaff(*query.staff_id) == nullptr) {
    return Refuse(call, kNotFound, "Staff not found");
  }
  if (query.branch_id && catalogue.FindBranch(*query.branch_id) == nullptr) {
    return Refuse(call, kNotFound, "Branch not found");
  }
  return std::nullopt;
}

std::vector<SlotRow> SlotsOf(const Call& call, const Service& service, const StaffMember& member,
                             absl::CivilDay day) {
  const OptimocmsAccount& account = AccountOf(call);
  const WeeklySchedule schedule = account.catalogue.ScheduleOf(service, member);
  std::vector<SlotRow> rows;
  for (const int64_t minutes : StartMinutes(schedule, day)) {
    const absl::Time start = *InstantOf(day, minutes, schedule.zone);
    SlotRow& row = rows.emplace_back();
    row.start = absl::CivilMinute(day) + minutes;
    row.end = absl::ToCivilMinute(start + absl::Minutes(service.minutes), schedule.zone);
    row.available = start > call.now && IsFree(account, member, start, service.minutes);
    row.staff_id = member.id;
  }
  return rows;
}

// One row for each start: free where anybody is.
std::vector<SlotRow> WithoutStaff(const std::vector<SlotRow>& rows) {
  std::map<absl::CivilMinute, SlotRow> by_start;
  for (const SlotRow& row : rows) {
    SlotRow& merged = by_start.try_emplace(row.start, row).first->second;
    merged.available = merged.available || row.available;
    merged.staff_id.clear();
  }
  std::vector<SlotRow> merged;
  merged.reserve(by_start.size());
  for (const auto& [start, row] : by_start) merged.push_back(row);
  return merged;
}

std::vector<SlotRow> AllSlots(const Call& call, const SlotQuery& query) {
  const Catalogue& catalogue = AccountOf(call).catalogue;
  const Service& service = *catalogue.FindService(*query.service_id);
  std::vector<SlotRow> rows;
  for (const StaffMember* member : Candidates(catalogue, query.staff_id, query.branch_id)) {
    for (SlotRow& row : SlotsOf(call, service, *member, *query.day)) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [](const SlotRow& a, const SlotRow& b) {
    return a.start != b.start ? a.start < b.start : a.staff_id < b.staff_id;
  });
  const Switches& switches = call.account.switches;
  if (switches.Is("slot_staff", "absent")) rows = WithoutStaff(rows);
  if (switches.Is("only_available", "yes")) {
    std::erase_if(rows, [](const SlotRow& row) { return !row.available; });
  }
  return rows;
}

std::string TimeText(const Switches& switches, absl::CivilMinute wall) {
  std::string clock = absl::StrFormat("%02d:%02d", wall.hour(), wall.minute());
  if (switches.Is("iso_slots", "no")) return clock;
  return FormatDate(absl::CivilDay(wall)) + "T" + clock + ":00";
}

void AppendSlot(const Switches& switches, const SlotRow& row, JsonText& out) {
  out.BeginObject().Key("startTime").String(TimeText(switches, row.start));
  out.Key("endTime").String(TimeText(switches, row.end)).Key("available").Bool(row.available);
  if (!row.staff_id.empty()) out.Key("staffId").String(row.staff_id);
  out.EndObject();
}

}  // namespace

std::vector<const StaffMember*> Candidates(const Catalogue& catalogue,
                                           const std::optional<std::string>& staff_id,
                                           const std::optional<std::string>& branch_id) {
  std::vector<const StaffMember*> members;
  for (const StaffMember& member : catalogue.staff) {
    const bool named = !staff_id || member.id == *staff_id;
    const bool there = branch_id  ? member.branch_id == *branch_id
                       : staff_id ? true
                                  : member.branch_id == catalogue.branches.front().id;
    if (named && there) members.push_back(&member);
  }
  return members;
}

bool IsFree(const OptimocmsAccount& account, const StaffMember& member, absl::Time start,
            int64_t minutes) {
  const absl::TimeZone& zone = account.catalogue.BranchOf(member).zone;
  const absl::Time end = start + absl::Minutes(minutes);
  bool free = true;
  account.store.ForEachKept([&](const Row& row) {
    if (row.staff_id != member.id || row.status.value() == "cancelled") return;
    const std::optional<absl::Time> taken = InstantOf(row.day, row.start, zone);
    if (taken && *taken < end && start < *taken + absl::Minutes(row.minutes)) free = false;
  });
  return free;
}

Answer ListSlots(const Call& call) {
  if (auto refusal = RefuseScope(call, "booking:read")) return *std::move(refusal);
  if (auto refusal = RefuseSite(call)) return *std::move(refusal);
  QueryReader reader(call, {"serviceId", "date", "staffId", "branchId"});
  const SlotQuery query = ReadSlotQuery(reader);
  if (auto refusal = reader.Refusal()) return *std::move(refusal);
  if (auto refusal = RefuseNames(call, query)) return *std::move(refusal);
  JsonText out;
  out.BeginObject().Key("data").BeginArray();
  for (const SlotRow& row : AllSlots(call, query)) AppendSlot(call.account.switches, row, out);
  out.EndArray();
  return Finish(call, out);
}

}  // namespace bookings::sandbox::optimocms
