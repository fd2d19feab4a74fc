// Cancelling bookings at OptimoCMS and moving their status, without a Get.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/optimocms/optimocms_write_fixture.h"

namespace bookings::optimocms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

CancelInput Cancellation() {
  CancelInput input;
  input.vendor_id = "bk/0031";
  return input;
}

Played<Written> Cancel(const HttpResponse& answer, const CancelInput& input = Cancellation()) {
  const auto site = Site();
  return PlayAnswers(*site, site->Cancel(input, Identity()), {answer});
}

UpdateStatusInput Move(v1::BookingStatus status) {
  UpdateStatusInput input;
  input.vendor_id = "bk_0031";
  input.request.set_status(status);
  return input;
}

TEST(OptimocmsCancel, SetsTheStatusAndDeletesNothing) {
  const auto played = Cancel(One({.status = "cancelled"}));
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(1));
  const HttpRequest& request = played.requests[0];
  EXPECT_EQ(request.method, HttpMethod::kPatch);
  EXPECT_EQ(request.target, "/v1/sites/site_demo/booking/bookings/bk%2F0031/status");
  EXPECT_EQ(request.body, R"({"status":"cancelled"})");
  ASSERT_THAT(request.headers, SizeIs(1));
  EXPECT_EQ(request.headers[0].value, "application/json");
  EXPECT_EQ(request.purpose, Purpose::kChangeBooking);
  EXPECT_EQ(request.effect, Effect::kWrites);
  // The same status again changes nothing.
  EXPECT_EQ(request.replay, ReplaySafety::kSafe);
  EXPECT_EQ(played.answer->booking.status(), v1::BOOKING_STATUS_CANCELLED);
  EXPECT_EQ(played.answer->booking.customers(0).email(), "ada@example.com");
  EXPECT_FALSE(played.answer->unchanged);
}

TEST(OptimocmsStatus, IsSetByItsWord) {
  struct Case {
    v1::BookingStatus status;
    const char* word;
  };
  for (const Case& move : {Case{v1::BOOKING_STATUS_CONFIRMED, "confirmed"},
                           {v1::BOOKING_STATUS_COMPLETED, "completed"},
                           {v1::BOOKING_STATUS_NO_SHOW, "no_show"}}) {
    const auto site = Site();
    const UpdateStatusInput input = Move(move.status);
    EXPECT_THAT(site->CheckUpdateStatus(input).unsupported, IsEmpty());
    const auto played =
        PlayAnswers(*site, site->UpdateStatus(input, Identity()), {One({.status = move.word})});
    ASSERT_TRUE(played.answer.ok()) << played.answer.status();
    EXPECT_EQ(played.requests.at(0).body, R"({"status":")" + std::string(move.word) + R"("})");
    EXPECT_EQ(played.answer->booking.status(), move.status);
  }
}

TEST(OptimocmsStatus, ThatTheVendorHasNoMoveToIsNamed) {
  const auto site = Site();
  for (const v1::BookingStatus status :
       {v1::BOOKING_STATUS_DECLINED, v1::BOOKING_STATUS_PENDING, v1::BOOKING_STATUS_CANCELLED}) {
    EXPECT_THAT(PathsOf(site->CheckUpdateStatus(Move(status)).unsupported), ElementsAre("status"));
    EXPECT_EQ(ReasonOf(Play(site->UpdateStatus(Move(status), Identity()), {}).answer.status()),
              v1::ERROR_REASON_INVALID_REQUEST);
  }
}

TEST(OptimocmsTraps, AnEtagCannotBeCheckedWithoutAGetNorMessagesSuppressed) {
  CancelInput cancel = Cancellation();
  cancel.request.set_etag("e");
  cancel.request.set_reason("ill");
  cancel.request.set_notification(v1::NOTIFICATION_DO_NOT_NOTIFY);
  const auto site = Site();
  EXPECT_THAT(
      PathsOf(AllProblems(*site, v1::OPERATION_CANCEL_BOOKING, cancel, &Connector::CheckCancel)
                  .unsupported),
      UnorderedElementsAre("etag", "notification", "reason"));
  UpdateStatusInput move = Move(v1::BOOKING_STATUS_CONFIRMED);
  move.request.set_etag("e");
  move.request.set_notification(v1::NOTIFICATION_DO_NOT_NOTIFY);
  EXPECT_THAT(PathsOf(AllProblems(*site, v1::OPERATION_UPDATE_BOOKING_STATUS, move,
                                  &Connector::CheckUpdateStatus)
                          .unsupported),
              UnorderedElementsAre("etag", "notification"));
  move.request.clear_etag();
  move.request.set_notification(v1::NOTIFICATION_NOTIFY);
  EXPECT_THAT(
      AllProblems(*site, v1::OPERATION_UPDATE_BOOKING_STATUS, move, &Connector::CheckUpdateStatus)
          .unsupported,
      IsEmpty());
}

