// Creations: what is sent, what is looked for, and what the caller learns, whatever breaks.
#include "service/engine/create_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "tests/fakes/fake_ledger.h"
#include "tests/fakes/writing_connection.h"

namespace bookings {
namespace {

using testing::ElementsAre;

// A caller's view of one creation.
struct AskedCreate {
  std::shared_ptr<CreateCall> call;
  int answers = 0;
  absl::StatusOr<WriteAnswer> answer = absl::UnknownError("nothing has arrived");

  bool ok() const { return answer.ok(); }
  std::string id() const { return ok() ? answer->result.booking().vendor_id() : ""; }
  v1::ErrorReason reason() const { return ReasonOf(answer.status()); }
  std::string state() const {
    const auto details = DetailsOf(answer.status());
    return details ? details->metadata().at("booking_state") : "";
  }
  std::string cause() const {
    const auto details = DetailsOf(answer.status());
    const auto found = details->metadata().find("cause");
    return found == details->metadata().end() ? "" : found->second;
  }
};

class CreateCallTest : public testing::Test {
 protected:
  CreateCallTest() : vendor_(&loop_), ledger_([this] { return loop_.Now(); }) {
    options_.ledger = &ledger_;
    options_.identity_key = Secret("a key of the tests");
  }
  void TearDown() override {
    vendor_.connection->writes.StopAll();
    loop_.RunUntilIdle();
  }

  AskedCreate* Create(const std::string& request_id, absl::Duration patience = absl::Minutes(1)) {
    AskedCreate* const asked = &asked_.emplace_back();
    WriteOrder order;
    order.key = {"caller", kWritingConnection, "CreateBooking", request_id};
    order.fingerprint = "what is asked";
    order.deadline = loop_.Now() + patience;
    order.done = [asked](absl::StatusOr<WriteAnswer> answer) {
      ++asked->answers;
      asked->answer = std::move(answer);
    };
    CreateInput input;
    input.request.set_notes("this");
    asked->call = std::make_shared<CreateCall>(std::move(order), std::move(input),
                                               CreateMode::kSend, vendor_.connection, options_);
    asked->call->Start();
    loop_.RunUntilIdle();
    return asked;
  }
  // Answers the latest request that waits.
  void Answer(absl::StatusOr<HttpResponse> response) {
    ASSERT_TRUE(vendor_.sent.AnswerLatest(std::move(response))) << "no request waits";
    loop_.RunUntilIdle();
  }
  void AnswerWith(const std::string& body) { Answer(Response(200, body)); }
  std::vector<std::string> Targets() const { return vendor_.sent.targets(); }
  // The process dies: nothing of it runs any more, its claims end with their leases.
  void Crash() {
    vendor_.connection->writes.StopAll();
    loop_.RunUntilIdle();
    loop_.Advance(options_.write_times.lease * 2);
  }

