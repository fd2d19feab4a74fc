// See journalled_call.h.
#include "service/engine/journalled_call.h"

#include <algorithm>
#include <utility>

#include "connectors/api/failure.h"
#include "connectors/api/text.h"
#include "service/engine/immediate_failure.h"
#include "service/engine/ledger_task.h"
#include "service/engine/source_error.h"
#include "service/engine/write_identity.h"

namespace bookings {
namespace {

constexpr char kNotCreated[] = "NOT_CREATED";
constexpr char kCreated[] = "CREATED";
constexpr char kUnknown[] = "UNKNOWN";

// A claim is prolonged three times within a lease: two renewals may fail.
constexpr int kRenewalsPerLease = 3;
// A tenth of the lease is kept free for clocks that run at different speeds.
constexpr int kLeaseMarginParts = 10;
// How often a look-alike that is being made is waited for.
constexpr absl::Duration kRivalPoll = absl::Milliseconds(200);
// How often a result that cannot be written down is tried again, and how long in between.
constexpr int kRecordAttempts = 5;
constexpr absl::Duration kRecordPause = absl::Milliseconds(300);

absl::Status InProgress(std::string_view what, absl::Duration retry_after) {
  return WithRetryDelay(
      MakeFailure(absl::StatusCode::kAborted, v1::ERROR_REASON_REQUEST_IN_PROGRESS, what),
      retry_after);
}

absl::Status HandedOver() {
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_DRAINING,
                     "the gateway is shutting down: repeat elsewhere with the same request_id");
}

absl::Status Reused() {
  return MakeFailure(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_REQUEST_ID_REUSED,
                     "this request_id was used with another request");
}

}  // namespace

JournalledCall::JournalledCall(WriteOrder order, std::shared_ptr<Connection> connection,
                               const EngineOptions& options)
    : order_(std::move(order)), connection_(std::move(connection)), options_(options) {}

void JournalledCall::Start() {
  loop().Post([self = shared_from_this()] {
    if (!self->order_.done) return;  // cancelled before it began
    self->connection_->writes.Add(self);
    self->deadline_timer_ =
        self->loop().CallAt(self->order_.deadline, [call = self.get()] { call->OnDeadline(); });
    self->Begin();
  });
}

void JournalledCall::Resume(WriteEntry entry) {
  loop().Post([self = shared_from_this(), entry = std::move(entry)]() mutable {
    self->connection_->writes.Add(self);
    self->Hold(std::move(entry));
    self->OnTakenOver();
  });
}

void JournalledCall::Cancel() {
  loop().Post([self = shared_from_this()] { self->LeaveCaller(Cancelled()); });
}

void JournalledCall::Stop() {
  if (ended_) return;
  const std::shared_ptr<JournalledCall> alive = shared_from_this();
  Answer(WithState(Cancelled(), exposed_ ? kUnknown : kNotCreated));
  End();
}

void JournalledCall::HandOver() {
  if (ended_) return;
  // While the ledger is asked, its answer decides.
  if (!held_) return Answer(WithState(HandedOver(), kUnknown));
  if (exposed_) return FinishUnclear(HandedOver());
  FinishUndone(HandedOver());
}

void JournalledCall::HandOverIfItWaits() {
  if (waits_) HandOver();
}

void JournalledCall::Begin() {
  BeginWrite begin;
  begin.key = order_.key;
  begin.fingerprint = order_.fingerprint;
  begin.identity = MakeWriteIdentity(options_.identity_key, order_.key);
  begin.lease = options_.write_times.lease;
  InLedger<BegunWrite>(
      ledger(), loop(),
      [begin = std::move(begin)](LedgerStore& store) { return store.Begin(begin); },
      [self = shared_from_this()](absl::StatusOr<BegunWrite> begun) {
        self->OnBegun(std::move(begun));
      });
}

void JournalledCall::OnBegun(absl::StatusOr<BegunWrite> begun) {
  if (!begun.ok()) {
    Answer(WithState(begun.status(), kUnknown));
    return End();
  }
  using Begun = BegunWrite::Outcome;
  switch (begun->outcome) {
    case Begun::kStarted:
    case Begun::kTakenOver:
      break;
    case Begun::kInProgress:
      Answer(WithState(InProgress("a call with this request_id is running", begun->retry_after),
                       kUnknown));
      return End();
    case Begun::kReused:
      Answer(WithState(Reused(), kNotCreated));
      return End();
    case Begun::kDone: {
      AnswerAgain(begun->entry.result);
      return End();
    }
  }
  Hold(std::move(begun->entry));
  if (begun->outcome == Begun::kTakenOver) return OnTakenOver();
  if (caller_gone()) return FinishUndone(Cancelled());
  OnStarted();
}

