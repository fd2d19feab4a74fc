// Waiting for a place and for a turn: who is sent, when, in which order, and who is told at once
// that it makes no sense to wait.
#include "service/engine/throttled_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"
#include "tests/fakes/counting_meter.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;

absl::Status VendorThrottles(std::optional<absl::Duration> delay) {
  VendorRefusal refusal;
  refusal.http_status = 429;
  refusal.retry_after = delay;
  return ExplainHttpStatus(Purpose::kListBookings, refusal);
}

class ThrottledSenderTest : public ::testing::Test {
 protected:
  explicit ThrottledSenderTest(ThrottleLimits limits = {{}, 2}) : limits_(limits) {}

  CallContext Context(const std::string& caller = "", CallKind kind = CallKind::kStream) const {
    CallContext context;
    context.caller = caller;
    context.kind = kind;
    return context;
  }
  CallContext Until(absl::Duration time) const {
    CallContext context = Context();
    context.deadline = loop_.Now() + time;
    return context;
  }
  // Sends a request to `/<name>`, by default its index.
  Reply& Send(const CallContext& context, std::string name = "",
              ReplaySafety replay = ReplaySafety::kSafe) {
    HttpRequest request;
    request.target = name.empty() ? absl::StrCat(exchanges_.size()) : name;
    request.replay = replay;
    Reply& reply = replies_.emplace_back();
    exchanges_.push_back(sender_.Send(std::move(request), context, reply.Done()));
    return reply;
  }
  Reply& Send() { return Send(Context()); }
  std::vector<std::string> Targets() const { return sent_.targets(); }
  // Answers each request as it comes, for so long.
  void Serve(absl::Duration time) {
    const absl::Time end = loop_.Now() + time;
    while (loop_.Now() < end) {
      for (size_t i = 0; i < sent_.size(); ++i) {
        if (sent_.waits(i)) sent_.Answer(i, Response(200));
      }
      loop_.Advance(absl::Milliseconds(100));
    }
  }

  const ThrottleLimits limits_;
  FakeLoop loop_;
  SentRequests sent_;
  std::deque<Reply> replies_;
  std::shared_ptr<ConnectionHealth> health_ = std::make_shared<ConnectionHealth>();
  std::shared_ptr<Throttle> throttle_ = std::make_shared<Throttle>(limits_, &loop_);
  const std::shared_ptr<CountingMeter> meter_ = std::make_shared<CountingMeter>();
  ThrottledSender sender_{std::make_unique<FakeSender>(&sent_), throttle_, health_, meter_, &loop_};
  std::vector<std::unique_ptr<Exchange>> exchanges_;
};

