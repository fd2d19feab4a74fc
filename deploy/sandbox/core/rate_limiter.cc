#include "deploy/sandbox/core/rate_limiter.h"

#include <mutex>

namespace bookings::sandbox {

std::optional<RateRefusal> RateLimiter::Admit(const std::vector<RateRule>& rules, absl::Time now) {
  const std::lock_guard lock(mutex_);
  if (scale_ == 0) return std::nullopt;
  for (const RateRule& rule : rules) {
    std::deque<absl::Time>& times = admitted_[rule.bucket];
    while (!times.empty() && times.front() + rule.window <= now) times.pop_front();
    if (static_cast<int64_t>(times.size()) >= rule.limit * scale_) {
      return RateRefusal{rule, times.front() + rule.window - now};
    }
  }
  for (const RateRule& rule : rules) admitted_[rule.bucket].push_back(now);
  return std::nullopt;
}

void RateLimiter::SetScale(int64_t scale) {
  const std::lock_guard lock(mutex_);
  scale_ = scale;
}

}  // namespace bookings::sandbox