void JournalledCall::AnswerAgain(const std::string& recorded) {
  WriteAnswer answer;
  answer.replayed = true;
  answer.result.ParseFromString(recorded);
  if (!answer.result.has_failure()) return Answer(std::move(answer));
  Answer(MakeFailure(static_cast<absl::StatusCode>(answer.result.failure_code()),
                     answer.result.failure_message(), answer.result.failure()));
}

void JournalledCall::Hold(WriteEntry entry) {
  entry_ = std::move(entry);
  held_ = true;
  exposed_ = entry_.state == WriteState::kSending;
  ScheduleRenewal();
}

void JournalledCall::ScheduleRenewal() {
  const absl::Duration lease = options_.write_times.lease;
  renewal_ = loop().CallAt(loop().Now() + lease / kRenewalsPerLease, [this, lease] {
    InLedger<bool>(
        ledger(), loop(),
        [claim = claim(), lease](LedgerStore& store) { return store.Renew(claim, lease); },
        [self = shared_from_this()](absl::StatusOr<bool> ours) {
          if (self->ended_ || !self->held_) return;
          if (ours.ok() && !*ours) return self->FinishLost();
          self->ScheduleRenewal();
        });
  });
}

void JournalledCall::Refuse(Passed passed, const absl::Status& failure) {
  loop().Post([passed = std::move(passed), failure = Unsent(failure)]() mutable {
    std::move(passed)(std::move(failure));
  });
}

void JournalledCall::PassGate(Passed passed) {
  if (ended_) return;
  if (caller_gone() && !exposed_) return Refuse(std::move(passed), Cancelled());
  SendMark mark;
  mark.plan = PlanOf().SerializeAsString();
  mark.rivalry = HashRivalry(options_.identity_key, RivalryOf());
  mark.lease = options_.write_times.lease;
  InLedger<Marked>(
      ledger(), loop(),
      [claim = claim(), mark = std::move(mark)](LedgerStore& store) {
        return store.MarkSending(claim, mark);
      },
      [self = shared_from_this(), asked = loop().Now(),
       passed = std::move(passed)](absl::StatusOr<Marked> marked) mutable {
        self->OnMarked(std::move(marked), asked, std::move(passed));
      });
}

void JournalledCall::OnMarked(absl::StatusOr<Marked> marked, absl::Time asked, Passed passed) {
  if (ended_) return;
  // Where the mark's own fate is unclear the entry may say kSending: harmless, as nothing is sent.
  if (!marked.ok()) return Refuse(std::move(passed), marked.status());
  if (*marked == Marked::kLost) return FinishLost();
  if (*marked == Marked::kRival) return WaitForRival(std::move(passed));
  entry_.state = WriteState::kSending;
  ++entry_.sends;
  exposed_ = true;
  const absl::Duration lease = options_.write_times.lease;
  CallContext context;
  context.caller = order_.key.caller;
  context.deadline = loop().Now() + options_.write_times.attempt;
  context.caller_token = order_.caller_token;
  context.trace = order_.trace;
  context.send_before = asked + lease - lease / kLeaseMarginParts;
  std::move(passed)(context);
}

void JournalledCall::WaitForRival(Passed passed) {
  if (loop().Now() + kRivalPoll >= deadline()) {
    return Refuse(std::move(passed),
                  InProgress("a booking that looks the same is being made", kRivalPoll));
  }
  Wait(kRivalPoll, [this, passed = std::move(passed)]() mutable { PassGate(std::move(passed)); });
}

void JournalledCall::OnDeadline() {
  deadline_timer_.reset();
  LeaveCaller(DeadlineExceeded("the booking was being written"));
}

void JournalledCall::LeaveCaller(const absl::Status& failure) {
  if (ended_ || caller_gone()) return;
  const std::shared_ptr<JournalledCall> alive = shared_from_this();
  if (exposed_) {
    Answer(WithState(failure, kUnknown));
    return OnCallerGone();
  }
  // While the ledger is asked, its answer decides.
  if (!held_) return Answer(WithState(failure, kUnknown));
  FinishUndone(failure);
}

absl::Status JournalledCall::WithState(const absl::Status& failure, std::string_view state) const {
  const absl::Status named = OfConnection(failure, *connection_);
  return makes_booking() ? WithMetadata(named, "booking_state", state) : named;
}

void JournalledCall::Answer(absl::StatusOr<WriteAnswer> answer) {
  if (!order_.done) return;
  WriteDone done = std::exchange(order_.done, nullptr);
  std::move(done)(std::move(answer));
}

WriteIdentity JournalledCall::identity() const {
  return {entry_.identity,
          MakeAttemptIdentity(options_.identity_key, entry_.identity, entry_.released),
          entry_.begin_time};
}

CallContext JournalledCall::ReadContext() const {
  CallContext context;
  context.caller = order_.key.caller;
  const absl::Time patience = loop().Now() + options_.write_times.attempt;
  context.deadline = caller_gone() ? patience : std::min(patience, order_.deadline);
  context.caller_token = order_.caller_token;
  context.trace = order_.trace;
  return context;
}

