// Writes that aim at a state: they read before they ask, and an unclear outcome is cleared up by
// doing them again.
#include "service/engine/change_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "service/engine/write_recovery.h"
#include "tests/fakes/fake_ledger.h"
#include "tests/fakes/writing_connection.h"

namespace bookings {
namespace {

using testing::ElementsAre;

struct Asked {
  std::shared_ptr<WriteCall> call;
  int answers = 0;
  absl::StatusOr<WriteAnswer> answer = absl::UnknownError("nothing has arrived");

  bool ok() const { return answer.ok(); }
  v1::ErrorReason reason() const { return ReasonOf(answer.status()); }
  const internal::v1::WriteResult& result() const { return answer->result; }
};

class ChangeCallTest : public testing::Test {
 protected:
  ChangeCallTest() : vendor_(&loop_), ledger_([this] { return loop_.Now(); }) {
    EngineOptions options;
    options.ledger = &ledger_;
    options.identity_key = Secret("a key of the tests");
    engine_ = std::make_shared<Engine>(std::vector{vendor_.connection}, options);
  }
  void TearDown() override {
    vendor_.connection->writes.StopAll();
    loop_.RunUntilIdle();
  }

  template <typename Request>
  WriteRequest<Request> RequestOf(const std::string& id, const std::string& vendor_id) {
    WriteRequest<Request> request;
    request.connection = kWritingConnection;
    request.caller = "caller";
    request.request_id = id;
    request.fingerprint = "what is asked";
    request.deadline = loop_.Now() + absl::Seconds(30);
    request.input.vendor_id = vendor_id;
    request.input.request.set_name(BookingName(kWritingConnection, vendor_id));
    return request;
  }
  template <typename Request>
  Asked* Write(WriteRequest<Request> request) {
    Asked* const asked = &asked_.emplace_back();
    asked->call = engine_->Write(std::move(request), [asked](absl::StatusOr<WriteAnswer> answer) {
      ++asked->answers;
      asked->answer = std::move(answer);
    });
    loop_.RunUntilIdle();
    return asked;
  }
  Asked* Cancel(const std::string& id) {
    return Write(RequestOf<v1::CancelBookingRequest>(id, "b1"));
  }
  Asked* Replace(const std::string& id) {
    auto request = RequestOf<v1::RescheduleBookingRequest>(id, "b1");
    request.input.request.set_allow_replacement(true);
    return Write(std::move(request));
  }
  // Answers the latest request that waits.
  void Answer(absl::StatusOr<HttpResponse> response) {
    ASSERT_TRUE(vendor_.sent.AnswerLatest(std::move(response))) << "no request waits";
    loop_.RunUntilIdle();
  }
  void AnswerWith(const std::string& body) { Answer(Response(200, body)); }
  std::vector<std::string> Targets() const { return vendor_.sent.targets(); }
  void Crash() {
    vendor_.connection->writes.StopAll();
    loop_.RunUntilIdle();
    loop_.Advance(times_.lease * 2);
  }

  // Kept to the end: their answers may come late.
  std::deque<Asked> asked_;
  FakeLoop loop_;
  WritingFixture vendor_;
  FakeLedger ledger_;
  const WriteTimes times_;
  std::shared_ptr<Engine> engine_;
};

TEST_F(ChangeCallTest, ReadsThenAsks) {
  const Asked* const asked = Cancel("r1");
  AnswerWith("open");
  AnswerWith("");
  ASSERT_TRUE(asked->ok()) << asked->answer.status();
  EXPECT_FALSE(asked->result().unchanged());
  EXPECT_EQ(asked->result().booking().status(), v1::BOOKING_STATUS_CANCELLED);
  EXPECT_THAT(Targets(), ElementsAre("/get/b1", "/cancel/b1"));
}

TEST_F(ChangeCallTest, WhatHoldsAlreadyIsNotSent) {
  const Asked* const asked = Cancel("r1");
  AnswerWith("cancelled");
  ASSERT_TRUE(asked->ok());
  EXPECT_TRUE(asked->result().unchanged());
  EXPECT_THAT(Targets(), ElementsAre("/get/b1"));
}

TEST_F(ChangeCallTest, ARepetitionIsAnsweredAlike) {
  Cancel("r1");
  AnswerWith("open");
  AnswerWith("");
  const Asked* const again = Cancel("r1");
  ASSERT_TRUE(again->ok());
  EXPECT_TRUE(again->answer->replayed);
  EXPECT_FALSE(again->result().unchanged());
  EXPECT_EQ(vendor_.sent.size(), 2U);
}

TEST_F(ChangeCallTest, ALostAnswerIsClearedUpByReadingAgain) {
  const Asked* const asked = Cancel("r1");
  AnswerWith("open");
  Answer(AnswerLost());
  loop_.Advance(absl::Seconds(1));
  AnswerWith("cancelled");
  ASSERT_TRUE(asked->ok());
  EXPECT_FALSE(asked->result().unchanged()) << "this very call has cancelled it";
  EXPECT_THAT(Targets(), ElementsAre("/get/b1", "/cancel/b1", "/get/b1"));
}

TEST_F(ChangeCallTest, WhatWasNotDoneIsAskedForAgain) {
  const Asked* const asked = Cancel("r1");
  AnswerWith("open");
  Answer(AnsweredWith(502));
  loop_.Advance(absl::Seconds(1));
  AnswerWith("open");
  AnswerWith("");
  EXPECT_TRUE(asked->ok());
  EXPECT_EQ(vendor_.sent.size(), 4U);
}

TEST_F(ChangeCallTest, ARefusalIsToldAtOnce) {
  const Asked* const asked = Cancel("r1");
  AnswerWith("open");
  Answer(AnsweredWith(409));
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_BOOKING_REFUSED);
  const auto details = DetailsOf(asked->answer.status());
  EXPECT_EQ(details->metadata().count("booking_state"), 0U) << "only creations have that";
}

TEST_F(ChangeCallTest, AnUnreadableBookingLeavesTheIdFree) {
  const Asked* const asked = Cancel("r1");
  Answer(AnswerLost());  // the read
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
  const Asked* const again = Cancel("r1");
  AnswerWith("open");
  AnswerWith("");
  EXPECT_TRUE(again->ok());
}

TEST_F(ChangeCallTest, WhatStaysUnclearIsToldAsUnknown) {
  const Asked* const asked = Cancel("r1");
  AnswerWith("open");
  Answer(AnswerLost());
  for (int i = 0; i < 60 && asked->answers == 0; ++i) {
    if (vendor_.sent.open() > 0) Answer(AnswerLost());
    loop_.Advance(absl::Seconds(1));
  }
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_OUTCOME_UNKNOWN);
}

