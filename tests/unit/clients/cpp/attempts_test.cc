// When a call is made again, and how long is waited before.
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "src/retry.h"

namespace bookings::client {
namespace {

// Time that passes by waits alone, which are noted.
class NotedWaits final : public Environment {
 public:
  absl::Duration Now() override { return now; }
  void Sleep(absl::Duration wait, const std::stop_token& /*stop*/) override {
    waits.push_back(wait);
    now += wait;
    if (stop_during_wait != nullptr) stop_during_wait->request_stop();
  }
  double Chance() override { return chance; }
  std::string NewRequestId() override { return "id"; }

  absl::Duration now = absl::Hours(1000);
  std::vector<absl::Duration> waits;
  double chance = 0;
  std::stop_source* stop_during_wait = nullptr;
};

Error Failed(absl::StatusCode code) { return {.code = code}; }

class AttemptsTest : public testing::Test {
 protected:
  internal::Attempts Make(absl::Duration timeout, std::stop_token stop = {}) {
    return {policy_, timeout, environment_, std::move(stop)};
  }

  RetryPolicy policy_;
  std::shared_ptr<NotedWaits> environment_ = std::make_shared<NotedWaits>();
  const Error broken_ = Failed(absl::StatusCode::kUnavailable);
};

TEST(RetryPolicyTest, BackoffsGrowToABound) {
  const RetryPolicy policy{.first_backoff = absl::Milliseconds(200),
                           .longest_backoff = absl::Seconds(3)};
  absl::Duration longest = policy.first_backoff;
  for (int failures = 1; failures < 100; ++failures) {
    EXPECT_EQ(policy.Backoff(failures, 0), longest / 2) << failures;
    EXPECT_EQ(policy.Backoff(failures, 1), longest) << failures;
    longest = std::min(2 * longest, policy.longest_backoff);
  }
}

TEST(RetryPolicyTest, AFirstBackoffIsNoLongerThanTheLongest) {
  const RetryPolicy policy{.first_backoff = absl::Seconds(9), .longest_backoff = absl::Seconds(3)};
  EXPECT_EQ(policy.Backoff(1, 1), absl::Seconds(3));
}

TEST_F(AttemptsTest, AreBounded) {
  internal::Attempts attempts = Make(absl::Minutes(1));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(attempts.WaitAfter(broken_, internal::ReadMayPass)) << i;
  EXPECT_FALSE(attempts.WaitAfter(broken_, internal::ReadMayPass));
  EXPECT_EQ(environment_->waits, (std::vector{absl::Milliseconds(100), absl::Milliseconds(200),
                                              absl::Milliseconds(400), absl::Milliseconds(800)}));
}

TEST_F(AttemptsTest, ProgressStartsTheCountAnew) {
  internal::Attempts attempts = Make(absl::Hours(1));
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(attempts.WaitAfter(broken_, internal::ReadMayPass)) << i;
    attempts.Progress();
  }
  EXPECT_EQ(environment_->waits.back(), absl::Milliseconds(100));
}

TEST_F(AttemptsTest, WaitsAsLongAsTheGatewayAsks) {
  internal::Attempts attempts = Make(absl::Minutes(1));
  Error error = broken_;
  error.retry_delay = absl::Seconds(7);
  EXPECT_TRUE(attempts.WaitAfter(error, internal::ReadMayPass));
  error.retry_delay = absl::Milliseconds(1);
  EXPECT_TRUE(attempts.WaitAfter(error, internal::ReadMayPass));
  EXPECT_EQ(environment_->waits, (std::vector{absl::Seconds(7), absl::Milliseconds(200)}));
}

TEST_F(AttemptsTest, AWaitPastTheDeadlineIsNotBegun) {
  internal::Attempts attempts = Make(absl::Seconds(7));
  Error error = broken_;
  error.retry_delay = absl::Seconds(7);
  EXPECT_FALSE(attempts.WaitAfter(error, internal::ReadMayPass));
  EXPECT_TRUE(environment_->waits.empty());
  EXPECT_EQ(attempts.Left(), absl::Seconds(7));
  environment_->now += absl::Minutes(1);
  EXPECT_EQ(attempts.Left(), absl::ZeroDuration());
}

TEST_F(AttemptsTest, ADeadlineMayBeInfinite) {
  internal::Attempts attempts = Make(absl::InfiniteDuration());
  EXPECT_EQ(attempts.Left(), absl::InfiniteDuration());
  EXPECT_TRUE(attempts.WaitAfter(broken_, internal::ReadMayPass));
}

TEST_F(AttemptsTest, WhatIsStoppedIsNotTriedAgain) {
  std::stop_source stop;
  internal::Attempts attempts = Make(absl::Minutes(1), stop.get_token());
  environment_->stop_during_wait = &stop;
  EXPECT_FALSE(attempts.WaitAfter(broken_, internal::ReadMayPass));
  EXPECT_EQ(environment_->waits.size(), 1U);
  EXPECT_FALSE(attempts.WaitAfter(broken_, internal::ReadMayPass));
  EXPECT_EQ(environment_->waits.size(), 1U);
}

TEST(MayPassTest, ByCode) {
  struct Row {
    absl::StatusCode code;
    bool read, stream, write;
  };
  constexpr Row kRows[] = {
      {absl::StatusCode::kUnavailable, true, true, true},
      {absl::StatusCode::kAborted, true, true, true},
      {absl::StatusCode::kCancelled, false, true, true},
      {absl::StatusCode::kDeadlineExceeded, false, false, true},
      {absl::StatusCode::kResourceExhausted, false, false, false},
      {absl::StatusCode::kUnknown, false, false, false},
      {absl::StatusCode::kInvalidArgument, false, false, false},
      {absl::StatusCode::kNotFound, false, false, false},
      {absl::StatusCode::kAlreadyExists, false, false, false},
      {absl::StatusCode::kPermissionDenied, false, false, false},
      {absl::StatusCode::kFailedPrecondition, false, false, false},
      {absl::StatusCode::kUnimplemented, false, false, false},
      {absl::StatusCode::kInternal, false, false, false},
      {absl::StatusCode::kUnauthenticated, false, false, false},
  };
  for (const Row& row : kRows) {
    const Error error = Failed(row.code);
    EXPECT_EQ(internal::ReadMayPass(error), row.read) << error;
    EXPECT_EQ(internal::StreamMayPass(error), row.stream) << error;
    EXPECT_EQ(internal::WriteMayPass(error), row.write) << error;
  }
}

TEST(MayPassTest, AnExhaustedResourceWhenItIsToldUntilWhen) {
  Error error = Failed(absl::StatusCode::kResourceExhausted);
  error.retry_delay = absl::Seconds(1);
  EXPECT_TRUE(internal::ReadMayPass(error));
  EXPECT_TRUE(internal::StreamMayPass(error));
  EXPECT_TRUE(internal::WriteMayPass(error));
}

TEST(MayPassTest, AWriteWhoseOutcomeIsUnknown) {
  Error error = Failed(absl::StatusCode::kUnknown);
  error.reason = Reason::kOutcomeUnknown;
  EXPECT_TRUE(internal::WriteMayPass(error));
  error.reason = Reason::kInternal;
  error.metadata["booking_state"] = "UNKNOWN";
  EXPECT_TRUE(internal::WriteMayPass(error));
  error.metadata["booking_state"] = "NOT_CREATED";
  EXPECT_FALSE(internal::WriteMayPass(error));
}

TEST(MayPassTest, NotAChangeOfWhatHasChanged) {
  Error error = Failed(absl::StatusCode::kAborted);
  error.reason = Reason::kEtagMismatch;
  EXPECT_FALSE(internal::WriteMayPass(error));
}

}  // namespace
}  // namespace bookings::client