// What follows on a refusal of the status.
Played<Written> CancelRefused(const std::vector<HttpResponse>& lists) {
  const auto site = Site();
  std::vector<HttpResponse> answers = {Refusal(409, "CONFLICT")};
  answers.insert(answers.end(), lists.begin(), lists.end());
  return PlayAnswers(*site, site->Cancel(Cancellation(), Identity()), answers);
}

// Such as confirmed to cancelled, which one page of the vendor does not list.
TEST(OptimocmsTraps, AMoveThatTheVendorForbidsIsRefused) {
  const auto played = CancelRefused({Listed({{.id = "other", .status = "cancelled"}}, R"("c")"),
                                     Listed({{.id = "bk/0031", .status = "confirmed"}})});
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_BOOKING_REFUSED);
  ASSERT_THAT(played.requests, SizeIs(3));
  EXPECT_EQ(played.requests[1].target,
            "/v1/sites/site_demo/booking/bookings?limit=100&status=cancelled");
  EXPECT_EQ(played.requests[2].target,
            "/v1/sites/site_demo/booking/bookings?limit=100&status=cancelled&cursor=c");
  EXPECT_EQ(played.requests[1].effect, Effect::kReads);
}

TEST(OptimocmsAssumed, ARefusalThatEchoesAnEarlierRequestIsNoFailure) {
  const auto played = CancelRefused({Listed({{.id = "bk/0031", .status = "cancelled"}})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_TRUE(played.answer->unchanged);
  EXPECT_EQ(played.answer->booking.vendor_id(), "bk/0031");
}

TEST(OptimocmsCancel, ARefusalThatCannotBeToldFromAnEchoIsNoRefusal) {
  const std::vector<HttpResponse> pages(11, Listed({{}}, R"("c")"));
  const auto played = CancelRefused(pages);
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_SCAN_LIMIT_REACHED);
  EXPECT_THAT(played.requests, SizeIs(11));
  EXPECT_EQ(ReasonOf(CancelRefused({Refusal(500, "INTERNAL_ERROR")}).answer.status()),
            v1::ERROR_REASON_VENDOR_UNAVAILABLE);
}

TEST(OptimocmsCancel, RefusalsAreToldByTheirCode) {
  EXPECT_EQ(ReasonOf(Cancel(Refusal(404, "NOT_FOUND")).answer.status()),
            v1::ERROR_REASON_BOOKING_NOT_FOUND);
  EXPECT_EQ(ReasonOf(Cancel(Refusal(403, "FORBIDDEN")).answer.status()),
            v1::ERROR_REASON_VENDOR_PERMISSION_DENIED);
  EXPECT_EQ(ReasonOf(Cancel(Refusal(400, "VALIDATION_ERROR")).answer.status()),
            v1::ERROR_REASON_VENDOR_REQUEST_REFUSED);
  EXPECT_EQ(ReasonOf(Cancel(Answer(200, "{}")).answer.status()),
            v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
  CancelInput input = Cancellation();
  input.vendor_id = "..";
  const auto played = Cancel(One(), input);
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_BOOKING_NOT_FOUND);
  EXPECT_THAT(played.requests, IsEmpty());
}

TEST(OptimocmsChange, MovesInTimeAndEditsDoNotExist) {
  const auto site = Site();
  for (const v1::Operation operation :
       {v1::OPERATION_RESCHEDULE_BOOKING, v1::OPERATION_UPDATE_BOOKING}) {
    EXPECT_EQ(FindOperation(site->capabilities(), operation)->support(), v1::SUPPORT_NONE);
  }
  EXPECT_EQ(ReasonOf(Play(site->Reschedule({}, Identity()), {}).answer.status()),
            v1::ERROR_REASON_OPERATION_UNSUPPORTED);
  EXPECT_EQ(ReasonOf(Play(site->Update({}, Identity()), {}).answer.status()),
            v1::ERROR_REASON_OPERATION_UNSUPPORTED);
}

}  // namespace
}  // namespace bookings::optimocms
