// How long the latest attempts took.
#include "service/observability/recent_times.h"

#include <gtest/gtest.h>

namespace bookings {
namespace {

TEST(RecentTimes, KnowNothingAtFirst) { EXPECT_EQ(RecentTimes().Quantile(0.5), std::nullopt); }

TEST(RecentTimes, TellTheMedianAndTheSlowest) {
  RecentTimes times;
  for (int i = 100; i >= 0; --i) times.Add(absl::Milliseconds(i));
  EXPECT_EQ(times.Quantile(0.5), absl::Milliseconds(50));
  EXPECT_EQ(times.Quantile(0.95), absl::Milliseconds(95));
}

TEST(RecentTimes, ForgetWhatIsLongAgo) {
  RecentTimes times;
  for (int i = 0; i < 1'000; ++i) times.Add(absl::Hours(1));
  for (int i = 0; i < 1'000; ++i) times.Add(absl::Seconds(1));
  EXPECT_EQ(times.Quantile(1), absl::Seconds(1));
}

}  // namespace
}  // namespace bookings
