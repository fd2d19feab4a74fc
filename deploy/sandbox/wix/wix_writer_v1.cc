// See wix_writer_v1.h. v1's refusals are undocumented: they take v2's form and codes (wix.md 2.6).
#include "deploy/sandbox/wix/wix_writer_v1.h"

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "deploy/sandbox/wix/wix_access.h"
#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_commit.h"
#include "deploy/sandbox/wix/wix_flow.h"
#include "deploy/sandbox/wix/wix_query.h"
#include "deploy/sandbox/wix/wix_reader.h"
#include "deploy/sandbox/wix/wix_render_v1.h"
#include "deploy/sandbox/wix/wix_target_v1.h"

namespace bookings::sandbox::wix {
namespace {

// Labels of the services' rates; the first is the default one.
constexpr std::array<std::string_view, kMaxRates> kRates = {"general", "child", "senior"};
constexpr std::size_t kMaxFields = 100;

std::optional<Refusal> RefuseManager(const Call& call) {
  if (auto refusal = RefuseV1(call)) return refusal;
  return RefuseWriter(call);
}

// Members book for themselves; everybody else needs the right to manage bookings (wix.md 1.4).
std::optional<Refusal> RefuseBooker(const Call& call) {
  if (auto refusal = RefuseV1(call)) return refusal;
  if (CallerOf(call) == Caller::kMember) return std::nullopt;
  return RefuseWriter(call);
}

// A body that may be missing.
Checked<Json> ReadOptionalBody(const Call& call) {
  if (call.request.body.empty()) return Json::object();
  return ReadBody(call.request, call.account.switches);
}

Answer AnswerBookingV1(const Call& call, const Row& row) {
  const WixAccount& account = WriteAccountOf(call);
  const Style style(account.switches);
  return AnswerRead(account, {{"booking", RenderV1Booking(row, account.catalogue(), style)}});
}

Answer AnswerId(const Call& call, const Row& row) {
  return AnswerRead(WriteAccountOf(call), {{"id", row.id}});
}

State WaitingState(const Switches& switches) {
  const bool word = switches.Is("v1_approval_word", "pending_approval");
  return word ? State::kAwaitingApproval : State::kUnpaid;
}

using Rates = std::array<std::uint8_t, kMaxRates>;

struct Booking {
  Target target;
  Customer customer;
  Rates rates = {0, 0, 0};
  int total = 0;
  Json additional_fields = Json::array();
  Json source;
};

void ReadRate(const Json& item, BodyReader& form, Booking& booking) {
  BodyReader rate(item, "formInfo.paymentSelection", form.switches());
  rate.Allow({"rateLabel", "numberOfParticipants"});
  const std::string label = rate.Word("rateLabel", kRates);
  const auto number = rate.Number("numberOfParticipants", 1, kMaxParticipants);
  if (!number) rate.Fail("numberOfParticipants", "must not be empty", "REQUIRED_FIELD");
  form.Take(rate.refusal());
  if (form.refusal()) return;
  booking.total += static_cast<int>(*number);
  for (std::size_t i = 0; i < kMaxRates; ++i) {
    const bool named = kRates[i] == label || (i == 0 && label.empty());
    if (named) booking.rates[i] = static_cast<std::uint8_t>(booking.rates[i] + *number);
  }
}

void ReadForm(BodyReader& root, Booking& booking) {
  BodyReader form(root.RequiredObject("formInfo"), "formInfo", root.switches());
  form.Allow({"contactDetails", "paymentSelection", "customFormFields", "additionalFields"});
  const Json& rates = form.List("paymentSelection", kMaxRates);
  if (rates.empty()) form.Fail("paymentSelection", "must not be empty", "REQUIRED_FIELD");
  for (const Json& item : rates) ReadRate(item, form, booking);
  if (booking.total > kMaxParticipants) form.Fail("paymentSelection", "are too many", "MAX");
  booking.additional_fields = form.List("additionalFields", kMaxFields);
  Checked<Customer> customer =
      ReadContact(form.Object("contactDetails"), "formInfo.contactDetails", root.switches());
  if (const Refusal* const refusal = RefusalIn(customer)) {
    form.Take(*refusal);
  } else {
    booking.customer = std::get<Customer>(std::move(customer));
  }
  root.Take(form.refusal());
}

Checked<Booking> ReadBooking(const Call& call) {
  const Checked<Json> body = ReadBody(call.request, call.account.switches);
  if (const Refusal* const refusal = RefusalIn(body)) return *refusal;
  BodyReader root(std::get<Json>(body), "", call.account.switches);
  root.Allow({"formInfo", "createSession", "bySessionId", "scheduleId", "sessionId", "couponCode",
              "planSelection", "notifyParticipants", "sendSmsReminder", "externalUserId",
              "bookingSource"});
  Booking booking;
  ReadForm(root, booking);
  if (root.Has("couponCode") && root.Has("planSelection")) {
    root.Fail("couponCode", "must not be set together with planSelection", "CUSTOM");
  }
  (void)root.Truth("notifyParticipants");
  (void)root.Truth("sendSmsReminder");
  booking.customer.texts.external_id = root.Text("externalUserId");
  if (root.Has("bookingSource")) booking.source = root.Object("bookingSource");
  if (root.refusal()) return *root.refusal();
  Checked<Target> target = ReadTargetV1(root, call);
  if (const Refusal* const refusal = RefusalIn(target)) return *refusal;
  booking.target = std::get<Target>(std::move(target));
  return booking;
}

// An offline order comes with the confirmation (wix.md 2.6).
void SettleV1(State state, const WixAccount& account, Row& row) {
  Enter(state, account, row);
  if (state != State::kConfirmed || row.payment != Payment::kUndefined) return;
  row.payment = Payment::kCashier;
  ChangeWritten(account.catalogue(), row, [](Written& written) { written.has_order = true; });
}

// The booking that the path names, once a body with `participantNotification` was read.
Checked<Row> ReadDecision(const Call& call, std::initializer_list<std::string_view> members) {
  if (auto refusal = RefuseManager(call)) return *std::move(refusal);
  const Checked<Json> body = ReadOptionalBody(call);
  if (const Refusal* const refusal = RefusalIn(body)) return *refusal;
  BodyReader root(std::get<Json>(body), "", call.account.switches);
  root.Allow(members);
  CheckNotification(root);
  (void)ReadFlow(root, {"ignoreCancellationPolicy"});
  if (root.refusal()) return *root.refusal();
  std::optional<Row> row = WriteAccountOf(call).Latest(call.path_values[0]);
  if (!row) return RefuseUnknownBooking();
  return *std::move(row);
}

Answer Decide(const Call& call, std::string_view operation, State state, Row row) {
  SettleV1(state, WriteAccountOf(call), row);
  CommitChange(call, operation, Generation::kV1, row);
  return AnswerId(call, row);
}

Checked<Target> ReadMove(const Call& call) {
  const Checked<Json> body = ReadBody(call.request, call.account.switches);
  if (const Refusal* const refusal = RefusalIn(body)) return *refusal;
  BodyReader root(std::get<Json>(body), "", call.account.switches);
  root.Allow(
      {"id", "bookingId", "createSession", "bySessionId", "scheduleId", "participantNotification"});
  CheckNotification(root);
  if (root.Has("scheduleId")) root.Fail("scheduleId", "is not supported", "CUSTOM");
  if (root.refusal()) return *root.refusal();
  return ReadTargetV1(root, call);
}

}  // namespace

Answer BookV1(const Call& call) {
  if (auto refusal = RefuseBooker(call)) return refusal->ToAnswer();
  Checked<Booking> checked = ReadBooking(call);
  if (const Refusal* const refusal = RefusalIn(checked)) return refusal->ToAnswer();
  const auto& booking = std::get<Booking>(checked);
  if (auto refusal = RefuseTarget(booking.target, booking.total, "", call)) {
    return refusal->ToAnswer();
  }
  const WixAccount& account = WriteAccountOf(call);
  Target target = booking.target;
  target.staff = StaffFor(target, "", account);
  Row row = MakeRow(call, target, booking.customer, Party{booking.total, Json()});
  row.party = booking.rates;
  ChangeWritten(account.catalogue(), row, [&](Written& written) {
    written.additional_fields = booking.additional_fields;
    written.source = booking.source;
  });
  const bool waits = target.offer->needs_approval;
  SettleV1(waits ? WaitingState(account.switches) : State::kConfirmed, account, row);
  CommitNew(call, Generation::kV1, row);
  return AnswerBookingV1(call, row);
}

Answer CancelV1(const Call& call) {
  Checked<Row> found =
      ReadDecision(call, {"id", "bookingId", "participantNotification", "flowControlSettings"});
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  const Row& row = std::get<Row>(found);
  const bool again =
      row.state == State::kCanceled && call.account.switches.Is("cancel_again", "ok");
  if (again) return AnswerId(call, row);
  if (auto refusal = RefuseCancel(row)) return refusal->ToAnswer();
  return Decide(call, "cancel", State::kCanceled, row);
}

Answer ConfirmV1(const Call& call) {
  Checked<Row> found = ReadDecision(call, {"id", "bookingId", "participantNotification"});
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  if (auto refusal = RefuseConfirm(std::get<Row>(found))) return refusal->ToAnswer();
  return Decide(call, "confirm", State::kConfirmed, std::get<Row>(found));
}

Answer DeclineV1(const Call& call) {
  Checked<Row> found = ReadDecision(call, {"id", "bookingId", "participantNotification"});
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  if (auto refusal = RefuseDecline(std::get<Row>(found))) return refusal->ToAnswer();
  return Decide(call, "decline", State::kDeclined, std::get<Row>(found));
}

Answer RescheduleV1(const Call& call) {
  if (auto refusal = RefuseManager(call)) return refusal->ToAnswer();
  Checked<Target> read = ReadMove(call);
  if (const Refusal* const refusal = RefusalIn(read)) return refusal->ToAnswer();
  Target target = std::get<Target>(std::move(read));
  WixAccount& account = WriteAccountOf(call);
  std::optional<Row> row = account.Latest(call.path_values[0]);
  if (!row) return RefuseUnknownBooking().ToAnswer();
  if (auto refusal = RefuseReschedule(*row)) return refusal->ToAnswer();
  if (target.offer->service != row->service) {
    return RefuseBusiness("VALIDATION_FAILURE", "The session is of another service").ToAnswer();
  }
  if (auto refusal = RefuseTarget(target, PartySize(*row), row->id, call)) {
    return refusal->ToAnswer();
  }
  target.staff = StaffFor(target, row->id, account);
  MoveTo(target, account, *row);
  if (row->state == State::kConfirmed) {
    SettleV1(target.offer->needs_approval ? WaitingState(account.switches) : State::kConfirmed,
             account, *row);
  }
  CommitChange(call, "reschedule", Generation::kV1, *row);
  return AnswerBookingV1(call, *row);
}

Answer SetAttendanceV1(const Call& call) {
  if (auto refusal = RefuseManager(call)) return refusal->ToAnswer();
  const Checked<Json> body = ReadBody(call.request, call.account.switches);
  if (const Refusal* const refusal = RefusalIn(body)) return refusal->ToAnswer();
  BodyReader root(std::get<Json>(body), "", call.account.switches);
  root.Allow({"id", "bookingId", "attendanceInfo"});
  BodyReader info(root.RequiredObject("attendanceInfo"), "attendanceInfo", root.switches());
  info.Allow({"attendanceStatus", "numberOfAttendees"});
  const bool attended = info.Truth("attendanceStatus");
  const auto attendees = info.Number("numberOfAttendees", 0, kMaxParticipants);
  root.Take(info.refusal());
  if (root.refusal()) return root.refusal()->ToAnswer();
  std::optional<Row> row = WriteAccountOf(call).Latest(call.path_values[0]);
  if (!row) return RefuseUnknownBooking().ToAnswer();
  ChangeWritten(WriteAccountOf(call).catalogue(), *row, [&](Written& written) {
    written.attended = attended;
    written.attendees = static_cast<int>(attendees.value_or(0));
  });
  CommitChange(call, "attendance", Generation::kV1, *row);
  return AnswerBookingV1(call, *row);
}

Answer MarkAsPaidV1(const Call& call) {
  Checked<Row> found = ReadDecision(call, {"id", "bookingId"});
  if (const Refusal* const refusal = RefusalIn(found)) return refusal->ToAnswer();
  Row& row = std::get<Row>(found);
  if (row.payment == Payment::kPaid) return AnswerBookingV1(call, row);
  row.payment = Payment::kPaid;
  row.received_minor = row.total_minor;
  ChangeWritten(WriteAccountOf(call).catalogue(), row,
                [](Written& written) { written.has_order = true; });
  CommitChange(call, "mark_as_paid", Generation::kV1, row);
  return AnswerBookingV1(call, row);
}

}  // namespace bookings::sandbox::wix
