// See rate_limiter.h.
#include "service/engine/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace bookings {
namespace {

// What pages of lists leave to prompt calls: a tenth of the window.
constexpr int kReservedParts = 10;
// 2^6 s is above kLongestOwnPause.
constexpr int kMostDoublings = 6;

absl::Duration PauseAfter(int refusals, std::optional<absl::Duration> told) {
  const absl::Duration own =
      std::min(kLongestOwnPause, kFirstPause * std::exp2(std::min(refusals - 1, kMostDoublings)));
  if (!told) return own;
  // The vendor's word is good until the next call shows that it was not.
  const absl::Duration least = refusals > 1 ? own : absl::ZeroDuration();
  return std::clamp(*told, least, kLongestPause);
}

}  // namespace

RateLimiter::RateLimiter(RateLimit limit) : limit_(limit) {}

absl::Time RateLimiter::TurnOf(Rank rank, int ahead, absl::Time now) {
  Settle(now);
  const absl::Time start = std::max(now, paused_until_);
  if (!is_limited()) return start;
  const absl::Time turn = std::max(start, WindowTurn(Rank::kPrompt, ahead, now));
  if (rank == Rank::kPrompt) return turn;
  return std::max({turn, WindowTurn(Rank::kBulk, ahead, now), PacedTurn(ahead, start)});
}

// When enough of those that count have left the window, in the order in which they do.
absl::Time RateLimiter::WindowTurn(Rank counted, int ahead, absl::Time now) const {
  const int room = Room(counted);
  const int over = Taken(counted) + ahead - room;
  if (over < 0) return now;
  int place = over;
  for (const Call& call : ended_) {
    if (counted == Rank::kBulk && call.rank != Rank::kBulk) continue;
    if (place-- == 0) return call.ended + limit_.window;
  }
  // Those under way end now at the earliest, those that wait a window later.
  return now + limit_.window * (1 + place / room);
}

// Behind what is left of the burst, which goes at `start`, at even distances.
absl::Time RateLimiter::PacedTurn(int ahead, absl::Time start) const {
  const int behind_burst = std::min(ahead, Taken(Rank::kPrompt) + ahead - Burst());
  if (behind_burst < 0) return start;
  const absl::Duration distance = limit_.window / Room(Rank::kPrompt);
  const absl::Time before = behind_burst < ahead ? start : last_sent_;
  return std::max(start, before + distance) + distance * behind_burst;
}

int64_t RateLimiter::Sent(Rank rank, absl::Time now) {
  Settle(now);
  ++open_;
  if (rank == Rank::kBulk) ++open_bulk_;
  last_sent_ = now;
  return pauses_;
}

void RateLimiter::Withdrawn(Rank rank) {
  --open_;
  if (rank == Rank::kBulk) --open_bulk_;
}

void RateLimiter::Answered(Rank rank, int64_t number, absl::Time now) {
  Ended(rank, now);
  if (number == pauses_) refusals_ = 0;
}

void RateLimiter::Ended(Rank rank, absl::Time now) {
  Withdrawn(rank);
  Settle(now);
  if (!is_limited() && ended_.size() >= kMostRemembered) return;
  ended_.push_back({now, rank});
  if (rank == Rank::kBulk) ++ended_bulk_;
}

absl::Time RateLimiter::Refused(Rank rank, int64_t number, std::optional<absl::Duration> told,
                                absl::Time now) {
  Withdrawn(rank);
  Settle(now);
  // Those that were under way together are refused once.
  const bool known = number != pauses_;
  if (!known) {
    if (refusals_ > 0 || now < paused_until_ + kCalm) Lower(now);
    ++refusals_;
    ++pauses_;
  }
  paused_until_ = std::max(paused_until_, now + PauseAfter(refusals_, told));
  return paused_until_;
}

void RateLimiter::Lower(absl::Time now) {
  adjusted_ = now;
  if (is_limited()) {
    factor_ = std::max(kLeastFactor, factor_ / 2);
    return;
  }
  limit_ = {std::max(kLeastLearntCalls, static_cast<int>(ended_.size())), kCalm, 0};
  learnt_ = true;
}

void RateLimiter::Settle(absl::Time now) {
  if (now < latest_) ShiftBack(latest_ - now);
  latest_ = now;
  const absl::Duration window = is_limited() ? limit_.window : kCalm;
  while (!ended_.empty() && ended_.front().ended + window <= now) {
    if (ended_.front().rank == Rank::kBulk) --ended_bulk_;
    ended_.pop_front();
  }
  Recover(now);
}

void RateLimiter::ShiftBack(absl::Duration step) {
  for (Call& call : ended_) call.ended -= step;
  last_sent_ -= step;
  paused_until_ -= step;
  adjusted_ -= step;
}

void RateLimiter::Recover(absl::Time now) {
  const double most = learnt_ ? kForgetFactor : 1.0;
  if (factor_ >= most) return;
  const absl::Time calm_since = std::max(adjusted_, paused_until_);
  const int64_t steps = std::min<int64_t>((now - calm_since) / kCalm, 1'000);
  if (steps <= 0) return;
  factor_ = std::min(most, factor_ + kRecoveryStep * static_cast<double>(steps));
  adjusted_ = calm_since + kCalm * steps;
  if (!learnt_ || factor_ < kForgetFactor) return;
  learnt_ = false;
  limit_ = {};
  factor_ = 1.0;
}

int RateLimiter::Room(Rank rank) const {
  const int room = std::max(1, static_cast<int>(limit_.calls * factor_));
  return rank == Rank::kBulk ? room - room / kReservedParts : room;
}

int RateLimiter::Burst() const {
  const int whole = limit_.burst > 0 ? limit_.burst : std::max(kLeastBurst, limit_.calls / 2);
  return std::max(1, static_cast<int>(whole * factor_));
}

int RateLimiter::Taken(Rank rank) const {
  if (rank == Rank::kBulk) return ended_bulk_ + open_bulk_;
  return static_cast<int>(ended_.size()) + open_;
}

}  // namespace bookings