  // The process is told to end, and has `grace` for that.
  void Drain(absl::Duration grace = absl::Seconds(10)) {
    vendor_.connection->writes.Drain(loop_, loop_.Now() + grace);
    loop_.RunUntilIdle();
  }
  static void ExpectLeft(const AskedCreate& asked, const std::string& state) {
    EXPECT_EQ(asked.answers, 1);
    EXPECT_EQ(asked.answer.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(asked.reason(), v1::ERROR_REASON_DRAINING);
    EXPECT_EQ(asked.state(), state);
  }

  // Kept to the end: their answers may come late.
  std::deque<AskedCreate> asked_;
  FakeLoop loop_;
  WritingFixture vendor_;
  FakeLedger ledger_;
  EngineOptions options_;
};

TEST_F(CreateCallTest, PlansThenSendsOnceAndAnswers) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  AnswerWith("b1");
  ASSERT_TRUE(asked->ok()) << asked->answer.status();
  EXPECT_EQ(asked->id(), "b1");
  EXPECT_FALSE(asked->answer->replayed);
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create"));
  EXPECT_EQ(vendor_.sent.request(1).body, "plan of this");
}

TEST_F(CreateCallTest, TheIntentIsDurableBeforeTheVendorIsAsked) {
  ledger_.Hold();
  Create("r1");
  EXPECT_TRUE(Targets().empty());
  ledger_.Continue();
  loop_.RunUntilIdle();
  AnswerWith("");  // the plan
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create"));
}

TEST_F(CreateCallTest, TheMarkIsDurableBeforeTheRequestLeaves) {
  Create("r1");
  ledger_.Hold();
  AnswerWith("");
  EXPECT_THAT(Targets(), ElementsAre("/plan"));
  ledger_.Continue();
  loop_.RunUntilIdle();
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create"));
  EXPECT_LT(vendor_.sent.context(1).send_before, loop_.Now() + options_.write_times.lease);
}

TEST_F(CreateCallTest, ARepetitionIsAnsweredFromTheLedger) {
  Create("r1");
  AnswerWith("");
  AnswerWith("b1");
  const AskedCreate* const again = Create("r1");
  EXPECT_EQ(again->id(), "b1");
  EXPECT_TRUE(again->answer->replayed);
  EXPECT_EQ(vendor_.sent.size(), 2U);
}

TEST_F(CreateCallTest, AConcurrentRepetitionIsTurnedAway) {
  Create("r1");
  const AskedCreate* const second = Create("r1");
  EXPECT_EQ(second->reason(), v1::ERROR_REASON_REQUEST_IN_PROGRESS);
  EXPECT_EQ(second->answer.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(second->state(), "UNKNOWN");
  EXPECT_TRUE(RetryDelayOf(second->answer.status()).has_value());
  EXPECT_EQ(vendor_.sent.size(), 1U);
}

TEST_F(CreateCallTest, ARefusalIsToldAndTheIdCanBeUsedAgain) {
  const AskedCreate* const first = Create("r1");
  AnswerWith("");
  Answer(AnsweredWith(409));
  EXPECT_EQ(first->reason(), v1::ERROR_REASON_BOOKING_REFUSED);
  EXPECT_EQ(first->state(), "NOT_CREATED");
  const AskedCreate* const again = Create("r1");
  AnswerWith("");
  AnswerWith("b1");
  EXPECT_EQ(again->id(), "b1");
  EXPECT_EQ(HeaderOf(vendor_.sent.request(1), "Id"), HeaderOf(vendor_.sent.request(3), "Id"));
  EXPECT_NE(HeaderOf(vendor_.sent.request(1), "Attempt"),
            HeaderOf(vendor_.sent.request(3), "Attempt"));
}

TEST_F(CreateCallTest, WhatNeverLeftIsNotLookedFor) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Answer(NeverSent());
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
  EXPECT_EQ(asked->state(), "NOT_CREATED");
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create"));
}

TEST_F(CreateCallTest, ALostAnswerIsFoundAndAdopted) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Answer(AnswerLost());
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create", "/find"));
  AnswerWith("b1");
  EXPECT_EQ(asked->id(), "b1");
}

TEST_F(CreateCallTest, AServerErrorMayHaveBooked) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Answer(AnsweredWith(500));
  AnswerWith("b1");
  EXPECT_EQ(asked->id(), "b1");
}

TEST_F(CreateCallTest, IsSentAgainOnlyAfterTheSettleTime) {
  const absl::Time begun = loop_.Now();
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Answer(AnswerLost());
  AnswerWith("");  // nothing found yet
  for (int i = 0; i < 40 && Targets().back() == "/find"; ++i) {
    loop_.Advance(absl::Seconds(1));
    if (Targets().back() == "/find" && vendor_.sent.open() > 0) AnswerWith("");
  }
  EXPECT_GE(loop_.Now(), begun + vendor_.connection->settle_time);
  EXPECT_EQ(Targets().back(), "/create");
  EXPECT_EQ(HeaderOf(vendor_.sent.request(1), "Attempt"),
            HeaderOf(vendor_.sent.request(vendor_.sent.size() - 1), "Attempt"));
  AnswerWith("b1");
  EXPECT_EQ(asked->id(), "b1");
}

// The process may have been stopped, or the answer on its way, while the vendor began to show it.
TEST_F(CreateCallTest, ALookThatBeganWithinTheSettleTimeDoesNotShowThatNothingWasMade) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Answer(AnswerLost());
  loop_.Advance(vendor_.connection->settle_time + absl::Seconds(1));
  AnswerWith("");  // what was so when it was asked
  loop_.Advance(absl::Seconds(1));
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create", "/find", "/find"));
  AnswerWith("b1");
  EXPECT_EQ(asked->id(), "b1");
}

