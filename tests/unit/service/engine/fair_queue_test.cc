// Callers take turns, and keep their order.
#include "service/engine/fair_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <vector>

namespace bookings {
namespace {

using ::testing::ElementsAre;

class FairQueueTest : public ::testing::Test {
 protected:
  using Place = FairQueue<std::string>::Place;

  Place Push(const std::string& caller, const std::string& item) {
    return queue_.Push(caller, &items_.emplace_back(item));
  }
  std::vector<std::string> TakeAll() {
    std::vector<std::string> taken;
    while (!queue_.empty()) {
      taken.push_back(*queue_.Front());
      queue_.TakeFront();
    }
    return taken;
  }

  std::deque<std::string> items_;
  FairQueue<std::string> queue_;
};

TEST_F(FairQueueTest, CallersTakeTurnsAndKeepTheirOrder) {
  for (const char* item : {"a1", "a2", "a3"}) Push("a", item);
  Push("b", "b1");
  for (const char* item : {"c1", "c2"}) Push("c", item);
  EXPECT_EQ(queue_.size(), 6u);
  EXPECT_THAT(TakeAll(), ElementsAre("a1", "b1", "c1", "a2", "c2", "a3"));
}

TEST_F(FairQueueTest, WhoHadATurnWaitsForTheOthers) {
  Push("a", "a1");
  Push("a", "a2");
  queue_.TakeFront();
  Push("b", "b1");
  Push("b", "b2");
  EXPECT_THAT(TakeAll(), ElementsAre("a2", "b1", "b2"));
}

TEST_F(FairQueueTest, WhatIsRemovedIsNotServed) {
  Push("a", "a1");
  const Place second = Push("a", "a2");
  const Place only = Push("b", "b1");
  queue_.Remove(second);
  queue_.Remove(only);
  EXPECT_THAT(TakeAll(), ElementsAre("a1"));
}

TEST_F(FairQueueTest, WhatComesBackGoesBeforeItsCallersOthers) {
  Push("a", "a2");
  Push("b", "b1");
  std::string first = "a1";
  queue_.PushFront("a", &first);
  EXPECT_THAT(TakeAll(), ElementsAre("a1", "b1", "a2"));
}

TEST_F(FairQueueTest, TellsHowManyAreServedBefore) {
  for (int i = 0; i < 5; ++i) Push("a", "a");
  EXPECT_EQ(queue_.AheadOfLast(Push("b", "b1")), 1);
  EXPECT_EQ(queue_.AheadOfLast(Push("c", "c1")), 2);
  EXPECT_EQ(queue_.AheadOfLast(Push("c", "c2")), 4);
  EXPECT_EQ(queue_.AheadOfLast(Push("a", "last")), 8);
}

// Against the order in which they are then served.
TEST_F(FairQueueTest, ForetellsEveryTurn) {
  const std::vector<std::string> callers = {"a", "b", "a", "c", "c", "a", "b", "d", "a", "c"};
  for (size_t count = 1; count <= callers.size(); ++count) {
    int ahead = 0;
    for (size_t i = 0; i < count; ++i) {
      ahead = queue_.AheadOfLast(Push(callers[i], i + 1 == count ? "last" : ""));
    }
    const std::vector<std::string> served = TakeAll();
    EXPECT_EQ(served[static_cast<size_t>(ahead)], "last") << count;
  }
}

}  // namespace
}  // namespace bookings
