// See retry.h.
#include "clients/cli/retry.h"

#include <algorithm>

#include "clients/cli/rpc_error.h"

namespace bookings::cli {
namespace {

constexpr int kMostAttempts = 5;
constexpr absl::Duration kFirstBackoff = absl::Milliseconds(200);
constexpr absl::Duration kLongestBackoff = absl::Seconds(10);

bool MayPass(const grpc::Status& failure, const ErrorFacts& facts) {
  switch (failure.error_code()) {
    case grpc::StatusCode::OK:
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::ABORTED:
    case grpc::StatusCode::CANCELLED:  // the gateway's answer to a reader that paused
      return true;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return facts.retry_delay.has_value();
    default:
      return false;
  }
}

}  // namespace

std::optional<absl::Duration> Attempts::WaitAfter(const grpc::Status& failure, absl::Time now,
                                                  double chance) {
  const ErrorFacts facts = FactsOf(failure);
  if (++failures_ >= kMostAttempts || !MayPass(failure, facts)) return std::nullopt;
  const absl::Duration longest = std::min(kLongestBackoff, kFirstBackoff * (1 << (failures_ - 1)));
  const absl::Duration wait =
      std::max(longest * (0.5 + chance / 2), facts.retry_delay.value_or(absl::ZeroDuration()));
  if (now + wait >= deadline_) return std::nullopt;
  return wait;
}

}  // namespace bookings::cli