TEST_F(CreateCallTest, DeduplicatingVendorsAreAskedAgainAtOnce) {
  vendor_.vendor->guarantee.trace = CreateGuarantee::Trace::kDeduplicated;
  Create("r1");
  AnswerWith("");
  Answer(AnswerLost());
  AnswerWith("");  // not found
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create", "/find", "/create"));
}

TEST_F(CreateCallTest, SeveralCandidatesAreNeverGuessed) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Answer(AnswerLost());
  AnswerWith("b1,b2");
  EXPECT_EQ(asked->answer.status().code(), absl::StatusCode::kUnknown);
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_OUTCOME_UNKNOWN);
  EXPECT_EQ(asked->state(), "UNKNOWN");
}

TEST_F(CreateCallTest, ABookingIsAdoptedByOneRequestOnly) {
  Create("r1");
  AnswerWith("");
  AnswerWith("b1");
  const AskedCreate* const second = Create("r2");
  AnswerWith("");
  Answer(AnswerLost());
  AnswerWith("b1,b2");
  EXPECT_EQ(second->id(), "b2");
}

TEST_F(CreateCallTest, WhatLooksAlikeIsMadeOneAfterTheOther) {
  vendor_.vendor->rivalry = "same service, start and customer";
  const AskedCreate* const first = Create("r1");
  AnswerWith("");
  Create("r2");
  AnswerWith("");  // r2's plan; r1's creation is under way
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create", "/plan"));
  vendor_.sent.Answer(1, Response(200, "b1"));
  loop_.RunUntilIdle();
  loop_.Advance(absl::Seconds(1));
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create", "/plan", "/create"));
  EXPECT_EQ(first->id(), "b1");
}

TEST_F(CreateCallTest, ARivalThatStaysEndsInATemporaryFailure) {
  vendor_.vendor->rivalry = "same";
  Create("r1");
  AnswerWith("");
  const AskedCreate* const second = Create("r2", absl::Seconds(5));
  AnswerWith("");
  loop_.Advance(absl::Seconds(6));
  EXPECT_EQ(second->reason(), v1::ERROR_REASON_REQUEST_IN_PROGRESS);
  EXPECT_EQ(second->state(), "NOT_CREATED");
}

TEST_F(CreateCallTest, AfterACrashBeforeSendingTheNextCallBeginsAnew) {
  Create("r1");
  Crash();
  const AskedCreate* const again = Create("r1");
  AnswerWith("");
  AnswerWith("b1");
  EXPECT_EQ(again->id(), "b1");
}

TEST_F(CreateCallTest, AfterACrashWhileSendingTheNextCallLooksFirst) {
  Create("r1");
  AnswerWith("");
  Crash();
  const AskedCreate* const again = Create("r1");
  EXPECT_EQ(Targets().back(), "/find");
  AnswerWith("b1");
  EXPECT_EQ(again->id(), "b1");
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create", "/find"));
}

TEST_F(CreateCallTest, AReplacedProcessSendsNothing) {
  const AskedCreate* const first = Create("r1");
  ledger_.Hold();  // its mark is on the way when it is paused
  AnswerWith("");
  FakeLedgerStore& store = ledger_.store();
  loop_.Advance(absl::ZeroDuration());
  BeginWrite other;
  other.key = {"caller", kWritingConnection, "CreateBooking", "r1"};
  other.fingerprint = "what is asked";
  other.lease = absl::Seconds(15);
  loop_.Advance(absl::Seconds(20));
  ASSERT_TRUE(store.Begin(other).ok());
  ledger_.Continue();
  loop_.RunUntilIdle();
  EXPECT_THAT(Targets(), ElementsAre("/plan"));
  EXPECT_EQ(first->state(), "UNKNOWN");
}

