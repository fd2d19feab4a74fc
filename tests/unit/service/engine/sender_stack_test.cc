// The senders of one connection together, above a transport that the test plays.
#include "service/engine/sender_stack.h"

#include <gtest/gtest.h>

#include "connectors/api/failure.h"
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
    parts.random = [] { return 0.5; };
    stack_ = BuildSenderStack(std::move(parts), SenderStackOptions());
  }
  std::unique_ptr<Exchange> Send() {
    HttpRequest request;
    request.target = "/bookings";
    request.replay = ReplaySafety::kSafe;
    return stack_->Send(std::move(request), CallContext(), reply_.Done());
  }

  FakeLoop loop_;
  FakeConnector connector_{ExchangedSecret()};
  std::shared_ptr<ConnectionHealth> health_ = std::make_shared<ConnectionHealth>();
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

TEST_F(SenderStackTest, AThrottledRequestWaitsAsToldAndFailuresSayAll) {
  const auto exchange = Send();
  sent_.Answer(0, Response(200, "a1 3600"));
  for (size_t attempt = 1; attempt <= 4; ++attempt) {
    ASSERT_EQ(sent_.size(), attempt + 1);
    sent_.Answer(attempt, Response(429, "", {{"Retry-After", "3"}}));
    loop_.Advance(absl::Seconds(5));
  }
  const FailureDetails details = DetailsOf(reply_.status()).value_or(FailureDetails());
  EXPECT_EQ(details.reason(), v1::ERROR_REASON_VENDOR_RATE_LIMITED);
  EXPECT_EQ(details.metadata().at("attempts"), "4");
  EXPECT_EQ(details.metadata().at("connection"), "hotel");
  EXPECT_EQ(details.metadata().at("vendor"), "plain");
  EXPECT_EQ(details.metadata().at("vendor_status_code"), "429");
  EXPECT_EQ(RetryDelayOf(reply_.status()), absl::Seconds(3));
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
