// See backoff.h.
#include "service/engine/backoff.h"

#include <algorithm>
#include <cmath>

#include "absl/random/random.h"

namespace bookings {

Random SystemRandom() {
  return [bits = absl::BitGen()]() mutable { return absl::Uniform(bits, 0.0, 1.0); };
}

absl::Duration Backoff::Wait(int failures, double random) const {
  // Saturates to an infinite duration, which the cap cuts.
  return random * std::min(cap, base * std::exp2(failures - 1));
}

}  // namespace bookings
