// Puts times of the wall clock onto a clock that is never set, so that what waits for one of them
// waits as long as it was meant to, whatever becomes of the wall clock meanwhile.
#pragma once

#include "absl/time/time.h"

namespace bookings {

// Both clocks, read together. `steady` counts from any instant.
struct ClockReading {
  absl::Time wall;
  absl::Time steady;
  // How long reading took: the two are so far apart at most.
  absl::Duration took;
};

// For one thread.
class SteadyTime {
 public:
  explicit SteadyTime(const ClockReading& reading) : ahead_(reading.wall - reading.steady) {}

  // Takes notice of a wall clock that was set. Small differences are left: equal times stay equal,
  // and whoever asked first comes first.
  void Observe(const ClockReading& reading);
  // Infinite times stay so.
  absl::Time Of(absl::Time wall) const { return wall - ahead_; }

 private:
  absl::Duration ahead_;  // the wall clock, of the steady one
};

// Reads the system's.
ClockReading ReadClocks();

}  // namespace bookings