TEST_F(ChangeCallTest, ADrainingProcessLeavesAnUnclearChangeToTheNext) {
  const Asked* const asked = Cancel("r1");
  AnswerWith("open");
  vendor_.connection->writes.Drain(loop_, loop_.Now() + absl::Seconds(10));
  Answer(AnswerLost());
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_DRAINING);
  const Asked* const again = Cancel("r1");
  AnswerWith("cancelled");
  ASSERT_TRUE(again->ok()) << again->answer.status();
  EXPECT_FALSE(again->result().unchanged());
}

// Its parts are entries of their own, and are left with it.
TEST_F(ChangeCallTest, ADrainingProcessLeavesAReplacementToTheNext) {
  const Asked* const asked = Replace("r1");
  AnswerWith("open");  // the old booking
  AnswerWith("");      // plan
  vendor_.connection->writes.Drain(loop_, loop_.Now() + absl::Seconds(3));
  loop_.Advance(absl::Seconds(3));
  EXPECT_EQ(asked->answers, 1);
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_DRAINING);
  const Asked* const again = Replace("r1");
  AnswerWith("open");  // the old booking
  EXPECT_EQ(Targets().back(), "/find");
  AnswerWith("b2");
  AnswerWith("open");
  AnswerWith("");
  ASSERT_TRUE(again->ok()) << again->answer.status();
  EXPECT_EQ(again->result().booking().vendor_id(), "b2");
}

TEST_F(ChangeCallTest, AfterACrashTheNextCallGoesOn) {
  Cancel("r1");
  AnswerWith("open");
  Crash();
  const Asked* const again = Cancel("r1");
  AnswerWith("cancelled");
  ASSERT_TRUE(again->ok());
  EXPECT_FALSE(again->result().unchanged());
}

TEST_F(ChangeCallTest, AReplacementBooksTheNewThenCancelsTheOld) {
  const Asked* const asked = Replace("r1");
  AnswerWith("open");  // the old booking
  AnswerWith("");      // plan
  AnswerWith("b2");    // created
  AnswerWith("open");  // the old one is read before it is cancelled
  AnswerWith("");
  ASSERT_TRUE(asked->ok()) << asked->answer.status();
  EXPECT_EQ(asked->result().booking().vendor_id(), "b2");
  EXPECT_EQ(asked->result().replaced_booking(), "connections/one/bookings/b1");
  EXPECT_THAT(Targets(), ElementsAre("/get/b1", "/plan", "/create", "/get/b1", "/cancel/b1"));
}

TEST_F(ChangeCallTest, AReplacementThatCannotBookLeavesTheOldAlone) {
  const Asked* const asked = Replace("r1");
  AnswerWith("open");
  AnswerWith("");
  Answer(AnsweredWith(409));
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_BOOKING_REFUSED);
  EXPECT_THAT(Targets(), ElementsAre("/get/b1", "/plan", "/create"));
}

