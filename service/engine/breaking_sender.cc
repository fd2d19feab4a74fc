// See breaking_sender.h.
#include "service/engine/breaking_sender.h"

#include <optional>
#include <utility>

#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"

namespace bookings {
namespace {

using Outcome = CircuitBreaker::Outcome;

absl::Status LeftAlone(absl::Duration time) {
  return HeldBack(MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
                              "the vendor has failed too often and is left alone for a while"),
                  HeldBackBy::kCircuitBreaker, time);
}

bool Has(const FailureDetails& details, const char* key) {
  return details.metadata().find(key) != details.metadata().end();
}

Outcome OutcomeOf(const absl::Status& outcome, bool ours) {
  if (outcome.ok()) return Outcome::kAlive;
  const std::optional<FailureDetails> details = DetailsOf(outcome);
  if (!details || IsHeldBack(outcome)) return Outcome::kSilent;
  if (details->reason() == v1::ERROR_REASON_VENDOR_UNAVAILABLE) {
    return ours || Has(*details, "transport") ? Outcome::kDead : Outcome::kSilent;
  }
  return Has(*details, "vendor_status_code") ? Outcome::kAlive : Outcome::kSilent;
}

}  // namespace

class BreakingSender::Call final : public Exchange {
 public:
  Call(BreakingSender* sender, const CallContext& context, Done done)
      : sender_(sender),
        ours_(context.caller_token.empty()),
        send_before_(context.send_before),
        pass_(sender->breaker_.Enter()),
        done_(std::move(done)) {}
  ~Call() override {
    if (done_) sender_->Leave(pass_, Outcome::kSilent);
  }

  void Begin(HttpRequest request, const CallContext& context) {
    exchange_ = sender_->next_->Send(
        std::move(request), context,
        [this](absl::StatusOr<HttpResponse> response) { OnResponse(std::move(response)); });
  }

 private:
  void OnResponse(absl::StatusOr<HttpResponse> response) {
    Done done = std::exchange(done_, nullptr);
    // Then it was us who did not let it go any more.
    const bool too_late = IsUnsent(response.status()) && sender_->loop_->Now() >= send_before_;
    sender_->Leave(pass_, too_late ? Outcome::kSilent : OutcomeOf(response.status(), ours_));
    std::move(done)(std::move(response));  // may destroy *this
  }

  BreakingSender* const sender_;
  const bool ours_;
  const absl::Time send_before_;
  const CircuitBreaker::Pass pass_;
  Done done_;  // empty once it has ended
  std::unique_ptr<Exchange> exchange_;
};

BreakingSender::BreakingSender(std::unique_ptr<Sender> next, CircuitBreaker breaker, Opened opened,
                               EventLoop* loop)
    : next_(std::move(next)),
      breaker_(std::move(breaker)),
      opened_(std::move(opened)),
      loop_(loop) {}

std::unique_ptr<Exchange> BreakingSender::Send(HttpRequest request, const CallContext& context,
                                               Done done) {
  if (const std::optional<absl::Duration> refusal = breaker_.Refusal(loop_->Now())) {
    return FailSoon(*loop_, LeftAlone(*refusal), std::move(done));
  }
  auto call = std::make_unique<Call>(this, context, std::move(done));
  call->Begin(std::move(request), context);
  return call;
}

void BreakingSender::Leave(CircuitBreaker::Pass pass, CircuitBreaker::Outcome outcome) {
  if (!breaker_.Leave(pass, outcome, loop_->Now())) return;
  if (const std::optional<absl::Duration> refusal = breaker_.Refusal(loop_->Now())) {
    opened_(LeftAlone(*refusal));
  }
}

}  // namespace bookings
