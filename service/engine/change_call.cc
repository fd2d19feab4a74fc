// See change_call.h.
#include "service/engine/change_call.h"

#include <algorithm>
#include <utility>

namespace bookings {
namespace {

// Between attempts whose outcome is unclear.
constexpr absl::Duration kFirstAttemptPause = absl::Milliseconds(250);
constexpr absl::Duration kLongestAttemptPause = absl::Seconds(5);

}  // namespace

ChangeCall::ChangeCall(WriteOrder order, internal::v1::WritePlan plan, Attempt attempt,
                       std::shared_ptr<Connection> connection, const EngineOptions& options)
    : JournalledCall(std::move(order), std::move(connection), options),
      plan_(std::move(plan)),
      attempt_(std::move(attempt)),
      pause_(kFirstAttemptPause) {}

void ChangeCall::Run() {
  drive_ = std::make_unique<WriteDrive<Written>>(
      attempt_(identity()), connection(), ReadContext(),
      [this](Passed passed) { PassGate(std::move(passed)); },
      [this](WriteOutcome<Written> outcome) { OnWritten(std::move(outcome)); });
}

void ChangeCall::OnWritten(WriteOutcome<Written> outcome) {
  drive_.reset();
  if (!outcome.answer.ok()) return OnFailed(outcome.answer.status(), outcome.fate);
  internal::v1::WriteResult result;
  *result.mutable_booking() = std::move(outcome.answer->booking);
  // What an earlier request of this very call has changed is no news to the connector, but it was
  // not so before the call.
  result.set_unchanged(outcome.answer->unchanged && !unclear_);
  FinishDone(std::move(result), "");
}

void ChangeCall::OnFailed(const absl::Status& failure, WriteFate fate) {
  // It has read before it asked: a refusal is no echo of an earlier request.
  if (fate == WriteFate::kRefused) return FinishUndone(failure);
  if (fate == WriteFate::kNothing && !unclear_) return FinishUndone(failure);
  unclear_ = true;
  RunAgain();
}

void ChangeCall::RunAgain() {
  const absl::Duration pause = pause_;
  pause_ = std::min(pause_ * 2, kLongestAttemptPause);
  if (caller_gone() || loop().Now() + pause >= deadline() - kAnswerMargin) {
    return FinishUnknown("the change may have been made", pause);
  }
  Wait(pause, [this] { Run(); });
}

}  // namespace bookings
