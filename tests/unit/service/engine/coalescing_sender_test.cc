// Which reads are one vendor call, and that those who share it do not hurt each other.
#include "service/engine/coalescing_sender.h"

#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

HttpRequest Read(std::string target = "/bookings") {
  HttpRequest request;
  request.target = std::move(target);
  request.replay = ReplaySafety::kSafe;
  return request;
}

HttpRequest Write() {
  HttpRequest request;
  request.effect = Effect::kWrites;
  return request;
}

CallContext By(std::string caller, absl::Time deadline = absl::InfiniteFuture()) {
  CallContext context;
  context.caller = std::move(caller);
  context.kind = CallKind::kUnary;
  context.deadline = deadline;
  return context;
}

class CoalescingSenderTest : public ::testing::Test {
 protected:
  Reply& Send(HttpRequest request, const CallContext& context = By("shop")) {
    Reply& reply = replies_.emplace_back();
    exchanges_.push_back(sender_.Send(std::move(request), context, reply.Done()));
    return reply;
  }
  // Whether a read and then this one are one vendor call.
  bool Shares(HttpRequest request, const CallContext& context = By("shop")) {
    return Shares(std::move(request), By("shop"), context);
  }
  bool Shares(HttpRequest request, const CallContext& first, const CallContext& second) {
    Send(Read(), first);
    const size_t before = sent_.size();
    Send(std::move(request), second);
    return sent_.size() == before;
  }
  absl::Time In(int seconds) const { return loop_.Now() + absl::Seconds(seconds); }

  FakeLoop loop_;
  SentRequests sent_;
  CoalescingSender sender_{std::make_unique<FakeSender>(&sent_), &loop_};
  std::deque<Reply> replies_;
  std::vector<std::unique_ptr<Exchange>> exchanges_;
};

TEST_F(CoalescingSenderTest, IdenticalReadsAreOneCall) {
  for (int i = 0; i < 5; ++i) Send(Read());
  ASSERT_EQ(sent_.size(), 1u);
  sent_.Answer(0, Response(200, "page"));
  for (const Reply& reply : replies_) {
    ASSERT_TRUE(reply.ok());
    EXPECT_EQ(reply.response().body, "page");
  }
}

TEST_F(CoalescingSenderTest, AFailureIsSharedToo) {
  Send(Read());
  Send(Read());
  sent_.Answer(0, absl::UnavailableError("down"));
  for (const Reply& reply : replies_) EXPECT_TRUE(absl::IsUnavailable(reply.status()));
  EXPECT_EQ(sent_.size(), 1u);
}

