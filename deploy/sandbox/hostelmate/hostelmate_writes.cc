// See hostelmate_writes.h.
#include "deploy/sandbox/hostelmate/hostelmate_writes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/hostelmate/hostelmate_account.h"
#include "deploy/sandbox/hostelmate/hostelmate_body.h"
#include "deploy/sandbox/hostelmate/hostelmate_guests.h"
#include "deploy/sandbox/hostelmate/hostelmate_query.h"

namespace bookings::sandbox::hostelmate {
namespace {

// Whole seconds, as the vendor tells times.
int64_t SecondsNow(const Call& call) { return absl::ToUnixSeconds(call.now) * kMillisPerSecond; }

Answer RefuseBooking(const Call& call) {
  const Switches& switches = call.account.switches;
  return Refusal(404, switches.Get(kNotFoundCode), "Booking not found", switches);
}
Answer RefuseRoom(const Call& call) {
  return Refusal(404, "room_not_found", "Room not found", call.account.switches);
}
Answer RefuseStock(const Call& call) {
  return Refusal(409, "availability_conflict", "Room is not available for the given dates",
                 call.account.switches);
}

absl::CivilDay FirstNight(const Row& row) {
  const auto first =
      std::min_element(row.stay_dates.begin(), row.stay_dates.end(),
                       [](const Night& a, const Night& b) { return a.date < b.date; });
  return first == row.stay_dates.end() ? absl::CivilDay() : first->date;
}

void Record(const Call& call, std::string operation, const Row& row) {
  JournalEntry entry;
  entry.time = call.now;
  entry.operation = std::move(operation);
  entry.id = row.id;
  entry.request = call.request.method + " " + call.request.path;
  entry.key = call.request.Header("idempotency-key").value_or("");
  entry.customer = row.guest_email.value();
  entry.start = row.stay_dates.empty() ? "" : FormatDate(FirstNight(row));
  entry.status = row.status;
  call.account.journal.Record(std::move(entry));
}

void WriteNights(std::vector<Night> nights, Row& row) {
  row.stay_dates = std::move(nights);
  row.total = 0;
  for (const Night& night : row.stay_dates) row.total += night.amount;
  if (row.status == "paid") row.paid_days = static_cast<int64_t>(row.stay_dates.size());
}

bool HasPastNight(const Call& call, const std::vector<Night>& nights) {
  if (call.account.switches.Is(kPastNights, "accepted")) return false;
  const absl::CivilDay today = AccountOf(call).property.Today(call.now);
  return std::any_of(nights.begin(), nights.end(),
                     [&](const Night& night) { return night.date < today; });
}

// The nights with beds of these rooms, or nothing where the stock is too small.
std::optional<std::vector<Night>> AssignBeds(const Call& call, const std::string& id,
                                             const std::vector<Night>& nights,
                                             const std::vector<const Room*>& rooms) {
  if (HasPastNight(call, nights)) return std::nullopt;
  return AccountOf(call).stays.Assign(id, nights, rooms);
}

// What create and patch answer: {date, amount} of every night, the room of the first.
Json RenderWritten(const Row& row) {
  Json dates = Json::array();
  for (const Night& night : row.stay_dates) {
    dates.push_back({{"date", FormatDate(night.date)}, {"amount", night.amount}});
  }
  return {{"bookingId", row.id},
          {"status", row.status},
          {"room", row.stay_dates.empty() ? "" : row.stay_dates.front().room},
          {"total", row.total},
          {"dates", std::move(dates)}};
}

Answer AnswerCreated(const Call& call, const Row& row) {
  const std::string_view form = call.account.switches.Get(kCreateBody);
  if (form == "id") return JsonAnswer(201, {{"id", row.id}});
  if (form == "empty") return JsonAnswer(201, Json::object());
  Json body = RenderWritten(row);
  body["created"] = FormatSeconds(row.created_ms);
  body["updated"] = FormatSeconds(row.updated_ms);
  return JsonAnswer(201, body);
}

Row MakeRow(const Call& call, const CreateBody& body, const Guest& guest) {
  Row row;
  row.id = body.id;
  row.status = "confirmed";
  row.created_ms = SecondsNow(call);
  row.updated_ms = row.created_ms;
  row.paid_days = 0;
  row.description = body.notes ? Text(*body.notes) : Text::Null();
  row.guest_internal_id = AccountOf(call).NewId();
  row.guest_id = guest.id;
  row.guest_first_name = guest.first_name;
  row.guest_last_name = guest.last_name;
  row.guest_email = guest.email;
  row.guest_phone = guest.phone;
  return row;
}

struct FoundRow {
  Slot slot;
  Row row;
};

std::optional<FoundRow> FindBooking(const Call& call) {
  RowStore<Row>& store = AccountOf(call).store;
  const std::optional<Slot> slot = store.Find(call.path_values[0]);
  if (!slot) return std::nullopt;
  return FoundRow{*slot, store.At(*slot)};
}

void Commit(const Call& call, std::string operation, FoundRow& found) {
  HostelmateAccount& account = AccountOf(call);
  found.row.updated_ms = SecondsNow(call);
  account.store.Replace(found.slot, found.row);
  account.Settle(found.row);
  Record(call, std::move(operation), found.row);
}

// A stay that takes up its beds again: the old ones where they are free, else others of its room.
bool TakeBedsAgain(const Call& call, Row& row) {
  HostelmateAccount& account = AccountOf(call);
  if (account.stays.AreFree(row.id, row.stay_dates)) return true;
  const std::vector<const Room*> rooms = account.property.Find(row.stay_dates.front().room);
  std::optional<std::vector<Night>> nights = account.stays.Assign(row.id, row.stay_dates, rooms);
  if (!nights) return false;
  row.stay_dates = *std::move(nights);
  return true;
}

void LogStatus(const Call& call, const Row& row, const std::string& previous) {
  HostelmateAccount& account = AccountOf(call);
  account.logs[row.id].push_back({++account.log_lines, row.status, previous, SecondsNow(call)});
}

void WriteStatus(const std::string& status, Row& row) {
  row.status = status;
  row.paid_days = status == "paid" ? static_cast<int64_t>(row.stay_dates.size()) : 0;
}

Answer AnswerUpdated(const Row& row) {
  return JsonAnswer(200, {{"id", row.id},
                          {"status", row.status},
                          {"total", row.total},
                          {"created", FormatSeconds(row.created_ms)},
                          {"updated", FormatSeconds(row.updated_ms)}});
}

Answer AnswerPatched(const Row& row) {
  Json body = RenderWritten(row);
  body["updated"] = FormatSeconds(row.updated_ms);
  return JsonAnswer(200, body);
}

// The new nights of a patch in the new room, or the refusal.
std::optional<Answer> Move(const Call& call, const PatchBody& body, Row& row) {
  if (!body.nights && !body.room) return std::nullopt;
  const std::vector<Night>& wanted = body.nights ? *body.nights : row.stay_dates;
  const std::string old_room = row.stay_dates.empty() ? "" : row.stay_dates.front().room;
  const auto rooms = AccountOf(call).property.Find(body.room.value_or(old_room));
  if (rooms.empty()) return RefuseRoom(call);
  std::optional<std::vector<Night>> nights = AssignBeds(call, row.id, wanted, rooms);
  if (!nights) return RefuseStock(call);
  WriteNights(*std::move(nights), row);
  return std::nullopt;
}

}  // namespace

Answer CreateBooking(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  const absl::StatusOr<CreateBody> body = ParseCreate(call);
  if (!body.ok()) return BadRequest(call, body.status());
  HostelmateAccount& account = AccountOf(call);
  const Switches& switches = account.switches;
  if (const std::optional<Slot> existing = account.store.Find(body->id)) {
    if (switches.Is(kExistingId, "answer")) return AnswerCreated(call, account.store.At(*existing));
    return Refusal(409, "booking_exists", "A booking with this id exists", switches);
  }
  const std::vector<const Room*> rooms = account.property.Find(body->room);
  if (rooms.empty()) return RefuseRoom(call);
  const std::optional<Guest> known = KnownGuest(call, body->guest);
  if (body->guest.id && !known) {
    return Refusal(404, "guest_not_found", "Guest not found", switches);
  }
  std::optional<std::vector<Night>> nights = AssignBeds(call, body->id, body->nights, rooms);
  if (!nights) return RefuseStock(call);
  Row row = MakeRow(call, *body, known ? *known : MakeGuest(call, body->guest));
  WriteNights(*std::move(nights), row);
  account.store.Insert(row);
  account.Settle(row);
  Record(call, "create", row);
  return AnswerCreated(call, row);
}

Answer UpdateBooking(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  const absl::StatusOr<UpdateBody> body = ParseUpdate(call);
  if (!body.ok()) return BadRequest(call, body.status());
  std::optional<FoundRow> found = FindBooking(call);
  if (!found) return RefuseBooking(call);
  Row& row = found->row;
  const std::string previous = row.status;
  const bool moves = body->status && *body->status != previous;
  const bool notes = body->notes && row.description.value() != *body->notes;
  if (!moves && !notes) return AnswerUpdated(row);
  const bool revives = moves && previous == "cancelled";
  if (revives && call.account.switches.Is(kTransitions, "cancelled_final")) {
    return Refusal(409, "invalid_status", "A cancelled booking is final", call.account.switches);
  }
  if (revives && !row.stay_dates.empty() && !TakeBedsAgain(call, row)) return RefuseStock(call);
  if (moves) WriteStatus(*body->status, row);
  if (notes) row.description = *body->notes;
  const char* const operation = !moves ? "update" : row.status == "cancelled" ? "cancel" : "status";
  Commit(call, operation, *found);
  if (moves) LogStatus(call, row, previous);
  return AnswerUpdated(row);
}

Answer PatchBooking(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  const absl::StatusOr<PatchBody> body = ParsePatch(call);
  if (!body.ok()) return BadRequest(call, body.status());
  std::optional<FoundRow> found = FindBooking(call);
  if (!found) return RefuseBooking(call);
  if (std::optional<Answer> refusal = Move(call, *body, found->row)) return *std::move(refusal);
  const bool moves = body->nights || body->room;
  if (!moves && !body->notes) return AnswerPatched(found->row);
  if (body->notes) found->row.description = *body->notes;
  Commit(call, moves ? "reschedule" : "update", *found);
  return AnswerPatched(found->row);
}

Answer DeleteBooking(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  std::optional<FoundRow> found = FindBooking(call);
  if (!found) return RefuseBooking(call);
  HostelmateAccount& account = AccountOf(call);
  account.store.Remove(found->slot);
  account.stays.Remove(found->row.id);
  account.logs.erase(found->row.id);
  ForgetGuestWithoutBookings(call, found->row.guest_id);
  Record(call, "delete", found->row);
  Answer answer;
  answer.status = 204;
  answer.content_type = "";
  return answer;
}

Answer GetBookingLog(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  const std::optional<FoundRow> found = FindBooking(call);
  if (!found) return RefuseBooking(call);
  const HostelmateAccount& account = AccountOf(call);
  Json list = Json::array();
  const auto lines = account.logs.find(found->row.id);
  if (lines == account.logs.end()) return JsonAnswer(200, list);
  for (const LogLine& line : lines->second) {
    list.push_back(
        {{"id", line.id},
         {"property", account.property.id()},
         {"bid", found->row.id},
         {"status", "update-status-client-api"},
         {"user", "Client API"},
         {"amount", "0.0000"},
         {"logs",
          {{"type", "status"}, {"status", line.status}, {"prev_status", line.previous_status}}},
         {"created", FormatSeconds(line.time_ms)},
         {"updated", FormatSeconds(line.time_ms)}});
  }
  return JsonAnswer(200, list);
}

}  // namespace bookings::sandbox::hostelmate