TEST_F(CreateCallTest, TheCallersDeadlineLeavesTheWriteToBeFollowedUp) {
  const AskedCreate* const asked = Create("r1", absl::Seconds(2));
  AnswerWith("");
  loop_.Advance(absl::Seconds(3));
  EXPECT_EQ(asked->answer.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(asked->state(), "UNKNOWN");
  AnswerWith("b1");  // the vendor answers late
  const AskedCreate* const again = Create("r1");
  EXPECT_EQ(again->id(), "b1");
  EXPECT_TRUE(again->answer->replayed);
  EXPECT_EQ(asked->answers, 1);
}

TEST_F(CreateCallTest, ACallerWhoLeavesBeforeSendingLeavesNothing) {
  const AskedCreate* const asked = Create("r1");
  asked->call->Cancel();
  loop_.RunUntilIdle();
  EXPECT_EQ(asked->state(), "NOT_CREATED");
  EXPECT_TRUE(vendor_.sent.cancelled(0));
}

TEST_F(CreateCallTest, WithoutTheLedgerNothingIsSent) {
  ledger_.RefuseNext(1);
  const AskedCreate* const asked = Create("r1");
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_LEDGER_UNAVAILABLE);
  EXPECT_EQ(asked->answer.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(Targets().empty());
}

TEST_F(CreateCallTest, AMarkWhoseAnswerIsLostSendsNothing) {
  const AskedCreate* const asked = Create("r1");
  ledger_.LoseNext(1);
  AnswerWith("");
  EXPECT_THAT(Targets(), ElementsAre("/plan"));
  EXPECT_EQ(asked->state(), "NOT_CREATED");
}

TEST_F(CreateCallTest, AResultThatCannotBeWrittenIsTriedAgain) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  ledger_.RefuseNext(2);
  AnswerWith("b1");
  EXPECT_EQ(asked->answers, 0);
  loop_.Advance(absl::Seconds(2));
  EXPECT_EQ(asked->id(), "b1");
}

TEST_F(CreateCallTest, AnUnreadableYesIsNeverSentAgain) {
  const AskedCreate* const asked = Create("r1", absl::Seconds(30));
  AnswerWith("");
  AnswerWith("");  // 200 without an id
  for (int i = 0; i < 40 && asked->answers == 0; ++i) {
    if (vendor_.sent.open() > 0) AnswerWith("");
    loop_.Advance(absl::Seconds(1));
  }
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_OUTCOME_UNKNOWN);
  const std::vector<std::string> targets = Targets();
  EXPECT_EQ(std::count(targets.begin(), targets.end(), "/create"), 1);
}

TEST_F(CreateCallTest, ARefusalOfARepetitionMayBeTheFirstOnesSuccess) {
  vendor_.vendor->guarantee.trace = CreateGuarantee::Trace::kDeduplicated;
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Answer(AnswerLost());
  AnswerWith("");  // not found yet: sent again
  Answer(AnsweredWith(409));
  AnswerWith("b1");  // looked for once more
  EXPECT_EQ(asked->id(), "b1");
}

TEST_F(CreateCallTest, WhatIsFoundIsCompleted) {
  vendor_.vendor->completes = true;
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Answer(AnswerLost());
  AnswerWith("b1");
  EXPECT_EQ(Targets().back(), "/complete");
  AnswerWith("");
  EXPECT_EQ(asked->id(), "b1");
}

TEST_F(CreateCallTest, AThrottledCompletionIsTriedAgain) {
  vendor_.vendor->completes = true;
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Answer(AnswerLost());
  AnswerWith("b1");
  Answer(AnsweredWith(429));  // the booking is there: this is no refusal of it
  EXPECT_EQ(asked->answers, 0);
  loop_.Advance(absl::Seconds(1));
  AnswerWith("b1");
  AnswerWith("");
  EXPECT_EQ(asked->id(), "b1");
}

TEST_F(CreateCallTest, WhatCannotBeLookedForSaysWhy) {
  const AskedCreate* const asked = Create("r1", absl::Seconds(30));
  AnswerWith("");
  Answer(AnswerLost());
  for (int i = 0; i < 40 && asked->answers == 0; ++i) {
    if (vendor_.sent.open() > 0) Answer(AnsweredWith(503));
    loop_.Advance(absl::Seconds(1));
  }
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_OUTCOME_UNKNOWN);
  EXPECT_EQ(asked->cause(), "VENDOR_UNAVAILABLE");
}

// Between two looks, the second process need not wait for the first one's lease.
TEST_F(CreateCallTest, ADrainingProcessLeavesWhatOnlyWaitsToTheNext) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Answer(AnswerLost());
  AnswerWith("");  // nothing found yet
  EXPECT_EQ(asked->answers, 0);
  Drain();
  ExpectLeft(*asked, "UNKNOWN");
  const AskedCreate* const again = Create("r1");
  EXPECT_EQ(Targets().back(), "/find");
  AnswerWith("b1");
  EXPECT_EQ(again->id(), "b1");
}

TEST_F(CreateCallTest, WhatWouldComeToWaitInADrainingProcessIsLeftToo) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Drain();
  Answer(AnswerLost());
  EXPECT_EQ(asked->answers, 0);
  AnswerWith("");  // nothing found yet
  ExpectLeft(*asked, "UNKNOWN");
}