TEST_F(CoalescingSenderTest, WhatIsAnsweredIsAskedAnew) {
  Send(Read());
  sent_.Answer(0, Response(200));
  Send(Read());
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(CoalescingSenderTest, OnlyTheSameIsShared) {
  EXPECT_TRUE(Shares(Read()));
  EXPECT_FALSE(Shares(Read("/others")));
  HttpRequest other = Read();
  other.body = "body";
  EXPECT_FALSE(Shares(other));
  other = Read();
  other.headers = {{"Accept", "text"}};
  EXPECT_FALSE(Shares(other));
  other = Read();
  other.method = HttpMethod::kPost;
  EXPECT_FALSE(Shares(other));
  other = Read();
  other.purpose = Purpose::kGetBooking;
  EXPECT_FALSE(Shares(other));
  other = Read();
  other.expected_statuses = {404};
  EXPECT_FALSE(Shares(other));
}

TEST_F(CoalescingSenderTest, WhatIsNotSafeIsNotShared) {
  HttpRequest unsafe = Read();
  unsafe.replay = ReplaySafety::kUnsafe;
  Send(unsafe);
  Send(unsafe);
  Send(Write());
  Send(Write());
  EXPECT_EQ(sent_.size(), 4u);
}

TEST_F(CoalescingSenderTest, CallersDoNotShare) { EXPECT_FALSE(Shares(Read(), By("other"))); }

TEST_F(CoalescingSenderTest, CustomersDoNotShare) {
  CallContext one = By("shop");
  one.caller_token = Secret("one");
  CallContext two = By("shop");
  two.caller_token = Secret("two");
  EXPECT_FALSE(Shares(Read(), one));
  EXPECT_FALSE(Shares(Read(), two));
  EXPECT_TRUE(Shares(Read(), one));
}

TEST_F(CoalescingSenderTest, ReadsOfWritesShareNothing) {
  CallContext write = By("shop");
  write.kind = CallKind::kWrite;
  EXPECT_FALSE(Shares(Read(), write));
}

TEST_F(CoalescingSenderTest, WhoReadsAfterAWriteSeesIt) {
  Send(Read());
  Send(Write());
  Send(Read());
  EXPECT_EQ(sent_.size(), 2u) << "while the write runs, both are as good";
  sent_.Answer(1, Response(201));
  Send(Read());
  EXPECT_EQ(sent_.size(), 3u);
  sent_.Answer(2, Response(200, "new"));
  sent_.Answer(0, Response(200, "old"));
  EXPECT_EQ(replies_[2].response().body, "old");
  EXPECT_EQ(replies_[3].response().body, "new");
}

TEST_F(CoalescingSenderTest, AWriteThatIsGivenUpMayHaveBeenCarriedOut) {
  Send(Read());
  Send(Write());
  exchanges_[1].reset();
  Send(Read());
  EXPECT_EQ(sent_.size(), 3u);
}

TEST_F(CoalescingSenderTest, WhoeverGoesAwayHurtsNobodyElse) {
  for (int i = 0; i < 3; ++i) Send(Read());
  exchanges_[0].reset();
  exchanges_[2].reset();
  EXPECT_FALSE(sent_.cancelled(0));
  sent_.Answer(0, Response(200));
  EXPECT_FALSE(replies_[0].arrived());
  EXPECT_TRUE(replies_[1].ok());
}

TEST_F(CoalescingSenderTest, TheLastOneStopsTheCall) {
  Send(Read());
  Send(Read());
  exchanges_.clear();
  EXPECT_TRUE(sent_.cancelled(0));
  Send(Read());
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(CoalescingSenderTest, AnAnswerMayMakeOthersLeave) {
  std::vector<std::unique_ptr<Exchange>> exchanges;
  for (int i = 0; i < 3; ++i) {
    exchanges.push_back(sender_.Send(Read(), By("shop"), [&](absl::StatusOr<HttpResponse>) {
      exchanges.clear();
      Send(Read());
    }));
  }
  sent_.Answer(0, Response(200));
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(CoalescingSenderTest, NobodyJoinsACallThatMayLastTooLong) {
  Send(Read(), By("shop", In(60)));
  Send(Read(), By("shop", In(5)));
  ASSERT_EQ(sent_.size(), 2u);
  EXPECT_EQ(sent_.context(1).deadline, In(5));
}

TEST_F(CoalescingSenderTest, EqualTimeoutsThatArriveAsSlightlyDifferentDeadlinesShare) {
  EXPECT_TRUE(Shares(Read(), By("shop", In(30)), By("shop", In(30) - absl::Seconds(1))));
  exchanges_.clear();
  EXPECT_FALSE(Shares(Read(), By("shop", In(30)), By("shop", In(28))));
}

TEST_F(CoalescingSenderTest, WhereTheDeadlineWasTooShortTheCallGoesOnForTheOthers) {
  Send(Read(), By("shop", In(5)));
  Send(Read(), By("shop", In(20)));
  Send(Read(), By("shop", In(10)));
  ASSERT_EQ(sent_.size(), 1u);
  sent_.Answer(0, DeadlineExceeded("reading"));
  EXPECT_TRUE(absl::IsDeadlineExceeded(replies_[0].status()));
  ASSERT_EQ(sent_.size(), 2u);
  EXPECT_EQ(sent_.context(1).deadline, In(10));
  Send(Read(), By("shop", In(30)));
  EXPECT_EQ(sent_.size(), 2u);
  sent_.Answer(1, Response(200));
  for (size_t i = 1; i < 4; ++i) EXPECT_TRUE(replies_[i].ok()) << i;
}

TEST_F(CoalescingSenderTest, AWaitThatIsTooLongForOneMayBeGoodForAnother) {
  Send(Read(), By("shop", In(5)));
  Send(Read(), By("shop", In(20)));
  sent_.Answer(0, WithRetryDelay(absl::ResourceExhaustedError("later"), absl::Seconds(10)));
  EXPECT_TRUE(replies_[0].arrived());
  EXPECT_FALSE(replies_[1].arrived());
  ASSERT_EQ(sent_.size(), 2u);
  sent_.Answer(1, WithRetryDelay(absl::ResourceExhaustedError("later"), absl::Seconds(10)));
  EXPECT_TRUE(replies_[1].arrived()) << "it could have waited so long, and was refused";
}

}  // namespace
}  // namespace bookings
