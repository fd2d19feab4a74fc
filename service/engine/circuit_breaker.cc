// See circuit_breaker.h.
#include "service/engine/circuit_breaker.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace bookings {
namespace {

// The part of each opening that chance may take away, so that replicas do not probe together.
constexpr double kJitter = 0.25;

}  // namespace

CircuitBreaker::CircuitBreaker(BreakerPolicy policy, Random random)
    : policy_(policy), random_(std::move(random)) {}

std::optional<absl::Duration> CircuitBreaker::Refusal(absl::Time now) const {
  if (state_ == State::kProbing) return kProbeTime;
  if (state_ == State::kClosed || now >= open_until_) return std::nullopt;
  // Never longer than it opens: the clock may have been set back.
  return std::min(open_until_ - now, policy_.longest_open);
}

CircuitBreaker::Pass CircuitBreaker::Enter() {
  if (state_ == State::kOpen) {
    state_ = State::kProbing;
    ++period_;
  }
  return {period_};
}

bool CircuitBreaker::Leave(Pass pass, Outcome outcome, absl::Time now) {
  if (pass.period != period_ || policy_.failures == 0) return false;
  if (state_ == State::kProbing) {
    if (outcome == Outcome::kAlive) Close();
    if (outcome == Outcome::kDead) Open(now);
    // Whoever comes next probes.
    if (outcome == Outcome::kSilent) state_ = State::kOpen;
    return outcome == Outcome::kDead;
  }
  if (outcome == Outcome::kSilent) return false;
  Rate(outcome);
  if (failures_ < policy_.failures && rated_failures_ < kFailedOfRated) return false;
  Open(now);
  return true;
}

void CircuitBreaker::Open(absl::Time now) {
  state_ = State::kOpen;
  ++period_;
  const absl::Duration whole =
      std::min(policy_.longest_open, policy_.open * std::exp2(openings_++));
  open_until_ = now + whole * (1 - kJitter * random_());
}

void CircuitBreaker::Close() {
  state_ = State::kClosed;
  ++period_;
  openings_ = 0;
  failures_ = 0;
  rated_.clear();
  rated_failures_ = 0;
}

void CircuitBreaker::Rate(Outcome outcome) {
  const bool failed = outcome == Outcome::kDead;
  failures_ = failed ? failures_ + 1 : 0;
  rated_.push_back(failed);
  rated_failures_ += failed ? 1 : 0;
  if (rated_.size() <= kRatedCalls) return;
  rated_failures_ -= rated_.front() ? 1 : 0;
  rated_.pop_front();
}

}  // namespace bookings