TEST_F(CreateCallTest, ADrainingProcessEndsWhatIsUnderWay) {
  const AskedCreate* const asked = Create("r1");
  Drain();
  AnswerWith("");
  AnswerWith("b1");
  EXPECT_EQ(asked->id(), "b1");
}

TEST_F(CreateCallTest, WhatIsSentWhenTheDrainEndsIsLeftToTheNext) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  Drain(absl::Seconds(3));
  loop_.Advance(absl::Seconds(3));
  ExpectLeft(*asked, "UNKNOWN");
  EXPECT_TRUE(vendor_.sent.cancelled(1));
  const AskedCreate* const again = Create("r1");
  EXPECT_EQ(Targets().back(), "/find");
  AnswerWith("b1");
  EXPECT_EQ(again->id(), "b1");
}

TEST_F(CreateCallTest, WhatIsNotSentWhenTheDrainEndsIsNotMade) {
  const AskedCreate* const asked = Create("r1");
  Drain(absl::Seconds(3));
  loop_.Advance(absl::Seconds(3));
  ExpectLeft(*asked, "NOT_CREATED");
  EXPECT_TRUE(vendor_.sent.cancelled(0));
  Create("r1");
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/plan"));
}

TEST_F(CreateCallTest, ADrainThatEndsWhileTheLedgerIsAskedAnswersTheCaller) {
  ledger_.Hold();
  const AskedCreate* const asked = Create("r1");
  Drain(absl::Seconds(3));
  loop_.Advance(absl::Seconds(3));
  ExpectLeft(*asked, "UNKNOWN");
  ledger_.Continue();
  loop_.RunUntilIdle();
  Create("r1");  // the entry was released
  EXPECT_THAT(Targets(), ElementsAre("/plan"));
}

TEST_F(CreateCallTest, ADrainingProcessDoesNotWaitForALookAlike) {
  vendor_.vendor->rivalry = "same";
  Create("r1");
  AnswerWith("");
  const AskedCreate* const second = Create("r2");
  AnswerWith("");
  EXPECT_EQ(second->answers, 0);
  Drain();
  ExpectLeft(*second, "NOT_CREATED");
  EXPECT_THAT(Targets(), ElementsAre("/plan", "/create", "/plan"));
}

TEST_F(CreateCallTest, ADrainingProcessStillWritesResultsDown) {
  const AskedCreate* const asked = Create("r1");
  AnswerWith("");
  ledger_.RefuseNext(1);
  AnswerWith("b1");
  Drain();
  EXPECT_EQ(asked->answers, 0);
  loop_.Advance(absl::Seconds(1));
  EXPECT_EQ(asked->id(), "b1");
}

TEST_F(CreateCallTest, ADrainingProcessLeavesWhatNobodyWaitsFor) {
  const AskedCreate* const asked = Create("r1", absl::Seconds(2));
  AnswerWith("");
  Answer(AnswerLost());
  loop_.Advance(absl::Seconds(3));  // the caller has gone
  AnswerWith("");                   // nothing found yet
  ASSERT_EQ(asked->answers, 1);
  Drain();
  Create("r1");
  EXPECT_EQ(Targets().back(), "/find");
}

TEST_F(CreateCallTest, RecoveryAdoptsButNeverSends) {
  Create("r1");
  AnswerWith("");
  Crash();
  auto entries = ledger_.store().TakeAbandoned(absl::ZeroDuration(), absl::Seconds(15), 10);
  ASSERT_TRUE(entries.ok());
  ASSERT_EQ(entries->size(), 1U);
  auto recovery = std::make_shared<CreateCall>(
      WriteOrder(), CreateInput(), CreateMode::kOnlyResolve, vendor_.connection, options_);
  recovery->Resume(entries->front());
  loop_.RunUntilIdle();
  AnswerWith("");  // not found, and the settle time is over
  loop_.RunUntilIdle();
  const std::vector<std::string> targets = Targets();
  EXPECT_EQ(std::count(targets.begin(), targets.end(), "/create"), 1);
  EXPECT_EQ(targets.back(), "/find");
  Create("r1");  // begins anew, as the entry was released
  EXPECT_EQ(Targets().back(), "/plan");
}

}  // namespace
}  // namespace bookings
