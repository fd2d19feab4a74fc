// See wix_writer_v2.h. Order of the checks: authentication, validation, existence, revision,
// status, policy (wix.md 5.3).
#include "deploy/sandbox/wix/wix_writer_v2.h"

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_commit.h"
#include "deploy/sandbox/wix/wix_flow.h"
#include "deploy/sandbox/wix/wix_query.h"

namespace bookings::sandbox::wix {
namespace {

// With these, a double booking is declined (wix.md 3.5).
constexpr std::array<std::string_view, 4> kUnpaidWords = {"UNDEFINED", "NOT_PAID", "REFUNDED",
                                                          "EXEMPT"};

Checked<Row> FindBooking(const Call& call, const std::string& id) {
  std::optional<Row> row = WriteAccountOf(call).Latest(id);
  if (!row) return RefuseUnknownBooking();
  return *std::move(row);
}

// Reads a body with these members besides what all have, then finds the booking and compares its
// revision. `check` reads the rest of the body.
Checked<Row> ReadWrite(const Call& call, std::initializer_list<std::string_view> members,
                       const std::function<void(BodyReader&)>& check) {
  if (auto refusal = RefuseWriter(call)) return *std::move(refusal);
  const Switches& switches = call.account.switches;
  const Checked<Json> body = ReadBody(call.request, switches);
  if (const Refusal* const refusal = RefusalIn(body)) return *refusal;
  BodyReader root(std::get<Json>(body), "", switches);
  root.Allow(members);
  CheckNotification(root);
  const std::string revision = ReadRevision(root);
  check(root);
  if (root.refusal()) return *root.refusal();
  Checked<Row> found = FindBooking(call, call.path_values[0]);
  if (RefusalIn(found) != nullptr) return found;
  if (auto refusal = RefuseStale(std::get<Row>(found), revision, switches)) {
    return *std::move(refusal);
  }
  return found;
}

void SetPayment(const std::string& word, Row& row) {
  if (!word.empty()) row.payment = PaymentOfWord(word);
}

void SetDoubleBooked(const WixAccount& account, Row& row) {
  ChangeWritten(account.catalogue(), row, [](Written& written) { written.double_booked = true; });
}

// The body of confirm, decline and mark as pending.
struct Decision {
  std::string payment;
  bool double_booked = false;
  Flow flow;
};

void ReadDecision(BodyReader& root, std::initializer_list<std::string_view> flags,
                  Decision& decision) {
  decision.payment = root.Word("paymentStatus", V2PaymentStatusWords());
  decision.double_booked = root.Truth("doubleBooked");
  decision.flow = ReadFlow(root, flags);
}

Answer Decide(const Call& call, std::string_view operation, State state, const Decision& decision,
              Row row) {
  const WixAccount& account = WriteAccountOf(call);
  SetPayment(decision.payment, row);
  if (decision.double_booked) SetDoubleBooked(account, row);
  Enter(state, account, row);
  CommitChange(call, operation, Generation::kV2, row);
  return AnswerBookingV2(call, row);
}

std::optional<Refusal> RefuseFull(const Call& call, const Decision& decision, const Row& row) {
  const WixAccount& account = WriteAccountOf(call);
  const bool asked = decision.flow.Has("checkAvailabilityValidation");
  if (!asked || HasRoom(TargetOf(row, account), PartySize(row), row.id, account)) {
    return std::nullopt;
  }
  return RefuseBusiness("NO_OPEN_SPOTS", "There are no open spots");
}

bool NeedsApproval(const WixAccount& account, const Row& row) {
  const bool skips = row.written && row.written->skips_approval;
  return !skips && account.offers().At(row.service).needs_approval;
}

// What confirmOrDecline makes of a booking that waits.
State Outcome(const WixAccount& account, Row& row) {
  const std::string_view payment = WordsOf(row.payment).v2_status;
  const bool unpaid =
      std::find(kUnpaidWords.begin(), kUnpaidWords.end(), payment) != kUnpaidWords.end();
  const bool skips = row.written && row.written->skips_availability;
  const bool conflict = !skips && !HasRoom(TargetOf(row, account), PartySize(row), row.id, account);
  if (conflict && unpaid) return State::kDeclined;
  if (conflict) SetDoubleBooked(account, row);
  return NeedsApproval(account, row) ? State::kAwaitingApproval : State::kConfirmed;
}

struct Reschedule {
  Json slot;
  Party party;
  Flow flow;
};

void ReadReschedule(BodyReader& root, Reschedule& reschedule) {
  reschedule.slot = root.RequiredObject("slot");
  reschedule.flow = ReadFlow(root, {"ignoreReschedulePolicy", "skipAvailabilityValidation",
                                    "skipBusinessConfirmation", "allowAddOnChanges"});
  Checked<Party> party = ReadParty(root);
  if (const Refusal* const refusal = RefusalIn(party)) {
    root.Take(*refusal);
  } else {
    reschedule.party = std::get<Party>(std::move(party));
  }
}

Answer Move(const Call& call, const Reschedule& reschedule, Row row) {
  const WixAccount& account = WriteAccountOf(call);
  const Checked<Target> target = ReadSlot(reschedule.slot, "slot", call);
  if (const Refusal* const refusal = RefusalIn(target)) return refusal->ToAnswer();
  const auto& to = std::get<Target>(target);
  if (to.offer->service != row.service) {
    return RefuseBusiness("VALIDATION_FAILURE", "The slot is of another service").ToAnswer();
  }
  const int total = reschedule.party.total > 0 ? reschedule.party.total : PartySize(row);
  if (!reschedule.flow.Has("skipAvailabilityValidation")) {
    if (auto refusal = RefuseTarget(to, total, row.id, call)) return refusal->ToAnswer();
  }
  MoveTo(to, account, row);
  if (reschedule.party.total > 0) SetParty(reschedule.party, row);
  const bool asks = account.offers().At(row.service).needs_approval &&
                    !reschedule.flow.Has("skipBusinessConfirmation");
  if (asks && row.state == State::kConfirmed) Enter(State::kAwaitingApproval, account, row);
  if (row.state == State::kConfirmed) Enter(State::kConfirmed, account, row);
  CommitChange(call, "reschedule", Generation::kV2, row);
  return AnswerBookingV2(call, row);
}

std::optional<Refusal> RefuseMorePeople(const Call& call, const Row& row, int total) {
  const WixAccount& account = WriteAccountOf(call);
  if (row.kind == Kind::kAppointment) {
    return RefuseBusiness("VALIDATION_FAILURE", "Only for classes and courses");
  }
  const bool fewer = total <= PartySize(row);
  if (fewer || HasRoom(TargetOf(row, account), total, row.id, account)) return std::nullopt;
  return RefuseBusiness(
      row.kind == Kind::kClass ? "SESSION_CAPACITY_EXCEEDED" : "SCHEDULE_CAPACITY_EXCEEDED",
      "No open spots");
}

}  // namespace

Answer ConfirmV2(const Call& call) {
  Decision decision;
  Checked<Row> found = ReadWrite(
      call,
      {"bookingId", "revision", "participantNotification", "sendSmsReminder", "paymentStatus",
       "doubleBooked", "flowControlSettings"},
      [&](BodyReader& root) { ReadDecision(root, {"checkAvailabilityValidation"}, decision); });
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  const Row& row = std::get<Row>(found);
  if (auto refusal = RefuseConfirm(row)) return refusal->ToAnswer();
  if (auto refusal = RefuseFull(call, decision, row)) return refusal->ToAnswer();
  return Decide(call, "confirm", State::kConfirmed, decision, row);
}

Answer DeclineV2(const Call& call) {
  Decision decision;
  Checked<Row> found =
      ReadWrite(call,
                {"bookingId", "revision", "participantNotification", "paymentStatus",
                 "doubleBooked", "flowControlSettings"},
                [&](BodyReader& root) { ReadDecision(root, {"withRefund"}, decision); });
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  if (auto refusal = RefuseDecline(std::get<Row>(found))) return refusal->ToAnswer();
  return Decide(call, "decline", State::kDeclined, decision, std::get<Row>(found));
}

Answer MarkAsPendingV2(const Call& call) {
  Decision decision;
  Checked<Row> found = ReadWrite(
      call,
      {"bookingId", "revision", "participantNotification", "sendSmsReminder", "paymentStatus",
       "doubleBooked", "flowControlSettings"},
      [&](BodyReader& root) {
        ReadDecision(root, {"checkAvailabilityValidation", "skipPendingApprovalServiceValidation"},
                     decision);
      });
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  const Row& row = std::get<Row>(found);
  if (WordsOf(row.state).v2 != "CREATED") {
    return RefuseBusiness("BOOKING_MARK_BOOKING_AS_PENDING", "The booking is not CREATED")
        .ToAnswer();
  }
  const bool skips = decision.flow.Has("skipPendingApprovalServiceValidation");
  if (!skips && !WriteAccountOf(call).offers().At(row.service).needs_approval) {
    return RefuseBusiness("NOT_PENDING_APPROVAL_SERVICE", "The service needs no approval")
        .ToAnswer();
  }
  if (auto refusal = RefuseFull(call, decision, row)) return refusal->ToAnswer();
  return Decide(call, "mark_as_pending", State::kAwaitingApproval, decision, row);
}

Answer CancelV2(const Call& call) {
  Checked<Row> found = ReadWrite(
      call,
      {"bookingId", "revision", "participantNotification", "flowControlSettings", "waiveCharges"},
      [](BodyReader& root) {
        (void)ReadFlow(root, {"ignoreCancellationPolicy", "withRefund", "waiveCancellationFee"});
        (void)root.Truth("waiveCharges");
      });
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  const Row& row = std::get<Row>(found);
  const bool again =
      row.state == State::kCanceled && call.account.switches.Is("cancel_again", "ok");
  if (again) return AnswerBookingV2(call, row);
  if (auto refusal = RefuseCancel(row)) return refusal->ToAnswer();
  return Decide(call, "cancel", State::kCanceled, {}, row);
}

Answer RescheduleV2(const Call& call) {
  Reschedule reschedule;
  Checked<Row> found =
      ReadWrite(call,
                {"bookingId", "revision", "slot", "totalParticipants", "participantsChoices",
                 "participantNotification", "flowControlSettings", "bookedAddOns"},
                [&](BodyReader& root) { ReadReschedule(root, reschedule); });
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  if (auto refusal = RefuseReschedule(std::get<Row>(found))) return refusal->ToAnswer();
  return Move(call, reschedule, std::get<Row>(found));
}

Answer UpdateParticipantsV2(const Call& call) {
  Party party;
  Checked<Row> found =
      ReadWrite(call, {"bookingId", "revision", "totalParticipants", "participantsChoices"},
                [&](BodyReader& root) {
                  Checked<Party> read = ReadParty(root);
                  if (const Refusal* const refusal = RefusalIn(read)) return root.Take(*refusal);
                  party = std::get<Party>(std::move(read));
                  if (party.total > 0) return;
                  root.Fail("totalParticipants", "must not be empty", "REQUIRED_FIELD");
                });
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  Row& row = std::get<Row>(found);
  if (auto refusal = RefuseMorePeople(call, row, party.total)) return refusal->ToAnswer();
  ChangeWritten(WriteAccountOf(call).catalogue(), row, [](Written&) {});
  SetParty(party, row);
  CommitChange(call, "update", Generation::kV2, row);
  return AnswerBookingV2(call, row);
}

Answer ConfirmOrDeclineV2(const Call& call) {
  constexpr std::string_view kVerb = ":confirmOrDecline";
  std::string id = call.path_values[0];
  if (!id.ends_with(kVerb)) return RefuseUnknownPath().ToAnswer();
  id.resize(id.size() - kVerb.size());
  if (auto refusal = RefuseWriter(call)) return refusal->ToAnswer();
  const Checked<Json> body = ReadBody(call.request, call.account.switches);
  if (const Refusal* const refusal = RefusalIn(body)) return refusal->ToAnswer();
  BodyReader root(std::get<Json>(body), "", call.account.switches);
  root.Allow({"bookingId", "paymentStatus"});
  const std::string payment = root.Word("paymentStatus", V2PaymentStatusWords());
  if (root.refusal()) return root.refusal()->ToAnswer();
  Checked<Row> found = FindBooking(call, id);
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  Row& row = std::get<Row>(found);
  const std::string_view status = WordsOf(row.state).v2;
  if (status != "CREATED" && status != "PENDING") {
    return RefuseBusiness("INVALID_BOOKING_STATUS", "The booking's status does not allow this")
        .ToAnswer();
  }
  SetPayment(payment, row);
  const WixAccount& account = WriteAccountOf(call);
  Enter(Outcome(account, row), account, row);
  CommitChange(call, "confirm_or_decline", Generation::kV2, row);
  return AnswerBookingV2(call, row);
}

}  // namespace bookings::sandbox::wix
