// What a write checks, in order: scope, site, body, names, slot or move. Refused writes leave no
// trace; committed ones stand in the journal.
#include "deploy/sandbox/optimocms/optimocms_writes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/optimocms/optimocms_access.h"
#include "deploy/sandbox/optimocms/optimocms_body.h"
#include "deploy/sandbox/optimocms/optimocms_slots.h"

namespace bookings::sandbox::optimocms {
namespace {

struct NewBooking {
  std::string service_id;
  absl::CivilDay day;
  int64_t start = 0;
  std::optional<std::string> staff_id;
  std::optional<std::string> branch_id;
  Json customer;
};

struct StatusMove {
  std::string_view from;
  std::string_view to;
};
// optimocms.md 2.4; whatever is not listed is forbidden.
constexpr StatusMove kMoves[] = {{"pending", "confirmed"},
                                 {"pending", "cancelled"},
                                 {"confirmed", "completed"},
                                 {"confirmed", "no_show"}};
// The cancellation of a confirmed booking, which the list of moves lacks.
constexpr StatusMove kAssumedMove = {"confirmed", "cancelled"};

struct OperationOf {
  std::string_view status;
  std::string_view operation;
};
constexpr OperationOf kOperations[] = {{"confirmed", "confirm"}, {"cancelled", "cancel"}};

constexpr std::string_view kStatusWords[] = {"pending", "confirmed", "completed", "cancelled",
                                             "no_show"};

Answer BookingAnswer(const Call& call, int status, const Row& row) {
  const Switches& switches = call.account.switches;
  JsonText out;
  out.BeginObject().Key("data");
  RenderBooking(Effective(row, switches), switches, out);
  Answer answer = Finish(call, out);
  answer.status = status;
  return answer;
}

void Record(const Call& call, std::string_view operation, const Row& row) {
  JournalEntry entry;
  entry.time = call.now;
  entry.operation = operation;
  entry.id = row.id;
  entry.request = call.request.method + " " + call.request.path;
  // The vendor documents none: an unknown header changes nothing, but a test may look for it.
  entry.key = call.request.Header("idempotency-key").value_or("");
  entry.customer = row.email;
  entry.start =
      absl::StrFormat("%sT%02d:%02d", FormatDate(row.day), row.start / 60, row.start % 60);
  entry.status = row.status.value();
  call.account.journal.Record(std::move(entry));
}

void CheckCustomer(const Call& call, const Json& customer, BodyReader& reader) {
  for (const char* key : {"name", "email", "phone"}) {
    if (customer.contains(key) && !customer[key].is_string()) {
      reader.Fail("customer", std::string(key) + " must be a string");
    }
  }
  if (call.account.switches.Is("customer_keys", "free")) return;
  for (const char* key : {"name", "email"}) {
    if (!customer.contains(key)) reader.Fail("customer", std::string(key) + " is required");
  }
}

NewBooking ReadNewBooking(const Call& call, BodyReader& reader) {
  NewBooking wanted;
  wanted.service_id = reader.Text("serviceId", Presence::kRequired).value_or("");
  const std::optional<absl::CivilDay> day = reader.Day("date");
  wanted.day = day.value_or(absl::CivilDay());
  wanted.start = reader.Start("startTime", day).value_or(0);
  wanted.staff_id = reader.Text("staffId", Presence::kOptional);
  wanted.branch_id = reader.Text("branchId", Presence::kOptional);
  reader.Text("notes", Presence::kOptional);
  wanted.customer = reader.Object("customer").value_or(Json::object());
  CheckCustomer(call, wanted.customer, reader);
  return wanted;
}

Answer RefuseField(const Call& call, std::string_view field, std::string_view what) {
  return ErrorAnswer(kValidationError, "Invalid request body",
                     {{std::string(field), std::string(what)}}, call.request,
                     &call.account.switches, call.now);
}

Answer RefuseName(const Call& call, std::string_view field, std::string_view message) {
  if (call.account.switches.Is("unknown_reference", "validation")) {
    return RefuseField(call, field, "is not known");
  }
  return Refuse(call, kNotFound, message);
}

std::optional<Answer> RefuseBodyNames(const Call& call, const NewBooking& wanted) {
  const Catalogue& catalogue = AccountOf(call).catalogue;
  const Service* service = catalogue.FindService(wanted.service_id);
  if (service == nullptr) return RefuseName(call, "serviceId", "Service not found");
  if (!service->active) return RefuseField(call, "serviceId", "is not active");
  if (wanted.staff_id && catalogue.FindStaff(*wanted.staff_id) == nullptr) {
    return RefuseName(call, "staffId", "Staff not found");
  }
  if (wanted.branch_id && catalogue.FindBranch(*wanted.branch_id) == nullptr) {
    return RefuseName(call, "branchId", "Branch not found");
  }
  return std::nullopt;
}

bool IsOpenOn(const Catalogue& catalogue, absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return std::any_of(catalogue.hours.begin(), catalogue.hours.end(),
                     [&](const OpenHours& hours) { return hours.day == weekday; });
}

Answer RefuseTaken(const Call& call) {
  if (call.account.switches.Is("taken_slot", "400")) {
    return RefuseField(call, "startTime", "is not available");
  }
  return Refuse(call, kConflict, "The slot is taken");
}

// Who serves the booking, or why nobody does.
struct Placement {
  const StaffMember* member = nullptr;
  std::optional<Answer> refusal;
};

Placement Place(const Call& call, const NewBooking& wanted) {
  const OptimocmsAccount& account = AccountOf(call);
  const Catalogue& catalogue = account.catalogue;
  const Service& service = *catalogue.FindService(wanted.service_id);
  const auto members = Candidates(catalogue, wanted.staff_id, wanted.branch_id);
  if (members.empty() || !IsOpenOn(catalogue, wanted.day)) {
    return {nullptr, Refuse(call, kConflict, "Closed on that day")};
  }
  // The hours are the same for everybody, and all candidates are in one zone.
  const WeeklySchedule schedule = catalogue.ScheduleOf(service, *members.front());
  const std::vector<int64_t> starts = StartMinutes(schedule, wanted.day);
  if (std::find(starts.begin(), starts.end(), wanted.start) == starts.end()) {
    return {nullptr, RefuseField(call, "startTime", "is not the start of a slot")};
  }
  const absl::Time start = *InstantOf(wanted.day, wanted.start, schedule.zone);
  if (start <= call.now) return {nullptr, RefuseField(call, "startTime", "is past")};
  for (const StaffMember* member : members) {
    if (IsFree(account, *member, start, service.minutes)) return {member, std::nullopt};
  }
  return {nullptr, RefuseTaken(call)};
}

std::string TextOf(const Json& object, const char* key) {
  const Json value = object.value(key, Json());
  return value.is_string() ? value.get<std::string>() : "";
}

// For the forms of `customer` that switches choose; otherwise it is shown as it was given.
void WriteCustomer(const Json& customer, Row& row) {
  const std::string name = TextOf(customer, "name");
  const size_t space = name.find(' ');
  row.first_name = name.substr(0, space);
  row.last_name = space == std::string::npos ? "" : name.substr(space + 1);
  row.email = TextOf(customer, "email");
  row.phone = TextOf(customer, "phone");
  row.given_customer = customer;
}

Row MakeBooking(const Call& call, const NewBooking& wanted, const StaffMember& member) {
  OptimocmsAccount& account = AccountOf(call);
  const Branch& branch = account.catalogue.BranchOf(member);
  Row row;
  row.id = account.store.Template().id;
  row.status = account.switches.Get("first_status");
  row.day = wanted.day;
  row.start = wanted.start;
  row.minutes = account.catalogue.FindService(wanted.service_id)->minutes;
  WriteCustomer(wanted.customer, row);
  row.created_ms = absl::ToUnixMillis(call.now);
  row.service_id = wanted.service_id;
  row.staff_id = member.id;
  row.branch_id = branch.id;
  row.branch_zone = branch.zone_name;
  row.unknown_fields = Json::object();
  return row;
}

bool MayMove(const Switches& switches, std::string_view from, std::string_view to) {
  const auto is_this = [&](const StatusMove& move) { return move.from == from && move.to == to; };
  if (is_this(kAssumedMove)) return switches.Is("strict_transitions", "no");
  return std::any_of(std::begin(kMoves), std::end(kMoves), is_this);
}

std::string_view OperationFor(std::string_view status) {
  for (const OperationOf& entry : kOperations) {
    if (entry.status == status) return entry.operation;
  }
  return "status";
}

std::optional<Answer> RefuseWrite(const Call& call) {
  if (auto refusal = RefuseScope(call, "booking:write")) return refusal;
  if (auto refusal = RefuseSite(call)) return refusal;
  if (call.request.query.empty() || call.account.switches.Is("unknown_parameter", "ignore")) {
    return std::nullopt;
  }
  return Refuse(call, kBadRequest, "Unexpected query parameter " + call.request.query[0].name);
}

}  // namespace

Answer CreateBooking(const Call& call) {
  if (auto refusal = RefuseWrite(call)) return *std::move(refusal);
  BodyReader reader(call,
                    {"serviceId", "date", "startTime", "customer", "staffId", "branchId", "notes"});
  const NewBooking wanted = ReadNewBooking(call, reader);
  if (auto refusal = reader.Refusal()) return *std::move(refusal);
  if (auto refusal = RefuseBodyNames(call, wanted)) return *std::move(refusal);
  Placement placement = Place(call, wanted);
  if (placement.refusal) return *std::move(placement.refusal);
  const Row row = MakeBooking(call, wanted, *placement.member);
  AccountOf(call).store.Insert(row);
  Record(call, "create", row);
  return BookingAnswer(call, call.account.switches.Is("created_status", "200") ? 200 : 201, row);
}

Answer ChangeStatus(const Call& call) {
  if (auto refusal = RefuseWrite(call)) return *std::move(refusal);
  BodyReader reader(call, {"status"});
  const std::optional<std::string> status = reader.Text("status", Presence::kRequired);
  const bool known = status && std::find(std::begin(kStatusWords), std::end(kStatusWords),
                                         *status) != std::end(kStatusWords);
  if (status && !known) reader.Fail("status", "is not one of the known words");
  if (auto refusal = reader.Refusal()) return *std::move(refusal);
  RowStore<Row>& store = AccountOf(call).store;
  const std::optional<Slot> slot = store.Find(call.path_values[1]);
  if (!slot) return Refuse(call, kNotFound, "Booking not found");
  Row row = store.At(*slot);
  if (row.status.value() == *status) return BookingAnswer(call, 200, row);
  if (!MayMove(call.account.switches, row.status.value(), *status)) {
    return Refuse(call, kConflict, "The booking cannot take this status");
  }
  row.status = *status;
  store.Replace(*slot, row);
  Record(call, OperationFor(*status), row);
  return BookingAnswer(call, 200, row);
}

}  // namespace bookings::sandbox::optimocms
