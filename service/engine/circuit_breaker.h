// Whether a vendor is asked at all: one that is dead is left alone for a while, and then asked by
// one call. Has no clock; breaking_sender.h tells it what became of each call.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "absl/time/time.h"
#include "service/engine/backoff.h"

namespace bookings {

struct BreakerPolicy {
  // Failures in a row that open it; 0 = it never opens.
  int failures = 5;
  // How long it is open at first; doubles with every probe that fails.
  absl::Duration open = absl::Seconds(30);
  absl::Duration longest_open = absl::Seconds(300);
};

// It opens too when three quarters of the last so many calls have failed: a vendor that answers now
// and then. Retries get over what is less.
inline constexpr size_t kRatedCalls = 20;
inline constexpr int kFailedOfRated = 15;
// What calls are told while the one that probes is under way.
inline constexpr absl::Duration kProbeTime = absl::Seconds(1);

// For one thread.
class CircuitBreaker {
 public:
  enum class Outcome {
    // The vendor has answered, whatever it said.
    kAlive,
    kDead,
    // It tells nothing of the vendor.
    kSilent,
  };
  // One call that has passed.
  struct Pass {
    int64_t period = 0;
  };

  CircuitBreaker(BreakerPolicy policy, Random random);

  // How long the vendor is still left alone, at least; none = a call may pass, and must.
  std::optional<absl::Duration> Refusal(absl::Time now) const;
  // A call passes; where the time is over it is the one that probes.
  Pass Enter();
  // It has ended. True: the breaker has opened by it.
  bool Leave(Pass pass, Outcome outcome, absl::Time now);

 private:
  enum class State { kClosed, kOpen, kProbing };

  void Open(absl::Time now);
  void Close();
  void Rate(Outcome outcome);

  const BreakerPolicy policy_;
  Random random_;
  State state_ = State::kClosed;
  // Grows with every change of state: what began before tells nothing any more.
  int64_t period_ = 0;
  absl::Time open_until_;
  int openings_ = 0;        // in a row
  int failures_ = 0;        // in a row
  std::deque<bool> rated_;  // whether each of the last calls failed
  int rated_failures_ = 0;
};

}  // namespace bookings
