// The month's quota: counted in blocks, never passed, shared, and given back.
#include "service/engine/quota_sender.h"

#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"
#include "tests/fakes/fake_ledger.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

class QuotaSenderTest : public ::testing::Test {
 protected:
  QuotaSenderTest() { Make(1'000); }

  // A gateway (again) with this quota.
  void Make(int64_t calls) {
    sender_.reset();
    MonthlyQuotaOptions options;
    options.connection = "barber";
    options.calls = calls;
    options.ledger = &ledger_;
    options.loop = &loop_;
    options.health = health_;
    quota_ = std::make_shared<MonthlyQuota>(options);
    sender_ = std::make_unique<QuotaSender>(std::make_unique<FakeSender>(&sent_), quota_, &loop_);
  }
  Reply& Send(const CallContext& context = {}) {
    Reply& reply = replies_.emplace_back();
    exchanges_.push_back(sender_->Send(HttpRequest(), context, reply.Done()));
    return reply;
  }
  void SendMany(int calls) {
    for (int i = 0; i < calls; ++i) Send();
    loop_.RunUntilIdle();
  }
  int64_t Used() { return Claim("barber", 0); }
  // As another replica.
  int64_t Claim(const std::string& connection, int64_t calls) {
    return ledger_.store().ClaimCalls({connection, MonthOf(loop_.Now()), 1'000, calls})->used;
  }
  std::optional<int64_t> QuotaLeft() const {
    v1::Connection connection;
    health_->Describe(loop_.Now(), &connection);
    if (!connection.has_quota_left()) return std::nullopt;
    return connection.quota_left();
  }

  FakeLoop loop_;
  FakeLedger ledger_{[this] { return loop_.Now(); }};
  SentRequests sent_;
  std::shared_ptr<ConnectionHealth> health_ = std::make_shared<ConnectionHealth>();
  std::shared_ptr<MonthlyQuota> quota_;
  std::unique_ptr<QuotaSender> sender_;
  std::deque<Reply> replies_;
  std::vector<std::unique_ptr<Exchange>> exchanges_;
};

TEST_F(QuotaSenderTest, CountsInBlocks) {
  SendMany(12);
  EXPECT_EQ(sent_.size(), 12u);
  EXPECT_EQ(ledger_.tasks(), 3);
  EXPECT_EQ(Used(), 15);
}

TEST_F(QuotaSenderTest, NothingIsSentPastTheQuota) {
  Make(7);
  SendMany(20);
  EXPECT_EQ(sent_.size(), 7u);
  const absl::Status refusal = replies_[7].status();
  EXPECT_EQ(refusal.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refusal), v1::ERROR_REASON_QUOTA_EXHAUSTED);
  EXPECT_TRUE(IsHeldBack(refusal));
  EXPECT_TRUE(IsUnsent(refusal));
  EXPECT_EQ(MonthOf(loop_.Now() + RetryDelayOf(refusal).value()), MonthOf(loop_.Now()) + 1);
  EXPECT_EQ(MonthOf(loop_.Now() + RetryDelayOf(refusal).value() - absl::Nanoseconds(1)),
            MonthOf(loop_.Now()));
}

TEST_F(QuotaSenderTest, ASpentQuotaIsLookedAtOnceAMinute) {
  Claim("barber", 1'000);
  SendMany(1);
  const int tasks = ledger_.tasks();
  SendMany(10);
  EXPECT_EQ(ledger_.tasks(), tasks);
  EXPECT_EQ(replies_.back().status().code(), absl::StatusCode::kResourceExhausted);
  Claim("barber", -3);
  loop_.Advance(kSpentQuotaRecheck);
  SendMany(5);
  EXPECT_EQ(sent_.size(), 3u);
}

TEST_F(QuotaSenderTest, TheNextMonthBeginsAnew) {
  Claim("barber", 1'000);
  SendMany(1);
  EXPECT_EQ(sent_.size(), 0u);
  loop_.Advance(RetryDelayOf(replies_[0].status()).value());
  SendMany(1);
  EXPECT_EQ(sent_.size(), 1u);
  EXPECT_EQ(Used(), 5);
}

TEST_F(QuotaSenderTest, WhatIsLeftOfAMonthIsNotUsedInTheNext) {
  SendMany(1);
  loop_.Advance(absl::Hours(24 * 31));
  SendMany(1);
  EXPECT_EQ(Used(), 5) << "a block of its own";
}

TEST_F(QuotaSenderTest, WhatWasNotSentIsNotCounted) {
  Make(1);
  SendMany(1);
  sent_.Answer(0, Unsent(absl::UnavailableError("no way there")));
  SendMany(1);
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(QuotaSenderTest, ACrashLosesAtMostABlock) {
  SendMany(1);
  quota_ = nullptr;
  EXPECT_EQ(Used(), 5);
}

TEST_F(QuotaSenderTest, AStopGivesBackWhatWasNotUsed) {
  SendMany(2);
  EXPECT_EQ(Used(), 5);
  sender_.reset();
  EXPECT_EQ(Used(), 2);
}

TEST_F(QuotaSenderTest, TellsWhatIsLeft) {
  EXPECT_EQ(QuotaLeft(), std::nullopt);
  Claim("barber", 100);
  quota_->Look();
  loop_.RunUntilIdle();
  EXPECT_EQ(QuotaLeft(), 900);
  SendMany(7);
  EXPECT_EQ(QuotaLeft(), 893);
}

TEST_F(QuotaSenderTest, WithoutTheLedgerNothingIsSent) {
  ledger_.RefuseNext(1);
  SendMany(2);
  EXPECT_EQ(ReasonOf(replies_[0].status()), v1::ERROR_REASON_LEDGER_UNAVAILABLE);
  EXPECT_TRUE(IsUnsent(replies_[0].status()));
  SendMany(1);
  EXPECT_EQ(sent_.size(), 1u);
}

TEST_F(QuotaSenderTest, WaitingForTheLedgerEndsAtTheDeadline) {
  ledger_.Hold();
  CallContext context;
  context.deadline = loop_.Now() + absl::Seconds(1);
  const Reply& late = Send(context);
  Send();
  loop_.Advance(absl::Seconds(1));
  EXPECT_TRUE(absl::IsDeadlineExceeded(late.status()));
  ledger_.Continue();
  loop_.RunUntilIdle();
  EXPECT_EQ(sent_.size(), 1u);
}

TEST_F(QuotaSenderTest, WhoWithdrawsWhileItWaitsTakesNothing) {
  ledger_.Hold();
  Send();
  exchanges_.clear();
  ledger_.Continue();
  loop_.RunUntilIdle();
  EXPECT_EQ(sent_.size(), 0u);
  SendMany(5);
  EXPECT_EQ(Used(), 5);
}

}  // namespace
}  // namespace bookings