TEST_F(ThrottledSenderTest, HoldsBackWhatIsAboveThePlaces) {
  for (int i = 0; i < 4; ++i) Send();
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(ThrottledSenderTest, TellsHowLongEachWaitedForItsTurn) {
  for (int i = 0; i < 3; ++i) Send();
  loop_.Advance(absl::Seconds(2));
  sent_.Answer(0, Response(200));
  EXPECT_THAT(meter_->waits,
              ::testing::ElementsAre(absl::ZeroDuration(), absl::ZeroDuration(), absl::Seconds(2)));
}

TEST_F(ThrottledSenderTest, WhileTheClockGoesOnNothingWaitsForIt) {
  loop_.TickBy(absl::Nanoseconds(1));
  CallContext context = Context();
  context.send_before = loop_.Now();  // to be judged by the transport
  for (int i = 0; i < 2; ++i) Send(context);
  EXPECT_EQ(sent_.size(), 2u);
  Send();
  sent_.Answer(0, Response(200));
  EXPECT_EQ(sent_.size(), 3u);
}

TEST_F(ThrottledSenderTest, AWaitForAPlaceIsNotTakenForOneOfTheRate) {
  Send();
  Send();
  loop_.TickBy(absl::Nanoseconds(1));
  const Reply& late = Send(Until(absl::Seconds(1)));
  loop_.Advance(absl::Seconds(2));
  EXPECT_EQ(ReasonOf(late.status()), v1::ERROR_REASON_DEADLINE_EXCEEDED);
}

TEST_F(ThrottledSenderTest, ServesOneCallerInOrderOfArrival) {
  for (int i = 0; i < 6; ++i) Send();
  for (size_t i = 0; i < 6; ++i) {
    ASSERT_EQ(sent_.request(i).target, absl::StrCat(i));
    sent_.Answer(i, Response(200));
    EXPECT_TRUE(replies_[i].ok());
  }
}

TEST_F(ThrottledSenderTest, AFailureGivesItsPlaceBack) {
  for (int i = 0; i < 3; ++i) Send();
  sent_.Answer(0, absl::UnavailableError("down"));
  EXPECT_EQ(sent_.size(), 3u);
}

TEST_F(ThrottledSenderTest, ACancelledCallGivesItsPlaceBack) {
  for (int i = 0; i < 3; ++i) Send();
  exchanges_[1].reset();
  EXPECT_TRUE(sent_.cancelled(1));
  EXPECT_EQ(sent_.size(), 3u);
}

TEST_F(ThrottledSenderTest, ACallThatIsCancelledWhileItWaitsIsNeverSent) {
  for (int i = 0; i < 4; ++i) Send();
  exchanges_[2].reset();
  sent_.Answer(0, Response(200));
  EXPECT_THAT(Targets(), ElementsAre("0", "1", "3"));
}

TEST_F(ThrottledSenderTest, WaitingForAPlaceEndsAtTheDeadline) {
  Send();
  Send();
  const Reply& late = Send(Until(absl::Seconds(1)));
  loop_.Advance(absl::Milliseconds(999));
  EXPECT_FALSE(late.arrived());
  loop_.Advance(absl::Milliseconds(1));
  EXPECT_EQ(ReasonOf(late.status()), v1::ERROR_REASON_DEADLINE_EXCEEDED);
  EXPECT_TRUE(IsUnsent(late.status()));
  sent_.Answer(0, Response(200));
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(ThrottledSenderTest, AFullQueueRefusesMore) {
  for (size_t i = 0; i < 2 + kMaxWaitingCalls; ++i) Send();
  const Reply& refused = Send();
  EXPECT_FALSE(refused.arrived());
  loop_.RunUntilIdle();
  EXPECT_EQ(ReasonOf(refused.status()), v1::ERROR_REASON_GATEWAY_OVERLOADED);
}

TEST_F(ThrottledSenderTest, AnAnswerMayDestroyItsExchangeAndSendAnother) {
  std::unique_ptr<Exchange> exchange;
  exchange = sender_.Send(HttpRequest(), CallContext(), [&](absl::StatusOr<HttpResponse>) {
    exchange.reset();
    Send();
  });
  sent_.Answer(0, Response(200));
  EXPECT_EQ(exchange, nullptr);
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(ThrottledSenderTest, PromptCallsGoBeforePagesOfLists) {
  for (int i = 0; i < 3; ++i) Send(Context("a"), absl::StrCat("page", i));
  Send(Context("a", CallKind::kWrite), "write");
  Send(Context("b", CallKind::kUnary), "get");
  for (size_t i = 0; i < 5; ++i) sent_.Answer(i, Response(200));
  EXPECT_THAT(Targets(), ElementsAre("page0", "page1", "write", "get", "page2"));
}

TEST_F(ThrottledSenderTest, PagesKeepAQuarterOfTheTurns) {
  Send();
  Send();
  for (int i = 0; i < 8; ++i) Send(Context("a", CallKind::kUnary), "get");
  for (int i = 0; i < 2; ++i) Send(Context("b"), "page");
  for (size_t i = 0; i < 12; ++i) sent_.Answer(i, Response(200));
  EXPECT_THAT(Targets(), ElementsAre("0", "1", "get", "get", "get", "page", "get", "get", "get",
                                     "page", "get", "get"));
}

TEST_F(ThrottledSenderTest, CallsThatWaitCanBeTurnedAway) {
  for (int i = 0; i < 4; ++i) Send();
  sender_.TurnAwayWaiting(absl::UnavailableError("dead"));
  EXPECT_FALSE(replies_[2].arrived());
  loop_.RunUntilIdle();
  EXPECT_TRUE(absl::IsUnavailable(replies_[2].status()));
  EXPECT_TRUE(absl::IsUnavailable(replies_[3].status()));
  EXPECT_FALSE(replies_[0].arrived());
  sent_.Answer(0, Response(200));
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(ThrottledSenderTest, AThrottledReadWaitsWithAllOthersUntilThePauseIsOver) {
  for (int i = 0; i < 4; ++i) Send();
  sent_.Answer(0, VendorThrottles(absl::Seconds(30)));
  sent_.Answer(1, VendorThrottles(absl::Seconds(30)));
  loop_.Advance(absl::Seconds(30) - absl::Milliseconds(1));
  EXPECT_EQ(sent_.size(), 2u);
  loop_.Advance(absl::Milliseconds(1));
  ASSERT_EQ(sent_.size(), 3u) << "one call on trial";
  sent_.Answer(2, Response(200));
  EXPECT_EQ(sent_.size(), 5u);
}

TEST_F(ThrottledSenderTest, AfterThePauseWhatWasRefusedIsSentFirst) {
  for (int i = 0; i < 4; ++i) Send();
  sent_.Answer(0, VendorThrottles(absl::Seconds(1)));
  sent_.Answer(1, Response(200));
  Serve(absl::Seconds(2));
  EXPECT_THAT(Targets(), ElementsAre("0", "1", "0", "2", "3"));
}

TEST_F(ThrottledSenderTest, AThrottledWriteIsNotSentAgain) {
  Send(Context("", CallKind::kWrite), "write", ReplaySafety::kUnsafe);
  sent_.Answer(0, VendorThrottles(absl::Seconds(30)));
  ASSERT_TRUE(replies_[0].arrived());
  EXPECT_EQ(ReasonOf(replies_[0].status()), v1::ERROR_REASON_VENDOR_RATE_LIMITED);
  EXPECT_EQ(RetryDelayOf(replies_[0].status()), absl::Seconds(30));
  EXPECT_FALSE(IsUnsent(replies_[0].status()));
}

TEST_F(ThrottledSenderTest, APauseThatPassesTheDeadlineEndsAllWhoCannotWait) {
  const Reply& refused = Send(Until(absl::Seconds(10)));
  Send();
  const Reply& waits = Send(Until(absl::Seconds(20)));
  const Reply& patient = Send(Until(absl::Seconds(60)));
  sent_.Answer(0, VendorThrottles(absl::Seconds(30)));
  loop_.RunUntilIdle();
  for (const Reply* reply : {&refused, &waits}) {
    ASSERT_TRUE(reply->arrived());
    EXPECT_EQ(reply->status().code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(ReasonOf(reply->status()), v1::ERROR_REASON_VENDOR_RATE_LIMITED);
    EXPECT_EQ(RetryDelayOf(reply->status()), absl::Seconds(30));
  }
  EXPECT_TRUE(IsUnsent(waits.status()));
  EXPECT_TRUE(IsHeldBack(waits.status()));
  EXPECT_FALSE(patient.arrived());
}

TEST_F(ThrottledSenderTest, WhatComesDuringAPauseFailsAtOnceIfItCannotWait) {
  Send();
  sent_.Answer(0, VendorThrottles(absl::Seconds(30)));
  const Reply& hurried = Send(Until(absl::Seconds(5)));
  loop_.RunUntilIdle();
  EXPECT_EQ(RetryDelayOf(hurried.status()), absl::Seconds(30));
  EXPECT_EQ(sent_.size(), 1u);
}

TEST_F(ThrottledSenderTest, AWriteWaitsNoLongerThanItMayBeSent) {
  Send();
  sent_.Answer(0, VendorThrottles(absl::Seconds(30)));
  CallContext context = Context("", CallKind::kWrite);
  context.send_before = loop_.Now() + absl::Seconds(13);
  const Reply& write = Send(context, "write", ReplaySafety::kUnsafe);
  loop_.RunUntilIdle();
  EXPECT_TRUE(IsUnsent(write.status()));
  EXPECT_EQ(ReasonOf(write.status()), v1::ERROR_REASON_VENDOR_RATE_LIMITED);
}

TEST_F(ThrottledSenderTest, ACustomersThrottlingIsNotTheConnections) {
  CallContext context = Context();
  context.caller_token = Secret("customer");
  Send(context);
  sent_.Answer(0, VendorThrottles(absl::Seconds(30)));
  ASSERT_TRUE(replies_[0].arrived());
  Send();
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(ThrottledSenderTest, APauseShowsInTheHealth) {
  Send();
  sent_.Answer(0, VendorThrottles(absl::Seconds(30)));
  v1::Connection connection;
  health_->Describe(loop_.Now(), &connection);
  EXPECT_EQ(connection.state(), v1::CONNECTION_STATE_RATE_LIMITED);
  EXPECT_TRUE(connection.has_rate_limited_until());
}

class RateLimitedSenderTest : public ThrottledSenderTest {
 protected:
  // One call every three seconds behind a burst of two.
  RateLimitedSenderTest() : ThrottledSenderTest({{20, absl::Minutes(1), 2}, 8}) {}
};

TEST_F(RateLimitedSenderTest, WaitsForItsTurn) {
  for (int i = 0; i < 4; ++i) Send();
  EXPECT_EQ(sent_.size(), 2u);
  Serve(absl::Seconds(3));
  EXPECT_EQ(sent_.size(), 3u);
  Serve(absl::Seconds(3));
  EXPECT_EQ(sent_.size(), 4u);
}

TEST_F(RateLimitedSenderTest, CallersShareTheRate) {
  for (int i = 0; i < 40; ++i) Send(Context("many"), "many");
  Serve(absl::Seconds(2));
  for (int i = 0; i < 3; ++i) Send(Context("few"), "few");
  Serve(absl::Seconds(18));
  EXPECT_THAT(Targets(), ElementsAre("many", "many", "many", "few", "many", "few", "many", "few"));
}

TEST_F(RateLimitedSenderTest, ATurnBehindTheDeadlineFailsAtOnceAndSaysWhenToCome) {
  for (int i = 0; i < 5; ++i) Send();
  const Reply& in_time = Send(Until(absl::Seconds(13)));
  const Reply& too_late = Send(Until(absl::Seconds(13)));
  loop_.RunUntilIdle();
  EXPECT_FALSE(in_time.arrived());
  EXPECT_EQ(ReasonOf(too_late.status()), v1::ERROR_REASON_VENDOR_RATE_LIMITED);
  EXPECT_EQ(RetryDelayOf(too_late.status()), absl::Seconds(15));
  EXPECT_TRUE(IsHeldBack(too_late.status()));
}

TEST_F(RateLimitedSenderTest, AnotherCallersShortQueueIsNotPutOffByALongOne) {
  for (int i = 0; i < 30; ++i) Send(Context("many"));
  CallContext context = Until(absl::Seconds(10));
  context.caller = "few";
  const Reply& few = Send(context);
  Serve(absl::Seconds(9));
  EXPECT_TRUE(few.ok());
}

// Others may come before it once it waits.
TEST_F(RateLimitedSenderTest, WhoIsPutOffIsToldShortlyBeforeTheDeadline) {
  Send();
  Send();
  const Reply& put_off = Send(Until(absl::Seconds(4)));
  for (int i = 0; i < 18; ++i) Send(Context("b", CallKind::kUnary), "get");
  EXPECT_FALSE(put_off.arrived());
  Serve(absl::Seconds(4) - kAnswerTime);
  ASSERT_TRUE(put_off.arrived());
  EXPECT_EQ(ReasonOf(put_off.status()), v1::ERROR_REASON_VENDOR_RATE_LIMITED);
  EXPECT_TRUE(RetryDelayOf(put_off.status()).has_value());
}

TEST_F(RateLimitedSenderTest, WhatWasNotSentGivesItsTurnBack) {
  for (int i = 0; i < 2; ++i) Send();
  sent_.Answer(0, Unsent(absl::UnavailableError("no way there")));
  Send();
  EXPECT_EQ(sent_.size(), 3u);
}

TEST_F(RateLimitedSenderTest, ConnectionsShareAThrottle) {
  SentRequests other_sent;
  ThrottledSender other{std::make_unique<FakeSender>(&other_sent), throttle_, health_, meter_,
                        &loop_};
  for (int i = 0; i < 2; ++i) Send();
  Reply reply;
  const auto exchange = other.Send(HttpRequest(), Context("", CallKind::kStream), reply.Done());
  EXPECT_EQ(other_sent.size(), 0u);
  sender_.TurnAwayWaiting(absl::UnavailableError("dead"));
  loop_.Advance(absl::Seconds(3));
  EXPECT_EQ(other_sent.size(), 1u);
}

}  // namespace
}  // namespace bookings
