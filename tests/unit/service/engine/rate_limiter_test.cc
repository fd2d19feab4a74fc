// The limit holds in every window, nothing waits longer than it must, and refusals teach.
#include "service/engine/rate_limiter.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <vector>

namespace bookings {
namespace {

constexpr RateLimit kTwentyAMinute = {20, absl::Minutes(1), 5};

class RateLimiterTest : public ::testing::Test {
 protected:
  // Sends and answers calls, each as soon as it may be; when each was sent.
  std::vector<absl::Time> SendAll(RateLimiter& limiter, Rank rank, int calls) {
    std::vector<absl::Time> sent;
    for (int i = 0; i < calls; ++i) {
      now_ = std::max(now_, limiter.TurnOf(rank, 0, now_));
      sent.push_back(now_);
      limiter.Answered(rank, limiter.Sent(rank, now_), now_);
    }
    return sent;
  }
  void SendOne(RateLimiter& limiter, Rank rank = Rank::kPrompt) {
    limiter.Answered(rank, limiter.Sent(rank, now_), now_);
  }
  absl::Time Refuse(RateLimiter& limiter, std::optional<absl::Duration> told = std::nullopt) {
    return limiter.Refused(Rank::kPrompt, limiter.Sent(Rank::kPrompt, now_), told, now_);
  }
  // Waits for the end of the pause, then is refused again.
  absl::Time RefuseAgain(RateLimiter& limiter, std::optional<absl::Duration> told = std::nullopt) {
    now_ = limiter.TurnOf(Rank::kPrompt, 0, now_);
    return Refuse(limiter, told);
  }
  // How many prompt calls may go at once.
  int RoomNow(RateLimiter& limiter) {
    int room = 0;
    while (limiter.TurnOf(Rank::kPrompt, room, now_) <= now_) ++room;
    return room;
  }

  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
};

TEST_F(RateLimiterTest, WithoutALimitNothingWaits) {
  RateLimiter limiter({});
  const absl::Time begin = now_;
  EXPECT_EQ(SendAll(limiter, Rank::kBulk, 10'000).back(), begin);
}

TEST_F(RateLimiterTest, BulkCallsGoInABurstAndThenEvenly) {
  RateLimiter limiter(kTwentyAMinute);
  const absl::Time begin = now_;
  const std::vector<absl::Time> sent = SendAll(limiter, Rank::kBulk, 8);
  EXPECT_EQ(sent[4], begin);
  EXPECT_EQ(sent[5], begin + absl::Seconds(3));
  EXPECT_EQ(sent[7], begin + absl::Seconds(9));
}

TEST_F(RateLimiterTest, PromptCallsGoAsLongAsTheWindowHasRoom) {
  RateLimiter limiter(kTwentyAMinute);
  const absl::Time begin = now_;
  const std::vector<absl::Time> sent = SendAll(limiter, Rank::kPrompt, 21);
  EXPECT_EQ(sent[19], begin);
  EXPECT_EQ(sent[20], begin + absl::Minutes(1));
}

TEST_F(RateLimiterTest, ATenthOfTheWindowIsLeftToPromptCalls) {
  RateLimiter limiter({20, absl::Minutes(1), 20});
  const absl::Time begin = now_;
  EXPECT_EQ(SendAll(limiter, Rank::kBulk, 18).back(), begin);
  EXPECT_EQ(limiter.TurnOf(Rank::kBulk, 0, now_), begin + absl::Minutes(1));
  EXPECT_EQ(RoomNow(limiter), 2);
}

TEST_F(RateLimiterTest, TheRateIsUsedToTheFullOnceTheBurstIsOver) {
  RateLimiter limiter(kTwentyAMinute);
  const absl::Time begin = now_;
  const absl::Time last = SendAll(limiter, Rank::kBulk, 18 * 20).back();
  EXPECT_LT(last, begin + absl::Minutes(20));
}

TEST_F(RateLimiterTest, TurnsAreForetold) {
  for (Rank rank : {Rank::kPrompt, Rank::kBulk}) {
    RateLimiter foretelling(kTwentyAMinute);
    RateLimiter limiter(kTwentyAMinute);
    std::vector<absl::Time> foretold;
    for (int i = 0; i < 30; ++i) foretold.push_back(foretelling.TurnOf(rank, i, now_));
    const std::vector<absl::Time> sent = SendAll(limiter, rank, 30);
    for (size_t i = 0; i < 15; ++i) EXPECT_EQ(foretold[i], sent[i]) << i;
    for (size_t i = 15; i < 30; ++i) EXPECT_LE(foretold[i], sent[i]) << i;
    now_ += absl::Hours(1);
  }
}

TEST_F(RateLimiterTest, ACallCountsUntilAWindowAfterItsAnswer) {
  RateLimiter limiter({1, absl::Minutes(1), 0});
  const int64_t number = limiter.Sent(Rank::kPrompt, now_);
  now_ += absl::Seconds(50);
  EXPECT_EQ(limiter.TurnOf(Rank::kPrompt, 0, now_), now_ + absl::Minutes(1));
  limiter.Answered(Rank::kPrompt, number, now_);
  EXPECT_EQ(limiter.TurnOf(Rank::kPrompt, 0, now_), now_ + absl::Minutes(1));
}

TEST_F(RateLimiterTest, WhatWasNotSentDoesNotCount) {
  RateLimiter limiter({1, absl::Minutes(1), 0});
  limiter.Sent(Rank::kBulk, now_);
  limiter.Withdrawn(Rank::kBulk);
  EXPECT_EQ(limiter.TurnOf(Rank::kPrompt, 0, now_), now_);
}

// The vendor sees each call some time between its sending and its answer.
TEST_F(RateLimiterTest, NoWindowOfTheVendorHoldsMoreThanTheLimit) {
  std::mt19937_64 random(7);
  const auto upto = [&](int64_t most) {
    return absl::Milliseconds(std::uniform_int_distribution<int64_t>(0, most)(random));
  };
  for (int calls : {1, 3, 20, 150}) {
    RateLimiter limiter({calls, absl::Minutes(1), 0});
    std::deque<absl::Time> seen;
    for (int i = 0; i < 2'000; ++i) {
      const Rank rank = random() % 2 == 0 ? Rank::kBulk : Rank::kPrompt;
      now_ = std::max(now_ + upto(500), limiter.TurnOf(rank, 0, now_));
      const int64_t number = limiter.Sent(rank, now_);
      seen.push_back(now_ + upto(900));
      now_ = seen.back() + upto(900);
      limiter.Answered(rank, number, now_);
      while (seen.front() + absl::Minutes(1) <= seen.back()) seen.pop_front();
      ASSERT_LE(seen.size(), static_cast<size_t>(calls)) << i;
    }
  }
}

TEST_F(RateLimiterTest, ARefusalPausesAllForAsLongAsTheVendorSays) {
  RateLimiter limiter(kTwentyAMinute);
  EXPECT_EQ(Refuse(limiter, absl::Seconds(30)), now_ + absl::Seconds(30));
  EXPECT_EQ(limiter.TurnOf(Rank::kPrompt, 0, now_), now_ + absl::Seconds(30));
  EXPECT_EQ(limiter.TurnOf(Rank::kBulk, 0, now_), now_ + absl::Seconds(30));
}

TEST_F(RateLimiterTest, WithoutAWordPausesDoubleUpToAMinute) {
  RateLimiter limiter(kTwentyAMinute);
  for (int seconds : {1, 2, 4, 8, 16, 32, 60, 60}) {
    const absl::Time until = RefuseAgain(limiter);
    EXPECT_EQ(until, now_ + absl::Seconds(seconds));
  }
}

TEST_F(RateLimiterTest, AVendorThatPromisesTooMuchIsNotBelievedTwice) {
  RateLimiter limiter({});
  for (int seconds : {1, 2, 4}) {
    const absl::Time until = RefuseAgain(limiter, absl::Seconds(1));
    EXPECT_EQ(until, now_ + absl::Seconds(seconds));
  }
}

TEST_F(RateLimiterTest, APauseOfDaysIsLookedIntoEveryHour) {
  RateLimiter limiter({});
  EXPECT_EQ(Refuse(limiter, absl::Hours(24 * 20)), now_ + absl::Hours(1));
}

TEST_F(RateLimiterTest, AfterARefusalOneCallIsOnTrialUntilOneIsAccepted) {
  RateLimiter limiter({});
  EXPECT_FALSE(limiter.on_trial());
  const int64_t before = limiter.Sent(Rank::kPrompt, now_);
  Refuse(limiter, absl::ZeroDuration());
  EXPECT_TRUE(limiter.on_trial());
  limiter.Answered(Rank::kPrompt, before, now_);
  EXPECT_TRUE(limiter.on_trial()) << "it was sent before the refusal";
  SendOne(limiter);
  EXPECT_FALSE(limiter.on_trial());
}

TEST_F(RateLimiterTest, RefusalsOfCallsThatWereUnderWayTogetherAreOne) {
  RateLimiter limiter({});
  std::vector<int64_t> numbers;
  for (int i = 0; i < 8; ++i) numbers.push_back(limiter.Sent(Rank::kPrompt, now_));
  for (int64_t number : numbers) {
    EXPECT_EQ(limiter.Refused(Rank::kPrompt, number, std::nullopt, now_), now_ + absl::Seconds(1));
  }
}

TEST_F(RateLimiterTest, OneRefusalLeavesTheRateAsItIs) {
  RateLimiter limiter(kTwentyAMinute);
  now_ = Refuse(limiter, absl::Seconds(1));
  SendOne(limiter);
  EXPECT_EQ(RoomNow(limiter), 19);
}

TEST_F(RateLimiterTest, RefusalsInSuccessionHalveTheRateAndCalmBringsItBack) {
  RateLimiter limiter({80, absl::Seconds(1), 0});
  RefuseAgain(limiter);
  now_ = RefuseAgain(limiter);
  EXPECT_EQ(RoomNow(limiter), 40);
  now_ = RefuseAgain(limiter);
  EXPECT_EQ(RoomNow(limiter), 20);
  for (int i = 0; i < 10; ++i) now_ = RefuseAgain(limiter);
  EXPECT_EQ(RoomNow(limiter), 10);
  now_ += absl::Minutes(1);
  EXPECT_EQ(RoomNow(limiter), 20);
  now_ += absl::Minutes(6);
  EXPECT_EQ(RoomNow(limiter), 80);
  now_ += absl::Hours(1);
  EXPECT_EQ(RoomNow(limiter), 80);
}

TEST_F(RateLimiterTest, WhereNoLimitIsKnownRefusalsTeachOneThatIsForgotten) {
  RateLimiter limiter({});
  for (int i = 0; i < 60; ++i) SendOne(limiter);
  RefuseAgain(limiter, absl::Seconds(1));
  RefuseAgain(limiter, absl::Seconds(1));
  EXPECT_GT(limiter.TurnOf(Rank::kPrompt, 0, now_), now_ + absl::Seconds(50));
  now_ += absl::Seconds(90);
  SendOne(limiter);
  EXPECT_GE(RoomNow(limiter), 59);
  EXPECT_LE(RoomNow(limiter), 75);
  now_ += absl::Minutes(9);
  EXPECT_LE(limiter.TurnOf(Rank::kPrompt, 10'000, now_), now_);
}

TEST_F(RateLimiterTest, AGatewayThatHasJustStartedLearnsNoTinyLimit) {
  RateLimiter limiter({});
  RefuseAgain(limiter, absl::Seconds(1));
  now_ = RefuseAgain(limiter, absl::Seconds(1));
  EXPECT_EQ(RoomNow(limiter), kLeastLearntCalls);
}

TEST_F(RateLimiterTest, AClockThatIsSetBackTakesWhatIsRememberedAlong) {
  RateLimiter limiter(kTwentyAMinute);
  SendAll(limiter, Rank::kPrompt, 20);
  Refuse(limiter, absl::Seconds(30));
  now_ -= absl::Hours(5);
  EXPECT_EQ(limiter.TurnOf(Rank::kPrompt, 0, now_), now_ + absl::Minutes(1));
  now_ += absl::Minutes(1);
  EXPECT_EQ(limiter.TurnOf(Rank::kPrompt, 0, now_), now_);
}

}  // namespace
}  // namespace bookings
