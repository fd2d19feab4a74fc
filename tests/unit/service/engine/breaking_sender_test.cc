// What counts against a vendor, and what calls are told while it is left alone.
#include "service/engine/breaking_sender.h"

#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

absl::Status Answered(int status) {
  VendorRefusal refusal;
  refusal.http_status = status;
  return ExplainHttpStatus(Purpose::kListBookings, refusal);
}

absl::Status NoWayThere() {
  const absl::Status failure = MakeFailure(absl::StatusCode::kUnavailable,
                                           v1::ERROR_REASON_VENDOR_UNAVAILABLE, "not reached");
  return WithMetadata(Unsent(failure), "transport", "connect");
}

class BreakingSenderTest : public ::testing::Test {
 protected:
  Reply& Send(const CallContext& context = {}) {
    Reply& reply = replies_.emplace_back();
    exchanges_.push_back(sender_.Send(HttpRequest(), context, reply.Done()));
    return reply;
  }
  void SendAndAnswer(const absl::StatusOr<HttpResponse>& answer, const CallContext& context = {}) {
    Send(context);
    if (sent_.waits(sent_.size() - 1)) sent_.Answer(sent_.size() - 1, answer);
  }
  bool IsOpenAfter(const absl::Status& failure, const CallContext& context = {}) {
    for (int i = 0; i < 30; ++i) SendAndAnswer(failure, context);
    const size_t before = sent_.size();
    Send();
    return sent_.size() == before;
  }

  FakeLoop loop_;
  SentRequests sent_;
  std::vector<absl::Status> opened_;
  BreakingSender sender_{
      std::make_unique<FakeSender>(&sent_), CircuitBreaker(BreakerPolicy(), [] { return 0.0; }),
      [this](const absl::Status& failure) { opened_.push_back(failure); }, &loop_};
  std::deque<Reply> replies_;
  std::vector<std::unique_ptr<Exchange>> exchanges_;
};

TEST_F(BreakingSenderTest, CallsFailAtOnceWhileItIsOpen) {
  for (int i = 0; i < 5; ++i) SendAndAnswer(Answered(503));
  const Reply& refused = Send();
  EXPECT_FALSE(refused.arrived());
  loop_.RunUntilIdle();
  EXPECT_EQ(sent_.size(), 5u);
  EXPECT_TRUE(absl::IsUnavailable(refused.status()));
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
  EXPECT_EQ(RetryDelayOf(refused.status()), absl::Seconds(30));
  EXPECT_TRUE(IsUnsent(refused.status()));
  EXPECT_TRUE(IsHeldBack(refused.status()));
}

TEST_F(BreakingSenderTest, TellsWhenItOpens) {
  for (int i = 0; i < 5; ++i) SendAndAnswer(Answered(503));
  ASSERT_EQ(opened_.size(), 1u);
  EXPECT_TRUE(IsHeldBack(opened_[0]));
}

TEST_F(BreakingSenderTest, AProbeThatIsAnsweredClosesIt) {
  for (int i = 0; i < 5; ++i) SendAndAnswer(NoWayThere());
  loop_.Advance(absl::Seconds(30));
  SendAndAnswer(Response(200));
  EXPECT_EQ(sent_.size(), 6u);
  SendAndAnswer(Response(200));
  EXPECT_EQ(sent_.size(), 7u);
}

TEST_F(BreakingSenderTest, AProbeThatIsCancelledLeavesItToTheNext) {
  for (int i = 0; i < 5; ++i) SendAndAnswer(Answered(500));
  loop_.Advance(absl::Seconds(30));
  Send();
  Send();
  EXPECT_EQ(sent_.size(), 6u) << "one probe at a time";
  exchanges_[5].reset();
  Send();
  EXPECT_EQ(sent_.size(), 7u);
}

TEST_F(BreakingSenderTest, ServerErrorsAndBrokenConnectionsCount) {
  EXPECT_TRUE(IsOpenAfter(Answered(500)));
  EXPECT_EQ(sent_.size(), 5u);
}

TEST_F(BreakingSenderTest, RefusalsShowThatTheVendorLives) {
  for (int status : {400, 401, 403, 404, 409, 429}) {
    for (int i = 0; i < 4; ++i) SendAndAnswer(Answered(503));
    EXPECT_FALSE(IsOpenAfter(Answered(status))) << status;
  }
}

TEST_F(BreakingSenderTest, WhatTheGatewayHoldsBackTellsNothing) {
  EXPECT_FALSE(IsOpenAfter(HeldBack(Answered(429), HeldBackBy::kRateLimit, absl::Seconds(1))));
  EXPECT_FALSE(IsOpenAfter(Unsent(DeadlineExceeded("waiting"))));
  EXPECT_FALSE(IsOpenAfter(MakeFailure(absl::StatusCode::kUnavailable,
                                       v1::ERROR_REASON_LEDGER_UNAVAILABLE, "no ledger")));
}

TEST_F(BreakingSenderTest, CancelledCallsTellNothing) {
  for (int i = 0; i < 30; ++i) {
    Send();
    exchanges_.back().reset();
  }
  Send();
  EXPECT_EQ(sent_.size(), 31u);
}

TEST_F(BreakingSenderTest, ACustomersTokenCannotOpenIt) {
  CallContext context;
  context.caller_token = Secret("customer");
  EXPECT_FALSE(IsOpenAfter(Answered(500), context));
  EXPECT_TRUE(IsOpenAfter(NoWayThere(), context)) << "no token is to blame for that";
}

TEST_F(BreakingSenderTest, AWriteThatMustNotLeaveAnyMoreTellsNothing) {
  CallContext context;
  context.send_before = loop_.Now();
  EXPECT_FALSE(IsOpenAfter(NoWayThere(), context));
}

}  // namespace
}  // namespace bookings
