// See wix_commit.h.
#include "deploy/sandbox/wix/wix_commit.h"

#include <algorithm>
#include <limits>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/wix/wix_access.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::string_view kMade = "made booking";

// Contacts that the site's member is not.
constexpr std::uint32_t kForeignContact = std::numeric_limits<std::uint32_t>::max();

// FNV-1a: one contact for one e-mail address.
std::uint64_t HashOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

struct CreatorId {
  std::string_view key;
  std::string id;
};

CreatorId CreatorIdOf(const Call& call) {
  const WixAccount& account = WriteAccountOf(call);
  switch (CallerOf(call)) {
    case Caller::kApp:
      return {"appId", account.credentials().client_id};
    case Caller::kMember:
      return {"memberId", account.catalogue().Guid("member", 0)};
    default:
      return {"wixUserId", account.catalogue().Guid("owner", 0)};
  }
}

std::uint8_t ZoneNumber(std::string_view name) {
  for (std::uint8_t number = 0; number < kZones; ++number) {
    if (ZoneAt(number).name == name) return number;
  }
  return 0;
}

Written MakeWritten(const Call& call, const Target& target, const Customer& customer) {
  const WixAccount& account = WriteAccountOf(call);
  Written written;
  written.zone = target.zone;
  written.contact_id = customer.contact_id;
  if (CallerOf(call) == Caller::kMember) {
    written.contact_id = account.catalogue().Guid("contact", account.member_contact());
  }
  written.country = customer.country;
  written.full_address = customer.full_address;
  written.address = target.address;
  CreatorId creator = CreatorIdOf(call);
  written.creator_key = creator.key;
  written.creator_id = std::move(creator.id);
  written.has_staff = target.staff.has_value();
  written.has_event = target.offer->kind == Kind::kClass;
  return written;
}

void Record(const Call& call, std::string_view operation, Generation generation, const Row& row) {
  JournalEntry entry;
  entry.time = call.now;
  entry.operation = operation;
  entry.id = row.id;
  entry.request = call.request.method + " " + call.request.path;
  entry.customer = TextsOf(row).email;
  if (row.start_s != kNoTime) entry.start = FormatSeconds(row.start_s * kMillisPerSecond);
  const StateWords& words = WordsOf(row.state);
  entry.status = generation == Generation::kV1 ? words.v1 : words.v2;
  call.account.journal.Record(std::move(entry));
}

bool IsFinal(State state) { return state == State::kCanceled || state == State::kDeclined; }

bool IsWaiting(State state) {
  return state == State::kDraft || state == State::kUnpaid || state == State::kAwaitingApproval ||
         state == State::kWaitlisted;
}

std::optional<Refusal> RefuseSettled(const Row& row, std::string_view code_of_confirmed) {
  if (IsWaiting(row.state)) return std::nullopt;
  if (row.state == State::kConfirmed) {
    return RefuseBusiness(code_of_confirmed, "The booking is not pending");
  }
  return RefuseBusiness("INVALID_BOOKING_STATUS", "The booking's status does not allow this");
}

// One of several services booked together (wix.md 7.29).
std::optional<Refusal> RefuseMultiService(const Row& row) {
  if (row.trap != Trap::kMultiService) return std::nullopt;
  return RefuseBusiness("NOT_ALLOWED_TO_UPDATE_BOOKING_IN_MULTI_SERVICE_BOOKING",
                        "The booking belongs to a multi-service booking");
}

}  // namespace

std::optional<Refusal> RefuseWriter(const Call& call) {
  if (CallerOf(call) == Caller::kMember) return RefuseIdentity();
  return RefuseWithout(Right::kManageBookings, call.account.switches);
}

Row MakeRow(const Call& call, const Target& target, const Customer& customer, const Party& party) {
  WixAccount& account = WriteAccountOf(call);
  const std::uint64_t number = account.NextNumber();
  Row row;
  row.id = account.catalogue().Guid(kMade, number);
  row.salt = Rng(HashOf(row.id), number).Next() >> 1;
  row.created_ms = absl::ToUnixMillis(call.now);
  row.updated_ms = row.created_ms;
  row.contact = CallerOf(call) == Caller::kMember ? account.member_contact() : kForeignContact;
  row.state = State::kDraft;
  row.payment = Payment::kUndefined;
  Texts texts = customer.texts;
  texts.title = ServiceAt(target.offer->service).title;
  row.own_texts = std::make_shared<const Texts>(std::move(texts));
  row.written = std::make_shared<const Written>(MakeWritten(call, target, customer));
  MoveTo(target, account, row);
  SetParty(party, row);
  return row;
}

