// What a write checks, in order: its body, the booking it names, the slot it wants. Refused writes
// leave no trace; committed ones stand in the journal.
#include "deploy/sandbox/jicoo/jicoo_writes.h"

#include <string>
#include <utility>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/jicoo/jicoo_availability.h"
#include "deploy/sandbox/jicoo/jicoo_body.h"
#include "deploy/sandbox/jicoo/jicoo_contact.h"
#include "deploy/sandbox/jicoo/jicoo_list.h"
#include "deploy/sandbox/jicoo/jicoo_render.h"

namespace bookings::sandbox::jicoo {
namespace {

// The vendor's limits in characters (jicoo.md 2.4, 2.5, 2.7).
constexpr size_t kMaxTracking = 255;
constexpr size_t kMaxReason = 2000;
constexpr size_t kMaxUpdateMessage = 2000;
// The vendor names none for these: a text field's usual bound.
constexpr size_t kMaxText = 10'000;
constexpr size_t kMaxHosts = 100;

JicooAccount& AccountOf(const Call& call) { return static_cast<JicooAccount&>(call.account); }

Answer RefuseWith(const Call& call, const std::string& message) {
  return Refusal(422, "unprocessable_entity", message, call.account.switches);
}

enum class ErrorsMember { kPresent, kAbsent };

Answer BookingAnswer(int status, const Row& row, ErrorsMember errors) {
  JsonText out;
  out.BeginObject().Key("data");
  AppendBooking(row, out);
  if (errors == ErrorsMember::kPresent) out.Key("errors").BeginObject().EndObject();
  Answer answer;
  answer.status = status;
  answer.body = out.EndObject().Take();
  return answer;
}

// Reschedule's and update's pages list no `errors` (jicoo.md 7.15).
Answer ChangeAnswer(const Call& call, const Row& row) {
  const bool present = call.account.switches.Is(kChangeErrors, "present");
  return BookingAnswer(200, row, present ? ErrorsMember::kPresent : ErrorsMember::kAbsent);
}

std::string EmailOf(const Row& row) {
  const Json contacts = ContactsOf(row).items;
  if (contacts.empty()) return "";
  const Json email = contacts[0].value("email", Json());
  return email.is_string() ? email.get<std::string>() : "";
}

void Record(const Call& call, std::string_view operation, const Row& row) {
  JournalEntry entry;
  entry.time = call.now;
  entry.operation = operation;
  entry.id = row.id;
  entry.request = call.request.method + " " + call.request.path;
  // Jicoo documents none: an unknown header changes nothing, but a test may look for it.
  entry.key = call.request.Header("idempotency-key").value_or("");
  entry.customer = EmailOf(row);
  entry.start = FormatMillis(row.started_ms);
  entry.status = row.status;
  call.account.journal.Record(std::move(entry));
}

void CheckTracking(BodyReader& reader) {
  if (!reader.Has("tracking")) return;
  const Json tracking = reader.Member("tracking");
  if (!tracking.is_object()) return reader.Fail("tracking must be an object");
  for (const auto& [name, value] : tracking.items()) {
    const bool known = name == "campaign" || name == "source" || name == "medium" ||
                       name == "content" || name == "term";
    if (!known) return reader.Fail("unexpected member tracking." + name);
    if (!value.is_string() || value.get_ref<const std::string&>().size() > kMaxTracking) {
      return reader.Fail("tracking." + name + " must be a short string");
    }
  }
}

void CheckPaymentForm(BodyReader& reader, const Json& payment) {
  for (const auto& [name, value] : payment.items()) {
    const bool is_url = name == "successUrl" || name == "cancelUrl";
    if (is_url && !value.is_string()) return reader.Fail("payment." + name + " must be a URI");
    if (!is_url && name != "paymentMethod" && name != "items") {
      return reader.Fail("unexpected member payment." + name);
    }
  }
  const Json items = payment.value("items", Json());
  if (!items.is_array()) return reader.Fail("payment.items is required");
  for (const Json& item : items) {
    if (!item.is_object() || item.size() != 1) reader.Fail("payment.items are one-key objects");
  }
}

void CheckPayment(const Call& call, BodyReader& reader) {
  if (!reader.Has("payment")) return;
  const Json payment = reader.Member("payment");
  if (!payment.is_object()) return reader.Fail("payment must be an object");
  CheckPaymentForm(reader, payment);
  const Json method = payment.value("paymentMethod", Json());
  if (method != "none" && method != "card" && method != "onsite") {
    return reader.Fail("payment.paymentMethod is none of the allowed words");
  }
  if (method == "card" && call.account.switches.Is(kCardPayment, "refuse")) {
    reader.Fail("payment by card needs the booking page");
  }
}

struct NewBooking {
  std::string event_type_id;
  int64_t start_ms = 0;
  std::string time_zone;
  std::optional<std::string> location_id;
  Json contact;
};

std::vector<std::string_view> CreateMembers() {
  std::vector<std::string_view> members = ContactMembers();
  for (std::string_view name :
       {"eventTypeId", "startedAt", "timeZone", "locationId", "locale", "tracking", "payment"}) {
    members.push_back(name);
  }
  return members;
}

NewBooking ReadNewBooking(const Call& call, BodyReader& reader) {
  NewBooking wanted;
  wanted.event_type_id = reader.Text("eventTypeId", kMaxText, Presence::kRequired).value_or("");
  wanted.start_ms = reader.Instant("startedAt", Presence::kRequired).value_or(0);
  wanted.time_zone = reader.Zone("timeZone", Presence::kRequired).value_or("");
  wanted.location_id = reader.Word(
      "locationId", {"inPerson", "phone", "zoom", "googleMeet", "askInvitee", "teams", "custom"},
      Presence::kNullable);
  const BookingPage* page = AccountOf(call).catalogue.Find(wanted.event_type_id);
  wanted.contact = ReadContact(reader, page, absl::ToUnixMillis(call.now));
  reader.Word("locale", {"ja", "en"}, Presence::kOptional);
  CheckTracking(reader);
  CheckPayment(call, reader);
  return wanted;
}

Row MakeBooking(const Call& call, const BookingPage& page, const NewBooking& wanted) {
  JicooAccount& account = AccountOf(call);
  Row row;
  row.id = account.store.Template().id;
  row.event_type_id = page.type.uid;
  row.title = page.type.name;
  row.status = page.approval ? "request" : "open";
  row.started_ms = wanted.start_ms;
  row.ended_ms = wanted.start_ms + account.catalogue.LengthMillis(page);
  row.time_zone = wanted.time_zone;
  if (wanted.location_id) SetLocation(*wanted.location_id, row);
  row.hosts = {{Users()[0].id, "admin"}};
  row.created_ms = absl::ToUnixMillis(call.now);
  row.updated_ms = row.created_ms;
  row.contacts = ContactList{Json::array({wanted.contact})};
  return row;
}

Answer RefuseEventType(const Call& call) {
  if (call.account.switches.Is(kUnknownEventType, "404")) return NotFound(call);
  return RefuseWith(call, "there is no such event type");
}

// Runs `change(slot, row)` on the booking that the path names, or answers the vendor's 404.
template <typename Change>
Answer WithBooking(const Call& call, Change change) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  RowStore<Row>& store = AccountOf(call).store;
  const std::optional<Slot> slot = store.Find(call.path_values[0]);
  return slot ? change(*slot, store.At(*slot)) : NotFound(call);
}

// The reason under either of the names that the sheet knows, or under the one that the switch
// leaves.
std::optional<std::string> ReadReason(const Call& call, BodyReader& reader) {
  const std::string_view key = call.account.switches.Get(kCancelReasonKey);
  for (std::string_view name : {"cancelReason", "reason"}) {
    if (!reader.Has(name)) continue;
    if (key != "either" && key != name) reader.Fail("unexpected member " + std::string(name));
    return reader.Text(name, kMaxReason, Presence::kOptional);
  }
  return std::nullopt;
}

Answer Cancel(const Call& call, Slot slot, Row row) {
  BodyReader reader(call, {"cancelReason", "reason"});
  const std::optional<std::string> reason = ReadReason(call, reader);
  if (auto refusal = reader.Refusal()) return *std::move(refusal);
  if (row.status == "cancel") {
    if (call.account.switches.Is(kSecondCancel, "refuse")) {
      return RefuseWith(call, "the booking is cancelled");
    }
    return BookingAnswer(200, row, ErrorsMember::kPresent);
  }
  row.status = "cancel";
  row.cancel_reason = reason;
  row.cancelled_ms = absl::ToUnixMillis(call.now);
  row.cancelled_by = "host";
  row.updated_ms = *row.cancelled_ms;
  AccountOf(call).store.Replace(slot, row);
  Record(call, "cancel", row);
  return BookingAnswer(200, row, ErrorsMember::kPresent);
}

// Under the switch `reschedule_uid` the vendor would make a new booking in place of the old one.
Row StoreMoved(const Call& call, Slot slot, const Row& old, Row moved) {
  RowStore<Row>& store = AccountOf(call).store;
  if (call.account.switches.Is(kRescheduleUid, "same")) {
    store.Replace(slot, moved);
    return moved;
  }
  moved.contacts = ContactsOf(old);
  moved.id = store.Template().id;
  moved.created_ms = absl::ToUnixMillis(call.now);
  Row left = old;
  left.status = "cancel";
  left.cancelled_ms = moved.created_ms;
  left.updated_ms = moved.created_ms;
  store.Replace(slot, left);
  store.Insert(moved);
  return moved;
}

Answer Move(const Call& call, Slot slot, const Row& row, int64_t start_ms,
            const std::string& time_zone) {
  const JicooAccount& account = AccountOf(call);
  if (row.status == "cancel") return RefuseWith(call, "the booking is cancelled");
  const BookingPage* page = account.catalogue.Find(row.event_type_id.value_or(""));
  if (page == nullptr) return RefuseWith(call, "the event type is gone");
  const WantedSlot wanted{start_ms, EmailOf(row), row.id};
  if (const auto why = WhyNotBookable(account, *page, wanted, call.now)) {
    return RefuseWith(call, *why);
  }
  const bool keeps_length = call.account.switches.Is(kRescheduleDuration, "booking");
  Row moved = row;
  moved.started_ms = start_ms;
  moved.ended_ms = start_ms + (keeps_length ? row.ended_ms - row.started_ms
                                            : account.catalogue.LengthMillis(*page));
  moved.time_zone = time_zone;
  moved.updated_ms = absl::ToUnixMillis(call.now);
  moved = StoreMoved(call, slot, row, std::move(moved));
  Record(call, "reschedule", moved);
  return ChangeAnswer(call, moved);
}

void ReadHosts(BodyReader& reader, Row& row) {
  if (!reader.Has("hosts")) return;
  std::vector<Host> hosts;
  const Json items(reader.Items("hosts", kMaxHosts));
  bool right = Assign(items, hosts);
  for (const Host& host : hosts) {
    right = right && (host.role == "admin" || host.role == "editor" || host.role == "viewer");
  }
  if (!right) return reader.Fail("hosts must be userId and role");
  row.hosts = std::move(hosts);
}

// The row with the members that the body names.
Row ReadUpdate(BodyReader& reader, Row row) {
  if (const auto name = reader.Text("name", kMaxText, Presence::kOptional)) row.title = *name;
  const auto description = reader.Text("description", kMaxText, Presence::kNullable);
  if (reader.Has("description")) row.description = description;
  if (const auto zone = reader.Zone("timeZone", Presence::kOptional)) row.time_zone = *zone;
  row.started_ms = reader.Instant("startedAt", Presence::kOptional).value_or(row.started_ms);
  row.ended_ms = reader.Instant("endedAt", Presence::kOptional).value_or(row.ended_ms);
  const auto priority = reader.Word("priority", {"low", "middle", "high"}, Presence::kNullable);
  if (reader.Has("priority")) row.priority = priority;
  ReadHosts(reader, row);
  reader.Text("updateMessage", kMaxUpdateMessage, Presence::kOptional);
  if (reader.Has("isSendUpdates") && !reader.Member("isSendUpdates").is_boolean()) {
    reader.Fail("isSendUpdates must be a boolean");
  }
  if (row.ended_ms <= row.started_ms) reader.Fail("endedAt must be after startedAt");
  return row;
}

// Only under the switch: by default an update moves without a look (jicoo.md 2.7).
std::optional<std::string> WhyNotUpdatable(const Call& call, const Row& before, const Row& row) {
  const JicooAccount& account = AccountOf(call);
  if (account.switches.Is(kUpdateSlotCheck, "unchecked")) return std::nullopt;
  if (row.started_ms == before.started_ms) return std::nullopt;
  const BookingPage* page = account.catalogue.Find(row.event_type_id.value_or(""));
  if (page == nullptr) return "the event type is gone";
  return WhyNotBookable(account, *page, {row.started_ms, EmailOf(row), row.id}, call.now);
}

Answer Update(const Call& call, Slot slot, const Row& before) {
  BodyReader reader(call, {"name", "description", "timeZone", "startedAt", "endedAt", "hosts",
                           "priority", "updateMessage", "isSendUpdates"});
  Row row = ReadUpdate(reader, before);
  if (auto refusal = reader.Refusal()) return *std::move(refusal);
  if (const auto why = WhyNotUpdatable(call, before, row)) return RefuseWith(call, *why);
  if (FieldsToJson(RowFields(), row) == FieldsToJson(RowFields(), before)) {
    return ChangeAnswer(call, before);
  }
  row.updated_ms = absl::ToUnixMillis(call.now);
  AccountOf(call).store.Replace(slot, row);
  Record(call, "update", row);
  return ChangeAnswer(call, row);
}

}  // namespace

