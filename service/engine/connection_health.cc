// See connection_health.h.
#include "service/engine/connection_health.h"

#include <array>

#include "connectors/api/failure.h"
#include "connectors/api/time.h"
#include "service/engine/immediate_failure.h"
#include "service/engine/source_error.h"

namespace bookings {
namespace {

// How long a throttling counts whose end the vendor does not tell: most vendors' windows are one
// minute.
constexpr absl::Duration kUntoldThrottling = absl::Minutes(1);

struct Meaning {
  ErrorReason reason;
  v1::ConnectionState state;
};

// The failures that speak against the connection. All others are about one request (an unknown
// booking, the caller's deadline) and show that the vendor answers, or nothing.
constexpr std::array kMeanings = {
    Meaning{v1::ERROR_REASON_VENDOR_AUTH_FAILED, v1::CONNECTION_STATE_AUTH_FAILED},
    Meaning{v1::ERROR_REASON_VENDOR_RATE_LIMITED, v1::CONNECTION_STATE_RATE_LIMITED},
    Meaning{v1::ERROR_REASON_QUOTA_EXHAUSTED, v1::CONNECTION_STATE_RATE_LIMITED},
    Meaning{v1::ERROR_REASON_VENDOR_UNAVAILABLE, v1::CONNECTION_STATE_DEGRADED},
    Meaning{v1::ERROR_REASON_VENDOR_RESPONSE_INVALID, v1::CONNECTION_STATE_DEGRADED},
    Meaning{v1::ERROR_REASON_VENDOR_PERMISSION_DENIED, v1::CONNECTION_STATE_DEGRADED},
    Meaning{v1::ERROR_REASON_VENDOR_RESOURCE_MISSING, v1::CONNECTION_STATE_DEGRADED},
    Meaning{v1::ERROR_REASON_VENDOR_PAYMENT_REQUIRED, v1::CONNECTION_STATE_DEGRADED},
    Meaning{v1::ERROR_REASON_INTERNAL, v1::CONNECTION_STATE_DEGRADED},
};

v1::ConnectionState StateOf(const absl::Status& outcome) {
  const ErrorReason reason = ReasonOf(outcome);
  for (const Meaning& meaning : kMeanings) {
    if (meaning.reason == reason) return meaning.state;
  }
  return v1::CONNECTION_STATE_ACTIVE;
}

// Whether the outcome tells nothing of the vendor. That its rate leaves no turn in time is the
// caller's affair; what the vendor throttles itself is recorded as it comes.
bool IsSilent(const absl::Status& outcome) {
  const ErrorReason reason = ReasonOf(outcome);
  return outcome.code() == absl::StatusCode::kDeadlineExceeded ||
         outcome.code() == absl::StatusCode::kCancelled ||
         reason == v1::ERROR_REASON_GATEWAY_OVERLOADED ||
         reason == v1::ERROR_REASON_LEDGER_UNAVAILABLE ||
         (reason == v1::ERROR_REASON_VENDOR_RATE_LIMITED && IsHeldBack(outcome));
}

}  // namespace

void ConnectionHealth::Record(const absl::Status& outcome, absl::Time now) {
  if (IsSilent(outcome)) return;
  const std::lock_guard lock(mutex_);
  const v1::ConnectionState state = StateOf(outcome);
  latest_ = state == v1::CONNECTION_STATE_ACTIVE ? absl::OkStatus() : outcome;
  limited_until_ = state == v1::CONNECTION_STATE_RATE_LIMITED
                       ? now + RetryDelayOf(outcome).value_or(kUntoldThrottling)
                       : absl::InfinitePast();
}

void ConnectionHealth::SetQuotaLeft(int64_t calls) {
  const std::lock_guard lock(mutex_);
  quota_left_ = calls;
}

void ConnectionHealth::Describe(absl::Time now, v1::Connection* out) const {
  const std::lock_guard lock(mutex_);
  if (quota_left_) out->set_quota_left(*quota_left_);
  const v1::ConnectionState state = StateOf(latest_);
  const bool limited = state == v1::CONNECTION_STATE_RATE_LIMITED;
  if (state == v1::CONNECTION_STATE_ACTIVE || (limited && limited_until_ <= now)) {
    out->set_state(v1::CONNECTION_STATE_ACTIVE);
    return;
  }
  out->set_state(state);
  *out->mutable_last_error() = ToSourceError(latest_);
  if (limited && RetryDelayOf(latest_)) {
    SetTimestamp(limited_until_, out->mutable_rate_limited_until());
  }
}

}  // namespace bookings
