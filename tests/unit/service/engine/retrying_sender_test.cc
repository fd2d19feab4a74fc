// Retries: what is repeated, how long it waits, and where it gives up.
#include "service/engine/retrying_sender.h"

#include <gtest/gtest.h>

#include "connectors/api/failure.h"
#include "tests/fakes/counting_meter.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

constexpr double kAlmostOne = 0.999999;

absl::Status VendorDown() {
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down");
}

absl::Status TooManyFor(absl::Duration delay) {
  VendorRefusal refusal;
  refusal.http_status = 429;
  refusal.retry_after = delay;
  return ExplainHttpStatus(Purpose::kListBookings, refusal);
}

std::string AttemptsOf(const absl::Status& status) {
  return DetailsOf(status).value_or(FailureDetails()).metadata().at("attempts");
}

class RetryingSenderTest : public ::testing::Test {
 protected:
  std::unique_ptr<Exchange> Send(ReplaySafety replay,
                                 absl::Time deadline = absl::InfiniteFuture()) {
    HttpRequest request;
    request.target = "/bookings";
    request.replay = replay;
    CallContext context;
    context.deadline = deadline;
    return sender_.Send(std::move(request), context, reply_.Done());
  }

  FakeLoop loop_;
  SentRequests sent_;
  double random_ = kAlmostOne;
  const std::shared_ptr<CountingMeter> meter_ = std::make_shared<CountingMeter>();
  RetryingSender sender_{std::make_unique<FakeSender>(&sent_), RetryPolicy(),
                         [this] { return random_; }, meter_, &loop_};
  Reply reply_;
};

TEST_F(RetryingSenderTest, AGoodAnswerPassesThrough) {
  const auto exchange = Send(ReplaySafety::kSafe);
  sent_.Answer(0, Response(200, "page"));
  ASSERT_TRUE(reply_.ok());
  EXPECT_EQ(reply_.response().body, "page");
}

TEST_F(RetryingSenderTest, ASafeRequestIsSentAgainAfterATransientFailure) {
  const auto exchange = Send(ReplaySafety::kSafe);
  sent_.Answer(0, VendorDown());
  EXPECT_EQ(sent_.size(), 1u);
  loop_.Advance(absl::Milliseconds(200));
  ASSERT_EQ(sent_.size(), 2u);
  EXPECT_EQ(sent_.request(1).target, "/bookings");
  sent_.Answer(1, Response(200));
  EXPECT_TRUE(reply_.ok());
}

TEST_F(RetryingSenderTest, WaitsDoubleFromOneAttemptToTheNext) {
  const auto exchange = Send(ReplaySafety::kSafe);
  for (size_t i = 0; i < 3; ++i) {
    sent_.Answer(i, VendorDown());
    const absl::Duration bound = absl::Milliseconds(200) * (1 << i);
    EXPECT_LT(loop_.UntilNextTimer(), bound);
    EXPECT_GT(loop_.UntilNextTimer(), bound * 0.99);
    loop_.Advance(bound);
  }
}