Answer CreateBooking(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  JicooAccount& account = AccountOf(call);
  BodyReader reader(call, CreateMembers());
  const NewBooking wanted = ReadNewBooking(call, reader);
  const BookingPage* page = account.catalogue.Find(wanted.event_type_id);
  if (page == nullptr && !wanted.event_type_id.empty()) return RefuseEventType(call);
  if (auto refusal = reader.Refusal()) return *std::move(refusal);
  const WantedSlot slot{wanted.start_ms, wanted.contact["email"].get<std::string>(), ""};
  if (const auto why = WhyNotBookable(account, *page, slot, call.now)) {
    return RefuseWith(call, *why);
  }
  const Row row = MakeBooking(call, *page, wanted);
  account.store.Insert(row);
  Record(call, "create", row);
  const int status = account.switches.Is(kCreatedStatus, "200") ? 200 : 201;
  return BookingAnswer(status, row, ErrorsMember::kPresent);
}

Answer CancelBooking(const Call& call) {
  return WithBooking(call, [&](Slot slot, Row row) { return Cancel(call, slot, std::move(row)); });
}

Answer RescheduleBooking(const Call& call) {
  return WithBooking(call, [&](Slot slot, const Row& row) {
    BodyReader reader(call, {"timeZone", "startedAt"});
    const auto time_zone = reader.Zone("timeZone", Presence::kRequired);
    const auto start_ms = reader.Instant("startedAt", Presence::kRequired);
    if (auto refusal = reader.Refusal()) return *std::move(refusal);
    return Move(call, slot, row, *start_ms, *time_zone);
  });
}

Answer UpdateBooking(const Call& call) {
  return WithBooking(call, [&](Slot slot, const Row& row) { return Update(call, slot, row); });
}

}  // namespace bookings::sandbox::jicoo
