// See replacement_call.h.
#include "service/engine/replacement_call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "connectors/api/names.h"
#include "connectors/api/text.h"
#include "service/engine/change_call.h"
#include "service/engine/create_call.h"

namespace bookings {
namespace {

// Names of the parts behind the operation's own.
constexpr std::string_view kCreatePart = "create";
constexpr std::string_view kCancelPart = "cancel";
constexpr std::string_view kUndoPart = "undo";

absl::Status CannotMove(std::string_view why) {
  return MakeFailure(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_BOOKING_REFUSED, why);
}

// Whether the part surely changed nothing, and trying again will not help.
bool IsFinal(const absl::Status& failure) {
  return failure.code() == absl::StatusCode::kFailedPrecondition ||
         failure.code() == absl::StatusCode::kNotFound ||
         failure.code() == absl::StatusCode::kInvalidArgument;
}

bool SaysNotCreated(const absl::Status& failure) {
  const std::optional<FailureDetails> details = DetailsOf(failure);
  if (!details) return false;
  const auto state = details->metadata().find("booking_state");
  return state != details->metadata().end() && state->second == "NOT_CREATED";
}

}  // namespace

ReplacementCall::ReplacementCall(WriteOrder order, RescheduleInput input,
                                 std::shared_ptr<Connection> connection,
                                 const EngineOptions& options)
    : JournalledCall(std::move(order), connection, options),
      input_(std::move(input)),
      engine_({std::move(connection)}, options) {}

void ReplacementCall::OnStarted() { ReadOld(); }

void ReplacementCall::OnTakenOver() {
  internal::v1::WritePlan plan;
  plan.ParseFromString(entry().plan);
  input_.request = plan.reschedule();
  if (plan.has_slot()) input_.slot = plan.slot();
  input_.vendor_id = ParseBookingName(plan.reschedule().name()).value_or(BookingId()).vendor_id;
  taken_over_ = true;
  ReadOld();
}

internal::v1::WritePlan ReplacementCall::PlanOf() const {
  internal::v1::WritePlan plan;
  *plan.mutable_reschedule() = input_.request;
  if (input_.slot) *plan.mutable_slot() = *input_.slot;
  return plan;
}

void ReplacementCall::ReadOld() {
  GetRequest get;
  get.connection = connection().id;
  get.vendor_id = input_.vendor_id;
  get.deadline = ReadContext().deadline;
  const std::shared_ptr<JournalledCall> self = shared_from_this();
  lookup_ = engine_.Get(std::move(get), [self, this](absl::StatusOr<FoundBooking> found) {
    loop().Post([self, this, found = std::move(found)]() mutable { OnOld(std::move(found)); });
  });
}

void ReplacementCall::OnOld(absl::StatusOr<FoundBooking> found) {
  if (ended()) return;
  if (found.ok()) old_ = *found->booking;
  const absl::Status usable = found.ok() ? CheckOld() : found.status();
  if (usable.ok()) return Journal();
  // Before anything was made there is nothing to follow up.
  return taken_over_ ? FinishUnclear(usable) : FinishUndone(usable);
}

absl::Status ReplacementCall::CheckOld() const {
  if (taken_over_) return absl::OkStatus();
  if (old_.status() == v1::BOOKING_STATUS_CANCELLED) {
    return CannotMove("a cancelled booking cannot be moved");
  }
  if (absl::Status etag = CheckEtag(input_.request.etag(), old_); !etag.ok()) return etag;
  const WriteProblems problems = engine_.Check(connection(), NewBooking());
  if (!problems.invalid.empty()) return InvalidRequest(problems.invalid);
  if (problems.unsupported.empty()) return absl::OkStatus();
  return InvalidRequest(problems.unsupported, v1::ERROR_REASON_UNSUPPORTED_FIELD);
}

void ReplacementCall::Journal() {
  PassGate([self = shared_from_this(), this](const absl::StatusOr<CallContext>& passed) {
    if (ended()) return;
    if (passed.ok()) return BookNew();
    return taken_over_ ? FinishUnclear(passed.status()) : FinishUndone(passed.status());
  });
}

CreateInput ReplacementCall::NewBooking() const {
  const v1::RescheduleBookingRequest& move = input_.request;
  CreateInput create;
  create.now = input_.now;
  create.slot = input_.slot;
  create.request.set_connection(ConnectionName(connection().id));
  create.request.set_request_id(move.request_id());
  if (move.has_slot_token()) create.request.set_slot_token(move.slot_token());
  if (move.has_appointment()) *create.request.mutable_appointment() = move.appointment();
  if (move.has_stay()) *create.request.mutable_stay() = move.stay();
  if (old_.customers_size() > 0) *create.request.mutable_customer() = old_.customers(0);
  create.request.set_party_size(old_.party_size());
  create.request.set_notification(move.notification());
  *create.request.mutable_vendor_options() = move.vendor_options();
  // What the vendor tells of a customer is more than it takes.
  create.request.mutable_best_effort()->add_paths("customer");
  create.request.mutable_best_effort()->add_paths("party_size");
  return create;
}

WriteOrder ReplacementCall::OrderOf(std::string_view part, Part then) {
  WriteOrder order;
  order.key = entry().key;
  order.key.operation = absl::StrCat(entry().key.operation, "/", ToAbsl(part));
  order.fingerprint = order.key.operation;
  order.deadline = std::min(deadline(), loop().Now() + FollowUpTime());
  order.done = [self = shared_from_this(), this, then](absl::StatusOr<WriteAnswer> answer) {
    loop().Post([self, this, then, answer = std::move(answer)] {
      if (!ended()) (this->*then)(answer);
    });
  };
  return order;
}

void ReplacementCall::BookNew() {
  std::make_shared<CreateCall>(OrderOf(kCreatePart, &ReplacementCall::OnNew), NewBooking(),
                               CreateMode::kSend, shared_connection(), options())
      ->Start();
}

void ReplacementCall::OnNew(const absl::StatusOr<WriteAnswer>& answer) {
  if (!answer.ok()) {
    return SaysNotCreated(answer.status()) ? FinishUndone(answer.status())
                                           : FinishUnclear(answer.status());
  }
  new_ = answer->result.booking();
  CancelOld();
}

void ReplacementCall::CancelOld() {
  RunCancel(old_, kCancelPart, &ReplacementCall::OnOldCancelled);
}

void ReplacementCall::OnOldCancelled(const absl::StatusOr<WriteAnswer>& answer) {
  if (!answer.ok()) {
    return IsFinal(answer.status()) ? CancelNew(answer.status()) : FinishUnclear(answer.status());
  }
  internal::v1::WriteResult result;
  *result.mutable_booking() = new_;
  result.set_replaced_booking(old_.name());
  FinishDone(std::move(result), "");
}

void ReplacementCall::CancelNew(const absl::Status& why) {
  why_undone_ = why;
  RunCancel(new_, kUndoPart, &ReplacementCall::OnNewCancelled);
}

void ReplacementCall::OnNewCancelled(const absl::StatusOr<WriteAnswer>& answer) {
  if (!answer.ok()) return FinishUnclear(answer.status());
  FinishFailed(
      WithMetadata(CannotMove("the old booking could not be cancelled; the new one was taken back"),
                   "cause", ReasonName(ReasonOf(why_undone_))));
}

void ReplacementCall::RunCancel(const v1::Booking& booking, std::string_view part, Part then) {
  CancelInput cancel;
  cancel.now = loop().Now();
  cancel.vendor_id = booking.vendor_id();
  cancel.request.set_name(booking.name());
  cancel.request.set_request_id(input_.request.request_id());
  cancel.request.set_notification(input_.request.notification());
  internal::v1::WritePlan plan;
  *plan.mutable_cancel() = cancel.request;
  const Connector* connector = connection().connector.get();
  std::make_shared<ChangeCall>(
      OrderOf(part, then), std::move(plan),
      [connector, cancel](const WriteIdentity& identity) {
        return connector->Cancel(cancel, identity);
      },
      shared_connection(), options())
      ->Start();
}

void ReplacementCall::StopWork() {
  if (lookup_ != nullptr) lookup_->Cancel();
}

}  // namespace bookings