TEST_F(RetryingSenderTest, FailsAfterTheLastAttemptAndSaysHowManyThereWere) {
  const auto exchange = Send(ReplaySafety::kSafe);
  for (size_t i = 0; i < 4; ++i) {
    sent_.Answer(i, VendorDown());
    loop_.Advance(absl::Seconds(10));
  }
  EXPECT_EQ(sent_.size(), 4u);
  EXPECT_EQ(reply_.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(AttemptsOf(reply_.status()), "4");
  EXPECT_EQ(meter_->retries, 3);
}

TEST_F(RetryingSenderTest, ARefusalIsNotRepeated) {
  const auto exchange = Send(ReplaySafety::kSafe);
  sent_.Answer(0, MakeFailure(absl::StatusCode::kFailedPrecondition,
                              v1::ERROR_REASON_VENDOR_PERMISSION_DENIED, "no"));
  EXPECT_EQ(ReasonOf(reply_.status()), v1::ERROR_REASON_VENDOR_PERMISSION_DENIED);
  EXPECT_EQ(AttemptsOf(reply_.status()), "1");
}

TEST_F(RetryingSenderTest, AnUnsafeRequestIsNeverRepeatedOnceBytesMayHaveLeft) {
  const auto exchange = Send(ReplaySafety::kUnsafe);
  sent_.Answer(0, VendorDown());
  loop_.Advance(absl::Minutes(1));
  EXPECT_EQ(sent_.size(), 1u);
  EXPECT_TRUE(reply_.arrived());
}

TEST_F(RetryingSenderTest, AnUnsafeRequestIsRepeatedWhereNothingWasSent) {
  const auto exchange = Send(ReplaySafety::kUnsafe);
  sent_.Answer(0, WithMetadata(VendorDown(), "sent", "no"));
  loop_.Advance(absl::Seconds(1));
  ASSERT_EQ(sent_.size(), 2u);
  sent_.Answer(1, Response(201));
  EXPECT_TRUE(reply_.ok());
}

TEST_F(RetryingSenderTest, WaitsAtLeastAsLongAsTheVendorSays) {
  const auto exchange = Send(ReplaySafety::kSafe);
  sent_.Answer(0, TooManyFor(absl::Seconds(30)));
  loop_.Advance(absl::Seconds(30) - absl::Milliseconds(1));
  EXPECT_EQ(sent_.size(), 1u);
  loop_.Advance(absl::Milliseconds(201));
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(RetryingSenderTest, ADelayOfZeroStillJitters) {
  const auto exchange = Send(ReplaySafety::kSafe);
  sent_.Answer(0, TooManyFor(absl::ZeroDuration()));
  EXPECT_EQ(sent_.size(), 1u);
  loop_.Advance(absl::Milliseconds(200));
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(RetryingSenderTest, FailsAtOnceWithTheVendorsDelayWhereItPassesTheDeadline) {
  const auto exchange = Send(ReplaySafety::kSafe, loop_.Now() + absl::Seconds(5));
  sent_.Answer(0, TooManyFor(absl::Seconds(5)));
  ASSERT_TRUE(reply_.arrived());
  EXPECT_EQ(ReasonOf(reply_.status()), v1::ERROR_REASON_VENDOR_RATE_LIMITED);
  EXPECT_EQ(RetryDelayOf(reply_.status()), absl::Seconds(5));
}

TEST_F(RetryingSenderTest, DestroyingTheExchangeEndsItsWait) {
  auto exchange = Send(ReplaySafety::kSafe);
  sent_.Answer(0, VendorDown());
  exchange.reset();
  loop_.Advance(absl::Minutes(1));
  EXPECT_EQ(sent_.size(), 1u);
  EXPECT_FALSE(reply_.arrived());
}

TEST_F(RetryingSenderTest, DestroyingTheExchangeCancelsTheAttempt) {
  auto exchange = Send(ReplaySafety::kSafe);
  exchange.reset();
  EXPECT_TRUE(sent_.cancelled(0));
}

TEST(Backoff, StaysWithinItsBoundsForAnyNumberOfFailures) {
  const Backoff backoff;
  for (int failures : {1, 2, 5, 6, 7, 100, 5000}) {
    EXPECT_EQ(backoff.Wait(failures, 0.0), absl::ZeroDuration()) << failures;
    EXPECT_LT(backoff.Wait(failures, kAlmostOne), absl::Seconds(10)) << failures;
  }
  EXPECT_EQ(backoff.Wait(1, 0.5), absl::Milliseconds(100));
  EXPECT_EQ(backoff.Wait(3, 0.5), absl::Milliseconds(400));
  EXPECT_EQ(backoff.Wait(7, 0.5), absl::Seconds(5));
}

TEST(SystemRandom, GivesNumbersFromZeroToBelowOne) {
  Random random = SystemRandom();
  for (int i = 0; i < 1000; ++i) {
    const double number = random();
    EXPECT_GE(number, 0.0);
    EXPECT_LT(number, 1.0);
  }
}

}  // namespace
}  // namespace bookings
