// See retry.h and bookings/client/retry_policy.h.
#include "src/retry.h"

#include <algorithm>
#include <utility>

namespace bookings::client {

absl::Duration RetryPolicy::Backoff(int failures, double chance) const {
  absl::Duration longest = first_backoff;
  for (; failures > 1 && longest < longest_backoff; --failures) longest *= 2;
  return std::min(longest, longest_backoff) * (0.5 + chance / 2);
}

namespace internal {

bool ReadMayPass(const Error& error) {
  if (error.code == absl::StatusCode::kResourceExhausted) return error.retry_delay.has_value();
  return error.code == absl::StatusCode::kUnavailable || error.code == absl::StatusCode::kAborted;
}

bool StreamMayPass(const Error& error) {
  return ReadMayPass(error) || error.code == absl::StatusCode::kCancelled;
}

bool WriteMayPass(const Error& error) {
  // Somebody else's change was decided on: this one has to be decided anew.
  if (error.reason == Reason::kEtagMismatch) return false;
  return ReadMayPass(error) || error.booking_state() == "UNKNOWN" ||
         error.reason == Reason::kOutcomeUnknown ||
         // An attempt's own deadline, or a connection that broke: the gateway goes on with it, and
         // knows it by its id.
         error.code == absl::StatusCode::kDeadlineExceeded ||
         error.code == absl::StatusCode::kCancelled;
}

Attempts::Attempts(const RetryPolicy& policy, absl::Duration timeout,
                   std::shared_ptr<Environment> environment, std::stop_token stop, OnRetry on_retry)
    : policy_(policy),
      environment_(std::move(environment)),
      stop_(std::move(stop)),
      on_retry_(std::move(on_retry)),
      end_(environment_->Now() + timeout) {}

absl::Duration Attempts::Left() const {
  return std::max(absl::ZeroDuration(), end_ - environment_->Now());
}

bool Attempts::WaitAfter(const Error& error, bool (*may_pass)(const Error&)) {
  if (++failures_ >= policy_.attempts || stop_.stop_requested() || !may_pass(error)) return false;
  const absl::Duration wait = std::max(policy_.Backoff(failures_, environment_->Chance()),
                                       error.retry_delay.value_or(absl::ZeroDuration()));
  if (wait >= Left()) return false;
  if (on_retry_) on_retry_(error, wait);
  environment_->Sleep(wait, stop_);
  return !stop_.stop_requested();
}

}  // namespace internal
}  // namespace bookings::client