void MoveTo(const Target& target, const WixAccount& account, Row& row) {
  row.service = target.offer->service;
  row.kind = target.offer->kind;
  row.session = target.session;
  row.start_s = target.span.start_s;
  row.end_s = target.span.end_s;
  row.staff = target.staff.value_or(target.offer->staff.front());
  row.place = target.place;
  row.zone = ZoneNumber(target.zone);
  ChangeWritten(account.catalogue(), row, [&](Written& written) {
    written.zone = target.zone;
    written.address = target.address;
    written.has_staff = target.staff.has_value();
  });
}

void SetParty(const Party& party, Row& row) {
  row.party = {static_cast<std::uint8_t>(party.total), 0, 0};
  const std::int64_t unit = ServiceAt(row.service).unit_minor;
  row.total_minor = unit * party.total;
  Written written = *row.written;
  written.choices = party.choices;
  row.written = std::make_shared<const Written>(std::move(written));
}

void Enter(State state, const WixAccount& account, Row& row) {
  row.state = state;
  if (state != State::kConfirmed) return;
  if (row.kind == Kind::kAppointment && !HasStaff(row)) {
    row.staff = StaffFor(TargetOf(row, account), row.id, account);
  }
  const std::string email = TextsOf(row).email;
  ChangeWritten(account.catalogue(), row, [&](Written& written) {
    written.has_staff = row.kind != Kind::kCourse;
    written.has_event = row.kind != Kind::kCourse;
    if (written.contact_id.empty() && !email.empty()) {
      written.contact_id = account.catalogue().Guid("made contact", HashOf(email));
    }
  });
}

void CommitNew(const Call& call, Generation generation, const Row& row) {
  WriteAccountOf(call).Put(row, call.now);
  Record(call, "create", generation, row);
}

void CommitChange(const Call& call, std::string_view operation, Generation generation, Row& row) {
  if (row.revision < std::numeric_limits<std::int64_t>::max()) ++row.revision;
  row.updated_ms = std::max(row.updated_ms, absl::ToUnixMillis(call.now));
  WriteAccountOf(call).Put(row, call.now);
  Record(call, operation, generation, row);
}

std::optional<Refusal> RefuseConfirm(const Row& row) {
  return RefuseSettled(row, "FAILED_CONFIRMING_NON_PENDING_BOOKING");
}

std::optional<Refusal> RefuseDecline(const Row& row) {
  return RefuseSettled(row, "FAILED_DECLINE_NON_PENDING_BOOKING");
}

std::optional<Refusal> RefuseCancel(const Row& row) {
  if (auto refusal = RefuseMultiService(row)) return refusal;
  if (!IsFinal(row.state)) return std::nullopt;
  return RefuseBusiness("VALIDATION_FAILURE", "The booking is canceled or declined");
}

std::optional<Refusal> RefuseReschedule(const Row& row) {
  if (auto refusal = RefuseMultiService(row)) return refusal;
  const bool open = row.state == State::kConfirmed || row.state == State::kAwaitingApproval ||
                    row.state == State::kDraft || row.state == State::kUnpaid;
  if (open && row.kind != Kind::kCourse) return std::nullopt;
  return RefuseBusiness("VALIDATION_FAILURE", "The booking can not be rescheduled");
}

Refusal RefuseUnknownBooking() {
  return RefuseApplication(
      {404, "Booking not found", "BOOKING_NOT_FOUND", "The booking was not found"});
}

Payment PaymentOfWord(std::string_view word) {
  for (std::size_t i = 0; i < Payments().size(); ++i) {
    const auto payment = static_cast<Payment>(i);
    if (Payments()[i].v2_status == word) return payment;
  }
  return Payment::kUndefined;
}

}  // namespace bookings::sandbox::wix
