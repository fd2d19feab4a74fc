// Put-off tasks: order, cancelling, and what is added meanwhile.
#include "service/engine/timer_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace bookings {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'000);

class TimerQueueTest : public ::testing::Test {
 protected:
  std::unique_ptr<Timer> Add(absl::Duration after, int mark) {
    return queue_.Add(kNow + after, [this, mark] { ran_.push_back(mark); });
  }

  TimerQueue queue_;
  std::vector<int> ran_;
};

TEST_F(TimerQueueTest, RunsTheEarliestFirstAndOfTheSameTimeTheOldest) {
  const auto late = Add(absl::Seconds(2), 3);
  const auto first = Add(absl::Seconds(1), 1);
  const auto second = Add(absl::Seconds(1), 2);
  EXPECT_EQ(queue_.NextDue(), kNow + absl::Seconds(1));
  queue_.RunDue(kNow + absl::Seconds(2));
  EXPECT_THAT(ran_, ElementsAre(1, 2, 3));
  EXPECT_EQ(queue_.NextDue(), absl::InfiniteFuture());
}

TEST_F(TimerQueueTest, LeavesWhatIsNotDue) {
  const auto timer = Add(absl::Seconds(1), 1);
  queue_.RunDue(kNow);
  EXPECT_THAT(ran_, ElementsAre());
}

TEST_F(TimerQueueTest, DestroyingATimerCancelsItsTask) {
  auto timer = Add(absl::ZeroDuration(), 1);
  timer.reset();
  queue_.RunDue(kNow);
  EXPECT_THAT(ran_, ElementsAre());
  EXPECT_EQ(queue_.NextDue(), absl::InfiniteFuture());
}

TEST_F(TimerQueueTest, ATaskCanCancelOneThatIsDueToo) {
  std::unique_ptr<Timer> second;
  const auto first = queue_.Add(kNow, [&second] { second.reset(); });
  second = Add(absl::ZeroDuration(), 2);
  queue_.RunDue(kNow);
  EXPECT_THAT(ran_, ElementsAre());
}

TEST_F(TimerQueueTest, ATaskCanDestroyItsOwnTimer) {
  std::unique_ptr<Timer> timer;
  timer = queue_.Add(kNow, [this, &timer] {
    timer.reset();
    ran_.push_back(1);
  });
  queue_.RunDue(kNow);
  EXPECT_THAT(ran_, ElementsAre(1));
}

TEST_F(TimerQueueTest, WhatIsAddedMeanwhileWaitsForTheNextRun) {
  std::unique_ptr<Timer> second;
  const auto first = queue_.Add(kNow, [&] { second = Add(-absl::Seconds(5), 2); });
  const auto third = Add(absl::ZeroDuration(), 3);
  queue_.RunDue(kNow);
  EXPECT_EQ(queue_.NextDue(), kNow - absl::Seconds(5));
  queue_.RunDue(kNow);
  EXPECT_THAT(ran_, ElementsAre(2, 3));
}

TEST_F(TimerQueueTest, TimersMayOutliveTheQueue) {
  std::unique_ptr<Timer> timer;
  {
    TimerQueue queue;
    timer = queue.Add(kNow, [] {});
  }
  timer.reset();
}

TEST_F(TimerQueueTest, ClearDestroysTasksThatCancelOthers) {
  auto inner = Add(absl::Seconds(1), 1);
  const auto outer = queue_.Add(kNow, [inner = std::move(inner)] {});
  queue_.Clear();
  EXPECT_EQ(queue_.NextDue(), absl::InfiniteFuture());
}

}  // namespace
}  // namespace bookings
