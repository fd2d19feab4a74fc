// How long to wait between attempts: full jitter, so that callers who failed together do not come
// back together.
#pragma once

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"

namespace bookings {

// Gives numbers in [0, 1).
using Random = absl::AnyInvocable<double()>;
// A generator that is seeded by the system. For one thread.
Random SystemRandom();

struct Backoff {
  // Bound of the first wait; doubles with every failure.
  absl::Duration base = absl::Milliseconds(200);
  // Bound of all waits.
  absl::Duration cap = absl::Seconds(10);

  // A wait in [0, min(cap, base * 2^(failures - 1))), for failures >= 1; `random` is in [0, 1).
  absl::Duration Wait(int failures, double random) const;
};

}  // namespace bookings
