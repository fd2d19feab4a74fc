// Waits last as long as they were meant to, whatever becomes of the wall clock.
#include "service/http/steady_time.h"

#include <gtest/gtest.h>

namespace bookings {
namespace {

constexpr absl::Duration kQuick = absl::Nanoseconds(100);

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

TEST(SteadyTime, AWallClockThatWasSetBackMakesNobodyWaitLonger) {
  SteadyTime steady({At(100'000), At(50), kQuick});
  const absl::Time due = steady.Of(At(100'010));
  EXPECT_EQ(due, At(60));
  steady.Observe({At(96'405), At(55), kQuick});
  EXPECT_EQ(steady.Of(At(96'410)), At(60)) << "in five seconds, by either clock";
}

TEST(SteadyTime, AWallClockThatWasSetOnMakesNobodyWaitLess) {
  SteadyTime steady({At(100'000), At(50), kQuick});
  steady.Observe({At(103'605), At(55), kQuick});
  EXPECT_EQ(steady.Of(At(103'610)), At(60));
}

TEST(SteadyTime, EqualTimesStayEqualWhileTheClocksDriftALittle) {
  SteadyTime steady({At(100), At(50), kQuick});
  const absl::Time first = steady.Of(At(110));
  steady.Observe({At(101) + absl::Microseconds(900), At(51), kQuick});
  EXPECT_EQ(steady.Of(At(110)), first);
  steady.Observe({At(102) + absl::Microseconds(1'100), At(52), kQuick});
  EXPECT_EQ(steady.Of(At(110)), first - absl::Microseconds(1'100)) << "drift does not add up";
}

TEST(SteadyTime, AReadingThatWasInterruptedTellsNothing) {
  SteadyTime steady({At(100), At(50), kQuick});
  steady.Observe({At(101), At(51) + absl::Milliseconds(20), absl::Milliseconds(20)});
  EXPECT_EQ(steady.Of(At(110)), At(60));
}

TEST(SteadyTime, InfiniteTimesStaySo) {
  const SteadyTime steady({At(100'000), At(50), kQuick});
  EXPECT_EQ(steady.Of(absl::InfiniteFuture()), absl::InfiniteFuture());
  EXPECT_EQ(steady.Of(absl::InfinitePast()), absl::InfinitePast());
}

TEST(SteadyTime, TheSystemsClocksAreReadTogether) {
  const ClockReading first = ReadClocks();
  const ClockReading second = ReadClocks();
  EXPECT_GE(second.steady, first.steady);
  EXPECT_GE(second.took, absl::ZeroDuration());
}

}  // namespace
}  // namespace bookings
