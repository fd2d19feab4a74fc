// When the breaker opens, for how long, and how it closes again.
#include "service/engine/circuit_breaker.h"

#include <gtest/gtest.h>

namespace bookings {
namespace {

using Outcome = CircuitBreaker::Outcome;

class CircuitBreakerTest : public ::testing::Test {
 protected:
  // A call as it comes; whether it opened the breaker.
  bool Call(Outcome outcome) { return breaker_.Leave(breaker_.Enter(), outcome, now_); }
  bool FailUntilOpen() {
    for (int i = 0; i < BreakerPolicy().failures - 1; ++i) {
      if (Call(Outcome::kDead)) return false;
    }
    return Call(Outcome::kDead);
  }
  std::optional<absl::Duration> Refusal() const { return breaker_.Refusal(now_); }
  void WaitUntilProbe() { now_ += Refusal().value_or(absl::ZeroDuration()); }

  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  double random_ = 0;
  CircuitBreaker breaker_{BreakerPolicy(), [this] { return random_; }};
};

TEST_F(CircuitBreakerTest, OpensAfterFailuresInARow) {
  EXPECT_EQ(Refusal(), std::nullopt);
  EXPECT_TRUE(FailUntilOpen());
  EXPECT_EQ(Refusal(), absl::Seconds(30));
}

TEST_F(CircuitBreakerTest, AnAnswerBreaksTheRow) {
  for (int i = 0; i < 4; ++i) Call(Outcome::kDead);
  Call(Outcome::kAlive);
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(Call(Outcome::kDead));
  EXPECT_TRUE(Call(Outcome::kDead));
}

TEST_F(CircuitBreakerTest, SilenceTellsNothing) {
  for (int i = 0; i < 4; ++i) Call(Outcome::kDead);
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(Call(Outcome::kSilent));
  EXPECT_TRUE(Call(Outcome::kDead));
}

TEST_F(CircuitBreakerTest, OpensWhereThreeQuartersFail) {
  int calls = 0;
  bool opened = false;
  while (!opened && calls < 100) opened = Call(++calls % 4 == 0 ? Outcome::kAlive : Outcome::kDead);
  EXPECT_EQ(calls, 19);
}

TEST_F(CircuitBreakerTest, StaysClosedWhereHalfFail) {
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_FALSE(Call(i % 2 == 0 ? Outcome::kAlive : Outcome::kDead));
  }
}

TEST_F(CircuitBreakerTest, OneCallProbesAtATime) {
  FailUntilOpen();
  WaitUntilProbe();
  EXPECT_EQ(Refusal(), std::nullopt);
  const CircuitBreaker::Pass probe = breaker_.Enter();
  EXPECT_EQ(Refusal(), kProbeTime);
  EXPECT_FALSE(breaker_.Leave(probe, Outcome::kAlive, now_));
  EXPECT_EQ(Refusal(), std::nullopt);
  EXPECT_FALSE(Call(Outcome::kDead)) << "it begins anew";
}

TEST_F(CircuitBreakerTest, AProbeThatTellsNothingLeavesItToTheNext) {
  FailUntilOpen();
  WaitUntilProbe();
  EXPECT_FALSE(Call(Outcome::kSilent));
  EXPECT_EQ(Refusal(), std::nullopt);
  const CircuitBreaker::Pass probe = breaker_.Enter();
  EXPECT_EQ(Refusal(), kProbeTime);
  breaker_.Leave(probe, Outcome::kAlive, now_);
}

TEST_F(CircuitBreakerTest, ProbesThatFailDoubleTheTimeUpToItsBound) {
  FailUntilOpen();
  for (int seconds : {30, 60, 120, 240, 300, 300}) {
    EXPECT_EQ(Refusal(), absl::Seconds(seconds));
    WaitUntilProbe();
    EXPECT_TRUE(Call(Outcome::kDead));
  }
  WaitUntilProbe();
  Call(Outcome::kAlive);
  EXPECT_TRUE(FailUntilOpen());
  EXPECT_EQ(Refusal(), absl::Seconds(30));
}

TEST_F(CircuitBreakerTest, ChanceShortensEachTimeByUpToAQuarter) {
  random_ = 1;
  FailUntilOpen();
  EXPECT_EQ(Refusal(), absl::Seconds(22.5));
}

TEST_F(CircuitBreakerTest, WhatBeganBeforeItOpenedTellsNothingAnyMore) {
  const CircuitBreaker::Pass slow = breaker_.Enter();
  FailUntilOpen();
  EXPECT_FALSE(breaker_.Leave(slow, Outcome::kDead, now_));
  EXPECT_EQ(Refusal(), absl::Seconds(30));
}

TEST_F(CircuitBreakerTest, AClockThatIsSetBackOpensItNoLonger) {
  FailUntilOpen();
  now_ -= absl::Hours(7);
  EXPECT_EQ(Refusal(), absl::Seconds(300));
}

TEST_F(CircuitBreakerTest, CanBeSwitchedOff) {
  BreakerPolicy policy;
  policy.failures = 0;
  CircuitBreaker breaker(policy, [] { return 0.0; });
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(breaker.Leave(breaker.Enter(), Outcome::kDead, now_));
  }
}

}  // namespace
}  // namespace bookings
