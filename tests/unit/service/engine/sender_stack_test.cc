// The senders of one connection together, above a transport that the test plays.
#include "service/engine/sender_stack.h"

#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "connectors/api/failure.h"
#include "tests/fakes/counting_meter.h"
#include "tests/fakes/fake_connector.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

Credentials ExchangedSecret() {
  Credentials credentials;
  credentials.kind = Credentials::Kind::kExchangedSecret;
  credentials.header = "Authorization";
  return credentials;
}

class SenderStackTest : public ::testing::Test {
 protected:
  SenderStackTest() {
    SenderStackParts parts;
    parts.connection = "hotel";
    parts.transport = std::make_unique<FakeSender>(&sent_);
    parts.connector = &connector_;
    parts.secret = Secret("s3cret");
    parts.loop = &loop_;
    parts.health = health_;
    parts.meter = meter_;
    parts.throttle = std::make_shared<Throttle>(ThrottleLimits(), &loop_);
    parts.random = [] { return [] { return 0.5; }; };
    stack_ = BuildSenderStack(std::move(parts), SenderStackOptions());
  }
  std::unique_ptr<Exchange> Send(const CallContext& context = {}) {
    HttpRequest request;
    request.target = "/bookings";
    request.replay = ReplaySafety::kSafe;
    return stack_->Send(std::move(request), context, reply_.Done());
  }
  static std::string MetadataOf(const absl::Status& failure, const char* key) {
    return DetailsOf(failure).value_or(FailureDetails()).metadata().at(key);
  }

  FakeLoop loop_;
  FakeConnector connector_{ExchangedSecret()};
  std::shared_ptr<ConnectionHealth> health_ = std::make_shared<ConnectionHealth>();
  std::shared_ptr<CountingMeter> meter_ = std::make_shared<CountingMeter>();
  SentRequests sent_;
  std::unique_ptr<Sender> stack_;
  Reply reply_;
};

TEST_F(SenderStackTest, GetsATokenThenRetriesWithItUntilTheVendorAnswers) {
  const auto exchange = Send();
  sent_.Answer(0, Response(200, "a1 3600"));
  sent_.Answer(1, Response(503));
  EXPECT_EQ(sent_.open(), 0u);
  loop_.Advance(absl::Milliseconds(100));
  ASSERT_EQ(sent_.size(), 3u);
  EXPECT_EQ(HeaderOf(sent_.request(2), "Authorization"), "a1");
  sent_.Answer(2, Response(200, "page"));
  ASSERT_TRUE(reply_.ok());
  EXPECT_EQ(reply_.response().body, "page");
}

TEST_F(SenderStackTest, CountsOneCallWithAllItsAttempts) {
  const auto exchange = Send();
  loop_.Advance(absl::Seconds(1));
  sent_.Answer(0, Response(200, "a1 3600"));
  loop_.Advance(absl::Seconds(2));
  sent_.Answer(1, Response(503));
  loop_.Advance(absl::Milliseconds(100));
  loop_.Advance(absl::Seconds(4));
  sent_.Answer(2, Response(200, "page"));
  using Ended = CountingMeter::Ended;
  EXPECT_EQ(meter_->calls, std::vector<Ended>({{Purpose::kListBookings, absl::StatusCode::kOk,
                                                absl::Seconds(7) + absl::Milliseconds(100)}}));
  EXPECT_EQ(meter_->attempts,
            std::vector<Ended>(
                {{Purpose::kExchangeTokens, absl::StatusCode::kOk, absl::Seconds(1)},
                 {Purpose::kListBookings, absl::StatusCode::kUnavailable, absl::Seconds(2)},
                 {Purpose::kListBookings, absl::StatusCode::kOk, absl::Seconds(4)}}));
  EXPECT_EQ(meter_->retries, 1);
}

TEST_F(SenderStackTest, ACallThatNobodyWaitsForAnyMoreEndsAsCancelled) {
  auto exchange = Send();
  sent_.Answer(0, Response(200, "a1 3600"));
  exchange.reset();
  ASSERT_EQ(meter_->calls.size(), 1u);
  EXPECT_EQ(meter_->calls[0].code, absl::StatusCode::kCancelled);
  ASSERT_EQ(meter_->attempts.size(), 2u);
  EXPECT_EQ(meter_->attempts[1].code, absl::StatusCode::kCancelled);
}

