// A connection's health follows its calls; failures name their connection.
#include "service/engine/health_sender.h"

#include <gtest/gtest.h>

#include "connectors/api/failure.h"
#include "connectors/api/time.h"
#include "service/engine/immediate_failure.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

absl::Status Failure(ErrorReason reason) {
  return MakeFailure(absl::StatusCode::kFailedPrecondition, reason, "no");
}

absl::Status Throttled(std::optional<absl::Duration> delay) {
  VendorRefusal refusal;
  refusal.http_status = 429;
  refusal.retry_after = delay;
  return ExplainHttpStatus(Purpose::kListBookings, refusal);
}

class HealthTest : public ::testing::Test {
 protected:
  v1::Connection Described() {
    v1::Connection connection;
    health_->Describe(loop_.Now(), &connection);
    return connection;
  }
  v1::ConnectionState StateAfter(const absl::Status& outcome) {
    health_->Record(outcome, loop_.Now());
    return Described().state();
  }

  FakeLoop loop_;
  std::shared_ptr<ConnectionHealth> health_ = std::make_shared<ConnectionHealth>();
};

TEST_F(HealthTest, NothingIsKnownAgainstANewConnection) {
  EXPECT_EQ(Described().state(), v1::CONNECTION_STATE_ACTIVE);
  EXPECT_FALSE(Described().has_last_error());
}

TEST_F(HealthTest, ARefusedCredentialShows) {
  EXPECT_EQ(StateAfter(Failure(v1::ERROR_REASON_VENDOR_AUTH_FAILED)),
            v1::CONNECTION_STATE_AUTH_FAILED);
  EXPECT_EQ(Described().last_error().reason(), v1::ERROR_REASON_VENDOR_AUTH_FAILED);
}

TEST_F(HealthTest, FailingCallsDegrade) {
  EXPECT_EQ(StateAfter(Failure(v1::ERROR_REASON_VENDOR_UNAVAILABLE)),
            v1::CONNECTION_STATE_DEGRADED);
  EXPECT_EQ(StateAfter(absl::OkStatus()), v1::CONNECTION_STATE_ACTIVE);
}

TEST_F(HealthTest, AnUnknownBookingShowsThatTheVendorAnswers) {
  StateAfter(Failure(v1::ERROR_REASON_VENDOR_UNAVAILABLE));
  EXPECT_EQ(StateAfter(Failure(v1::ERROR_REASON_BOOKING_NOT_FOUND)), v1::CONNECTION_STATE_ACTIVE);
}

TEST_F(HealthTest, ACallersDeadlineTellsNothing) {
  StateAfter(Failure(v1::ERROR_REASON_VENDOR_UNAVAILABLE));
  EXPECT_EQ(StateAfter(absl::DeadlineExceededError("late")), v1::CONNECTION_STATE_DEGRADED);
}

TEST_F(HealthTest, WhatTheGatewayHoldsBackForTheRateTellsNothing) {
  EXPECT_EQ(StateAfter(HeldBack(Throttled(std::nullopt), HeldBackBy::kRateLimit, absl::Seconds(9))),
            v1::CONNECTION_STATE_ACTIVE);
}

TEST_F(HealthTest, ASpentQuotaShowsUntilTheMonthEnds) {
  const absl::Status spent = Failure(v1::ERROR_REASON_QUOTA_EXHAUSTED);
  EXPECT_EQ(StateAfter(HeldBack(spent, HeldBackBy::kMonthlyQuota, absl::Hours(99))),
            v1::CONNECTION_STATE_RATE_LIMITED);
  EXPECT_EQ(FromTimestamp(Described().rate_limited_until()), loop_.Now() + absl::Hours(99));
}

TEST_F(HealthTest, AThrottlingShowsUntilItIsOver) {
  EXPECT_EQ(StateAfter(Throttled(absl::Seconds(30))), v1::CONNECTION_STATE_RATE_LIMITED);
  EXPECT_EQ(FromTimestamp(Described().rate_limited_until()), loop_.Now() + absl::Seconds(30));
  loop_.Advance(absl::Seconds(30));
  EXPECT_EQ(Described().state(), v1::CONNECTION_STATE_ACTIVE);
}

TEST_F(HealthTest, AThrottlingOfUnknownLengthHasNoEndAndIsForgotten) {
  EXPECT_EQ(StateAfter(Throttled(std::nullopt)), v1::CONNECTION_STATE_RATE_LIMITED);
  EXPECT_FALSE(Described().has_rate_limited_until());
  loop_.Advance(absl::Minutes(1));
  EXPECT_EQ(Described().state(), v1::CONNECTION_STATE_ACTIVE);
}

class HealthSenderTest : public HealthTest {
 protected:
  absl::Status Send(const CallContext& context, absl::StatusOr<HttpResponse> answer) {
    const auto exchange = sender_.Send(HttpRequest(), context, reply_.Done());
    sent_.Answer(sent_.size() - 1, std::move(answer));
    return reply_.status();
  }

  SentRequests sent_;
  HealthSender sender_{std::make_unique<FakeSender>(&sent_), {"hotel", "plain"}, health_, &loop_};
  Reply reply_;
};

TEST_F(HealthSenderTest, FailuresNameConnectionAndVendor) {
  const absl::Status failure = Send({}, Failure(v1::ERROR_REASON_VENDOR_UNAVAILABLE));
  const FailureDetails details = DetailsOf(failure).value_or(FailureDetails());
  EXPECT_EQ(details.metadata().at("connection"), "hotel");
  EXPECT_EQ(details.metadata().at("vendor"), "plain");
  EXPECT_EQ(Described().state(), v1::CONNECTION_STATE_DEGRADED);
}

TEST_F(HealthSenderTest, ASuccessHeals) {
  EXPECT_FALSE(Send({}, Failure(v1::ERROR_REASON_VENDOR_AUTH_FAILED)).ok());
  EXPECT_TRUE(Send({}, Response(200)).ok());
  EXPECT_EQ(Described().state(), v1::CONNECTION_STATE_ACTIVE);
}

TEST_F(HealthSenderTest, CallersTokensSayNothingOfTheConnection) {
  CallContext context;
  context.caller_token = Secret("customer");
  EXPECT_FALSE(Send(context, Failure(v1::ERROR_REASON_VENDOR_AUTH_FAILED)).ok());
  EXPECT_EQ(Described().state(), v1::CONNECTION_STATE_ACTIVE);
}

}  // namespace
}  // namespace bookings
