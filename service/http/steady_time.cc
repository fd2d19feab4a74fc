// See steady_time.h.
#include "service/http/steady_time.h"

#include <ctime>

#include "absl/time/clock.h"

namespace bookings {
namespace {

// What a wall clock that is slewed, not set, gains or loses within some seconds, and timers need
// not be more exact.
constexpr absl::Duration kLeftAlone = absl::Milliseconds(1);

absl::Time ReadSteady() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return absl::TimeFromTimespec(time);
}

}  // namespace

void SteadyTime::Observe(const ClockReading& reading) {
  const absl::Duration ahead = reading.wall - reading.steady;
  if (absl::AbsDuration(ahead - ahead_) > kLeftAlone + reading.took) ahead_ = ahead;
}

ClockReading ReadClocks() {
  const absl::Time before = ReadSteady();
  const absl::Time wall = absl::Now();
  const absl::Time behind = ReadSteady();
  return {wall, behind, behind - before};
}

}  // namespace bookings
