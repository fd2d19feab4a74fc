// See throttled_sender.h.
#include "service/engine/throttled_sender.h"

#include <algorithm>
#include <utility>

#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"

namespace bookings {
namespace {

Rank RankOf(CallKind kind) { return kind == CallKind::kStream ? Rank::kBulk : Rank::kPrompt; }

absl::Time LastTurnOf(const CallContext& context) {
  return std::min(context.deadline - kAnswerTime, context.send_before);
}

absl::Status NoTurn(absl::Duration wait) {
  return HeldBack(
      MakeFailure(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_VENDOR_RATE_LIMITED,
                  "the vendor's rate limit leaves no turn before the deadline"),
      HeldBackBy::kRateLimit, wait);
}

bool IsThrottling(const absl::Status& failure) {
  return ReasonOf(failure) == v1::ERROR_REASON_VENDOR_RATE_LIMITED && !IsUnsent(failure);
}

Throttle::Outcome ThrottleOutcomeOf(const absl::Status& outcome) {
  if (IsUnsent(outcome)) return Throttle::Outcome::kUnsent;
  const bool no_answer = IsTransient(outcome) || absl::IsDeadlineExceeded(outcome);
  return no_answer ? Throttle::Outcome::kEnded : Throttle::Outcome::kAnswered;
}

}  // namespace

class ThrottledSender::Call final : public Exchange, public Throttle::Waiter {
 public:
  Call(ThrottledSender* sender, HttpRequest request, const CallContext& context, Done done)
      : Waiter(context.caller, RankOf(context.kind), LastTurnOf(context)),
        sender_(sender),
        request_(std::move(request)),
        context_(context),
        done_(std::move(done)) {}
  ~Call() override {
    if (waits()) StopWaiting();
    if (exchange_ == nullptr) return;
    exchange_.reset();
    sender_->throttle_->End(*this, Throttle::Outcome::kEnded);
  }

  void Begin() {
    NoteWaiting();
    sender_->throttle_->Enter(*this);
    SetLimit();
  }

  void OnTurn() override {
    ForgetWaiting();
    sender_->meter_->OnWait(sender_->loop_->Now() - wait_start_);
    exchange_ = sender_->next_->Send(
        HttpRequest(request_), context_,
        [this](absl::StatusOr<HttpResponse> response) { OnResponse(std::move(response)); });
  }

  void OnTooLate(absl::Time turn) override {
    ForgetWaiting();
    ReportSoon(NoTurn(turn - sender_->loop_->Now()));
  }

  void TurnAway(const absl::Status& failure) {
    StopWaiting();
    ReportSoon(failure);
  }

 private:
  void NoteWaiting() {
    wait_start_ = sender_->loop_->Now();
    place_ = sender_->waiting_.insert(sender_->waiting_.end(), this);
  }
  void ForgetWaiting() {
    timer_.reset();
    sender_->waiting_.erase(place_);
  }
  void StopWaiting() {
    ForgetWaiting();
    sender_->throttle_->Leave(*this);
  }

  void SetLimit() {
    if (!waits() || last_turn() == absl::InfiniteFuture()) return;
    timer_ = sender_->loop_->CallAt(last_turn(), [this] { OnLastTurn(); });
  }
  // Now either the rate is in the way, or other calls are: these may still end in time.
  void OnLastTurn() {
    const absl::Time now = sender_->loop_->Now();
    const absl::Duration wait = sender_->throttle_->NextTurn(rank(), now) - now;
    if (wait > absl::ZeroDuration()) return StopWith(NoTurn(wait));
    timer_ = sender_->loop_->CallAt(std::min(context_.deadline, context_.send_before), [this] {
      StopWith(Unsent(DeadlineExceeded("the request waited for its turn")));
    });
  }
  void StopWith(absl::Status failure) {
    StopWaiting();
    Report(std::move(failure));
  }

  void OnResponse(absl::StatusOr<HttpResponse> response) {
    exchange_.reset();
    const bool ours = context_.caller_token.empty();
    if (ours && IsThrottling(response.status())) return OnThrottled(response.status());
    sender_->throttle_->End(*this, ThrottleOutcomeOf(response.status()));
    Report(std::move(response));
  }

  void OnThrottled(const absl::Status& refusal) {
    const std::optional<absl::Duration> told = RetryDelayOf(refusal);
    const absl::Time until = sender_->throttle_->EndRefused(*this, told);
    const absl::Time now = sender_->loop_->Now();
    const absl::Status failure =
        WithRetryDelay(refusal, std::max(until - now, told.value_or(kAnswerTime)));
    sender_->health_->Record(failure, now);
    const bool repeatable = request_.replay == ReplaySafety::kSafe;
    if (!repeatable || until > last_turn()) return Report(failure);
    NoteWaiting();
    sender_->throttle_->EnterAgain(*this);
    SetLimit();
  }

  void ReportSoon(absl::Status failure) {
    timer_ = sender_->loop_->CallAt(
        sender_->loop_->Now(),
        [this, failure = std::move(failure)]() mutable { Report(std::move(failure)); });
  }
  void Report(absl::StatusOr<HttpResponse> response) {
    Done done = std::move(done_);
    std::move(done)(std::move(response));  // may destroy *this
  }

  ThrottledSender* const sender_;
  const HttpRequest request_;
  const CallContext context_;
  Done done_;
  std::list<Call*>::iterator place_;  // while it waits
  absl::Time wait_start_;
  std::unique_ptr<Timer> timer_;
  std::unique_ptr<Exchange> exchange_;  // while it is under way
};

ThrottledSender::ThrottledSender(std::unique_ptr<Sender> next, std::shared_ptr<Throttle> throttle,
                                 std::shared_ptr<ConnectionHealth> health,
                                 std::shared_ptr<ConnectionMeter> meter, EventLoop* loop)
    : next_(std::move(next)),
      throttle_(std::move(throttle)),
      health_(std::move(health)),
      meter_(std::move(meter)),
      loop_(loop) {}

std::unique_ptr<Exchange> ThrottledSender::Send(HttpRequest request, const CallContext& context,
                                                Done done) {
  if (throttle_->full()) {
    return FailSoon(*loop_,
                    Unsent(MakeFailure(absl::StatusCode::kResourceExhausted,
                                       v1::ERROR_REASON_GATEWAY_OVERLOADED,
                                       "too many requests wait for this connection")),
                    std::move(done));
  }
  auto call = std::make_unique<Call>(this, std::move(request), context, std::move(done));
  call->Begin();
  return call;
}

void ThrottledSender::TurnAwayWaiting(const absl::Status& failure) {
  while (!waiting_.empty()) waiting_.front()->TurnAway(failure);
}

}  // namespace bookings