TEST_F(SenderStackTest, AThrottledReadWaitsAsLongAsItsDeadlineAllowsAndFailuresSayAll) {
  CallContext context;
  context.deadline = loop_.Now() + absl::Minutes(5);
  const auto exchange = Send(context);
  sent_.Answer(0, Response(200, "a1 3600"));
  for (size_t refused = 1; refused <= 6; ++refused) {
    ASSERT_EQ(sent_.size(), refused + 1);
    sent_.Answer(refused, Response(429, "", {{"Retry-After", "3"}}));
    loop_.Advance(absl::Minutes(1));
  }
  ASSERT_EQ(sent_.size(), 7u);
  const absl::Status failure = reply_.status();
  EXPECT_EQ(ReasonOf(failure), v1::ERROR_REASON_VENDOR_RATE_LIMITED);
  EXPECT_EQ(MetadataOf(failure, "attempts"), "1");
  EXPECT_EQ(MetadataOf(failure, "connection"), "hotel");
  EXPECT_EQ(MetadataOf(failure, "vendor"), "plain");
  EXPECT_EQ(MetadataOf(failure, "vendor_status_code"), "429");
  EXPECT_TRUE(RetryDelayOf(failure).has_value());
}

TEST_F(SenderStackTest, ADeadVendorIsLeftAloneWhateverRetriesAreLeft) {
  const auto first = Send();
  sent_.Answer(0, Response(200, "a1 3600"));
  for (size_t attempt = 1; attempt <= 4; ++attempt) {
    sent_.Answer(attempt, Response(503));
    loop_.Advance(absl::Seconds(2));
  }
  EXPECT_EQ(MetadataOf(reply_.status(), "attempts"), "4");
  const auto second = Send();
  sent_.Answer(5, Response(503));
  loop_.Advance(absl::Seconds(2));
  EXPECT_EQ(sent_.size(), 6u);
  EXPECT_EQ(MetadataOf(reply_.status(), "held_back_by"), "circuit_breaker");
  EXPECT_EQ(MetadataOf(reply_.status(), "sent"), "no");
  v1::Connection connection;
  health_->Describe(loop_.Now(), &connection);
  EXPECT_EQ(connection.state(), v1::CONNECTION_STATE_DEGRADED);
}

TEST_F(SenderStackTest, WhoWaitsForADeadVendorIsTurnedAway) {
  CallContext context;
  context.caller_token = Secret();
  const auto first = Send();
  sent_.Answer(0, Response(200, "a1 3600"));
  std::vector<std::unique_ptr<Exchange>> exchanges;
  std::deque<Reply> replies;
  for (int i = 0; i < 20; ++i) {
    HttpRequest write;
    write.effect = Effect::kWrites;
    exchanges.push_back(stack_->Send(std::move(write), context, replies.emplace_back().Done()));
  }
  for (size_t i = 1; i <= 5; ++i) sent_.Answer(i, Response(500));
  loop_.RunUntilIdle();
  for (size_t i = 12; i < 20; ++i) {
    EXPECT_EQ(MetadataOf(replies[i].status(), "sent"), "no") << i;
  }
  EXPECT_EQ(sent_.open(), 8u) << "those that are under way go on";
}

TEST_F(SenderStackTest, SharedReadsAreRetriedOnce) {
  CallContext context;
  context.kind = CallKind::kUnary;
  const auto first = Send(context);
  Reply other;
  HttpRequest request;
  request.target = "/bookings";
  request.replay = ReplaySafety::kSafe;
  const auto second = stack_->Send(std::move(request), context, other.Done());
  sent_.Answer(0, Response(200, "a1 3600"));
  sent_.Answer(1, Response(503));
  loop_.Advance(absl::Milliseconds(100));
  ASSERT_EQ(sent_.size(), 3u);
  sent_.Answer(2, Response(200, "page"));
  EXPECT_EQ(reply_.response().body, "page");
  EXPECT_EQ(other.response().body, "page");
}

TEST_F(SenderStackTest, DestroyingTheExchangeCancelsTheRequestInTheTransport) {
  auto exchange = Send();
  sent_.Answer(0, Response(200, "a1 3600"));
  exchange.reset();
  EXPECT_TRUE(sent_.cancelled(1));
  EXPECT_FALSE(reply_.arrived());
}

TEST_F(SenderStackTest, DestroyingTheStackStopsAnExchangeOfTokens) {
  auto exchange = Send();
  exchange.reset();
  EXPECT_FALSE(sent_.cancelled(0));
  stack_.reset();
  EXPECT_TRUE(sent_.cancelled(0));
}

}  // namespace
}  // namespace bookings