absl::Duration JournalledCall::FollowUpTime() const {
  return options_.write_times.attempt + connection_->settle_time + options_.write_times.lease;
}

void JournalledCall::After(absl::Duration delay, EventLoop::Task task) {
  later_ = loop().CallAt(loop().Now() + delay, std::move(task));
}

void JournalledCall::Wait(absl::Duration delay, EventLoop::Task task) {
  if (connection_->writes.draining()) return HandOver();
  waits_ = true;
  After(delay, [this, task = std::move(task)]() mutable {
    waits_ = false;
    std::move(task)();
  });
}

void JournalledCall::FinishDone(internal::v1::WriteResult result, const std::string& adopted) {
  Record(std::move(result), adopted, 1);
}

void JournalledCall::Record(internal::v1::WriteResult result, const std::string& adopted,
                            int attempt) {
  Completion completion{result.SerializeAsString(), adopted};
  InLedger<Completed>(
      ledger(), loop(),
      [claim = claim(), completion = std::move(completion)](LedgerStore& store) {
        return store.Complete(claim, completion);
      },
      [self = shared_from_this(), result = std::move(result), adopted,
       attempt](absl::StatusOr<Completed> completed) mutable {
        self->OnRecorded(std::move(completed), std::move(result), adopted, attempt);
      });
}

void JournalledCall::OnRecorded(absl::StatusOr<Completed> completed,
                                internal::v1::WriteResult result, const std::string& adopted,
                                int attempt) {
  if (ended_) return;
  if (!completed.ok()) {
    if (attempt >= kRecordAttempts) {
      Answer(WithState(completed.status(), kCreated));
      return GiveBack(absl::ZeroDuration());
    }
    return After(kRecordPause, [this, result = std::move(result), adopted, attempt]() mutable {
      Record(std::move(result), adopted, attempt + 1);
    });
  }
  if (*completed == Completed::kLost) return FinishLost();
  if (*completed == Completed::kAdoptedElsewhere) {
    return FinishUnknown("the booking that was found belongs to another request", std::nullopt);
  }
  held_ = false;
  if (result.has_failure()) {
    AnswerAgain(result.SerializeAsString());
  } else {
    Answer(WriteAnswer{std::move(result), false});
  }
  End();
}

void JournalledCall::FinishFailed(const absl::Status& failure) {
  const absl::Status named = WithState(failure, kNotCreated);
  internal::v1::WriteResult result;
  result.set_failure_code(static_cast<int32_t>(named.code()));
  result.set_failure_message(std::string(ToStd(named.message())));
  *result.mutable_failure() = DetailsOf(named).value_or(FailureDetails());
  FinishDone(std::move(result), "");
}

void JournalledCall::FinishUndone(const absl::Status& failure) {
  Answer(WithState(failure, kNotCreated));
  const std::shared_ptr<JournalledCall> alive = shared_from_this();
  const Claim released = claim();
  End();
  InLedger<bool>(
      ledger(), loop(), [released](LedgerStore& store) { return store.Release(released); },
      [alive](const absl::StatusOr<bool>&) {});
}

void JournalledCall::FinishUnclear(const absl::Status& failure) {
  Answer(WithState(failure, kUnknown));
  GiveBack(absl::ZeroDuration());
}

void JournalledCall::FinishUnknown(std::string_view why, std::optional<absl::Duration> retry_delay,
                                   const absl::Status& cause) {
  absl::Status failure =
      MakeFailure(absl::StatusCode::kUnknown, v1::ERROR_REASON_OUTCOME_UNKNOWN, why);
  if (!cause.ok()) failure = WithMetadata(failure, "cause", ReasonName(ReasonOf(cause)));
  if (retry_delay) failure = WithRetryDelay(failure, *retry_delay);
  FinishUnclear(failure);
}

void JournalledCall::FinishLost() {
  held_ = false;
  Answer(WithState(
      InProgress("another process has taken this request over", options_.write_times.lease),
      kUnknown));
  End();
}

// Whoever calls next with this request id need not wait for the lease.
void JournalledCall::GiveBack(absl::Duration lease) {
  const std::shared_ptr<JournalledCall> alive = shared_from_this();
  const Claim given = claim();
  End();
  InLedger<bool>(
      ledger(), loop(), [given, lease](LedgerStore& store) { return store.Renew(given, lease); },
      [](const absl::StatusOr<bool>&) {});
}

void JournalledCall::End() {
  if (std::exchange(ended_, true)) return;
  const std::shared_ptr<JournalledCall> alive = shared_from_this();
  held_ = false;
  deadline_timer_.reset();
  renewal_.reset();
  later_.reset();
  StopWork();
  connection_->writes.Remove(alive);
}

}  // namespace bookings