TEST_F(ChangeCallTest, AReplacementThatCannotCancelTakesTheNewBack) {
  const Asked* const asked = Replace("r1");
  AnswerWith("open");
  AnswerWith("");
  AnswerWith("b2");
  AnswerWith("open");
  Answer(AnsweredWith(409));  // the old one may not be cancelled
  AnswerWith("open");
  AnswerWith("");
  EXPECT_EQ(Targets().back(), "/cancel/b2");
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_BOOKING_REFUSED);
  const Asked* const again = Replace("r1");
  EXPECT_EQ(again->reason(), v1::ERROR_REASON_BOOKING_REFUSED) << "the id is used up";
  EXPECT_EQ(Targets().back(), "/cancel/b2");
}

TEST_F(ChangeCallTest, ACancelledBookingIsNotReplaced) {
  const Asked* const asked = Replace("r1");
  AnswerWith("cancelled");
  EXPECT_EQ(asked->reason(), v1::ERROR_REASON_BOOKING_REFUSED);
  EXPECT_EQ(vendor_.sent.size(), 1U);
}

TEST_F(ChangeCallTest, AReplacementIsFinishedAfterACrash) {
  Replace("r1");
  AnswerWith("open");
  AnswerWith("");
  AnswerWith("b2");
  EXPECT_EQ(Targets().back(), "/get/b1");
  Crash();
  const Asked* const again = Replace("r1");
  AnswerWith("open");  // the old booking
  AnswerWith("open");  // read again before it is cancelled: the new one is known from the ledger
  AnswerWith("");
  ASSERT_TRUE(again->ok()) << again->answer.status();
  EXPECT_EQ(again->result().booking().vendor_id(), "b2");
  const std::vector<std::string> targets = Targets();
  EXPECT_EQ(std::count(targets.begin(), targets.end(), "/create"), 1);
}

TEST_F(ChangeCallTest, AReplacementIsFinishedWithoutItsCaller) {
  Replace("r1");
  AnswerWith("open");
  AnswerWith("");
  AnswerWith("b2");
  Crash();
  auto recovery = std::make_shared<WriteRecovery>([this] { return engine_; }, &ledger_, &loop_,
                                                  times_, absl::Hours(24));
  recovery->Start();
  loop_.RunUntilIdle();
  // The old booking, again before it is cancelled, and the cancellation; parts that are still
  // claimed are waited for.
  for (int i = 0; i < 10 && Targets().back() != "/cancel/b1"; ++i) {
    if (vendor_.sent.open() > 0) AnswerWith("open");
    loop_.Advance(times_.lease);
  }
  AnswerWith("");
  recovery->Stop();
  const Asked* const again = Replace("r1");
  ASSERT_TRUE(again->ok()) << again->answer.status();
  EXPECT_TRUE(again->answer->replayed);
  EXPECT_EQ(again->result().booking().vendor_id(), "b2");
}

TEST_F(ChangeCallTest, RecoveryFreesWhatWasNeverSentAndPrunesWhatIsOld) {
  Cancel("r1");
  Crash();  // before anything was sent
  Cancel("r2");
  AnswerWith("cancelled");
  loop_.Advance(absl::Hours(25));
  auto recovery = std::make_shared<WriteRecovery>([this] { return engine_; }, &ledger_, &loop_,
                                                  times_, absl::Hours(24));
  recovery->Start();
  loop_.RunUntilIdle();
  recovery->Stop();
  const size_t asked_before = vendor_.sent.size();
  Cancel("r2");
  EXPECT_EQ(vendor_.sent.size(), asked_before + 1) << "its result was kept long enough";
}

TEST_F(ChangeCallTest, WithoutALedgerNothingIsWritten) {
  Engine reading({vendor_.connection}, EngineOptions());
  absl::Status failure;
  reading.Write(RequestOf<v1::CancelBookingRequest>("r1", "b1"),
                [&failure](absl::StatusOr<WriteAnswer> answer) { failure = answer.status(); });
  loop_.RunUntilIdle();
  EXPECT_EQ(ReasonOf(failure), v1::ERROR_REASON_LEDGER_UNAVAILABLE);
  EXPECT_EQ(vendor_.sent.size(), 0U);
}

TEST_F(ChangeCallTest, SupportFollowsTheCapabilities) {
  const Connection& connection = *engine_->Find(kWritingConnection);
  EXPECT_TRUE(engine_->CheckSupport(connection, v1::OPERATION_CANCEL_BOOKING).ok());
  EXPECT_EQ(engine_->CheckSupport(connection, v1::OPERATION_UPDATE_BOOKING).code(),
            absl::StatusCode::kUnimplemented);
  v1::RescheduleBookingRequest move;
  EXPECT_EQ(engine_->CheckReschedule(connection, move).code(), absl::StatusCode::kUnimplemented);
  move.set_allow_replacement(true);
  EXPECT_TRUE(engine_->CheckReschedule(connection, move).ok());
}

}  // namespace
}  // namespace bookings
