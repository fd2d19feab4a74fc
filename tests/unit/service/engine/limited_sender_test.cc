// The bound on calls in flight: order of the queue, places given back, waiting that ends.
#include "service/engine/limited_sender.h"

#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

constexpr int kInFlight = 2;

class LimitedSenderTest : public ::testing::Test {
 protected:
  // Sends a request to `/<index>`.
  void Send(absl::Time deadline = absl::InfiniteFuture()) {
    HttpRequest request;
    request.target = absl::StrCat("/", exchanges_.size());
    CallContext context;
    context.deadline = deadline;
    exchanges_.push_back(sender_.Send(std::move(request), context, replies_.emplace_back().Done()));
  }

  FakeLoop loop_;
  SentRequests sent_;
  std::deque<Reply> replies_;
  LimitedSender sender_{std::make_unique<FakeSender>(&sent_), kInFlight, &loop_};
  std::vector<std::unique_ptr<Exchange>> exchanges_;
};

TEST_F(LimitedSenderTest, HoldsBackWhatIsAboveTheLimit) {
  for (int i = 0; i < 4; ++i) Send();
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(LimitedSenderTest, ServesInOrderOfArrival) {
  for (int i = 0; i < 6; ++i) Send();
  for (size_t i = 0; i < 6; ++i) {
    ASSERT_EQ(sent_.request(i).target, absl::StrCat("/", i));
    sent_.Answer(i, Response(200));
    EXPECT_TRUE(replies_[i].ok());
  }
}

TEST_F(LimitedSenderTest, AFailureGivesItsPlaceBack) {
  for (int i = 0; i < 3; ++i) Send();
  sent_.Answer(0, absl::UnavailableError("down"));
  EXPECT_EQ(sent_.size(), 3u);
}

TEST_F(LimitedSenderTest, ACancelledCallGivesItsPlaceBack) {
  for (int i = 0; i < 3; ++i) Send();
  exchanges_[1].reset();
  EXPECT_TRUE(sent_.cancelled(1));
  EXPECT_EQ(sent_.size(), 3u);
}

TEST_F(LimitedSenderTest, ACallThatIsCancelledWhileItWaitsIsNeverSent) {
  for (int i = 0; i < 4; ++i) Send();
  exchanges_[2].reset();
  sent_.Answer(0, Response(200));
  ASSERT_EQ(sent_.size(), 3u);
  EXPECT_EQ(sent_.request(2).target, "/3");
}

TEST_F(LimitedSenderTest, WaitingEndsAtTheDeadline) {
  Send();
  Send();
  Send(loop_.Now() + absl::Seconds(1));
  loop_.Advance(absl::Seconds(1));
  EXPECT_EQ(ReasonOf(replies_[2].status()), v1::ERROR_REASON_DEADLINE_EXCEEDED);
  sent_.Answer(0, Response(200));
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(LimitedSenderTest, AFullQueueRefusesMore) {
  for (size_t i = 0; i < kInFlight + kMaxWaitingCalls; ++i) Send();
  Send();
  EXPECT_FALSE(replies_.back().arrived());
  loop_.RunUntilIdle();
  EXPECT_EQ(ReasonOf(replies_.back().status()), v1::ERROR_REASON_GATEWAY_OVERLOADED);
}

TEST_F(LimitedSenderTest, AnAnswerMayDestroyItsExchangeAndSendAnother) {
  std::unique_ptr<Exchange> exchange;
  exchange = sender_.Send(HttpRequest(), CallContext(), [&](absl::StatusOr<HttpResponse>) {
    exchange.reset();
    Send();
  });
  sent_.Answer(0, Response(200));
  EXPECT_EQ(exchange, nullptr);
  EXPECT_EQ(sent_.size(), 2u);
}

}  // namespace
}  // namespace bookings
