// Writes: made once, whatever becomes of the answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/clients/cpp/made_up.h"

namespace bookings::client {
namespace {

using testing::ElementsAre;

v1::CreateBookingRequest AtNoon() {
  v1::CreateBookingRequest request;
  request.set_connection("connections/tokyo");
  request.mutable_appointment()->set_service_id("haircut");
  request.mutable_appointment()->mutable_start_time()->set_seconds(43200);
  return request;
}

v1::CancelBookingRequest CancelNumbered(int number) {
  v1::CancelBookingRequest request;
  request.set_name(NumberedName(number));
  return request;
}

std::vector<std::string> IdsOf(const FakeGateway& gateway) {
  std::vector<std::string> ids;
  for (const Heard& heard : gateway.heard()) ids.push_back(heard.request_id);
  return ids;
}

class WritesTest : public testing::Test {
 protected:
  WritesTest() { AddNumbered(gateway_, 1); }

  size_t made() const { return gateway_.bookings().size() - 1; }

  FakeGateway gateway_;
};

TEST_F(WritesTest, EachCallHasAnIdOfItsOwn) {
  const Client client = gateway_.MakeClient();
  ASSERT_TRUE(client.CreateBooking(AtNoon()).ok());
  ASSERT_TRUE(client.CreateBooking(AtNoon()).ok());
  const std::vector<std::string> ids = IdsOf(gateway_);
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), 2U);
  EXPECT_EQ(made(), 2U);
}

TEST_F(WritesTest, TheAnswerIsLostAndTheBookingMadeOnce) {
  gateway_.Inject({.carried_out = true});
  gateway_.Inject({.error = {.code = absl::StatusCode::kCancelled}, .carried_out = true});
  const auto answer = gateway_.MakeClient().CreateBooking(AtNoon());
  ASSERT_TRUE(answer.ok()) << answer.error();
  EXPECT_TRUE(answer->replayed());
  EXPECT_EQ(answer->booking().start_time().seconds(), 43200);
  EXPECT_EQ(made(), 1U);
  const std::vector<std::string> ids = IdsOf(gateway_);
  EXPECT_THAT(ids, ElementsAre(ids[0], ids[0], ids[0]));
  EXPECT_NE(ids[0], "");
}

TEST_F(WritesTest, AnIdOfTheCallersIsKept) {
  v1::CreateBookingRequest request = AtNoon();
  request.set_request_id("mine");
  const Client client = gateway_.MakeClient();
  EXPECT_FALSE(client.CreateBooking(request)->replayed());
  EXPECT_TRUE(client.CreateBooking(request)->replayed());
  EXPECT_EQ(made(), 1U);
  EXPECT_THAT(IdsOf(gateway_), ElementsAre("mine", "mine"));
}

TEST_F(WritesTest, NoEndOfDoubt) {
  gateway_.Inject({});
  for (int i = 0; i < 2; ++i) {
    gateway_.Inject({.error = {.code = absl::StatusCode::kUnknown,
                               .reason = Reason::kOutcomeUnknown,
                               .metadata = {{"booking_state", "UNKNOWN"}}}});
  }
  const auto answer = gateway_.MakeClient({.retry = {.attempts = 3}}).CreateBooking(AtNoon());
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().reason, Reason::kOutcomeUnknown);
  EXPECT_EQ(answer.error().booking_state(), "UNKNOWN");
  const std::vector<std::string> ids = IdsOf(gateway_);
  EXPECT_THAT(ids, ElementsAre(answer.error().request_id, ids[0], ids[0]));
}

TEST_F(WritesTest, AnAttemptThatTakesTooLongIsAskedAbout) {
  gateway_.Inject({.carried_out = true, .silent = true});
  const auto answer = gateway_.MakeClient({.timeouts = {.write_attempt = absl::Milliseconds(50)}})
                          .CreateBooking(AtNoon());
  ASSERT_TRUE(answer.ok()) << answer.error();
  EXPECT_TRUE(answer->replayed());
  EXPECT_EQ(made(), 1U);
}

TEST_F(WritesTest, AChangeOfWhatHasChangedIsDecidedAnewByPeople) {
  v1::CancelBookingRequest request = CancelNumbered(0);
  request.set_etag("stale");
  const auto answer = gateway_.MakeClient().CancelBooking(request);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().reason, Reason::kEtagMismatch);
  EXPECT_EQ(gateway_.heard().size(), 1U);
}

TEST_F(WritesTest, Cancel) {
  gateway_.Inject({.carried_out = true});
  const Client client = gateway_.MakeClient();
  const auto first = client.CancelBooking(CancelNumbered(0));
  ASSERT_TRUE(first.ok()) << first.error();
  EXPECT_EQ(first->booking().status(), v1::BOOKING_STATUS_CANCELLED);
  EXPECT_FALSE(first->already_cancelled());
  EXPECT_TRUE(client.CancelBooking(CancelNumbered(0))->already_cancelled());
}

TEST_F(WritesTest, Reschedule) {
  v1::RescheduleBookingRequest request;
  request.set_name(NumberedName(0));
  request.mutable_appointment()->mutable_start_time()->set_seconds(77);
  const auto answer = gateway_.MakeClient().RescheduleBooking(request);
  ASSERT_TRUE(answer.ok()) << answer.error();
  EXPECT_EQ(answer->booking().start_time().seconds(), 77);
  EXPECT_EQ(gateway_.bookings()[0].start_time().seconds(), 77);
}

TEST_F(WritesTest, Update) {
  v1::UpdateBookingRequest request;
  request.mutable_booking()->set_name(NumberedName(0));
  request.mutable_booking()->set_title("Duet");
  request.mutable_update_mask()->add_paths("title");
  const auto answer = gateway_.MakeClient().UpdateBooking(request);
  ASSERT_TRUE(answer.ok()) << answer.error();
  EXPECT_EQ(gateway_.bookings()[0].title(), "Duet");
  EXPECT_EQ(gateway_.bookings()[0].status(), v1::BOOKING_STATUS_CONFIRMED);
}

TEST_F(WritesTest, UpdateStatus) {
  v1::UpdateBookingStatusRequest request;
  request.set_name(NumberedName(0));
  request.set_status(v1::BOOKING_STATUS_NO_SHOW);
  const Client client = gateway_.MakeClient();
  EXPECT_FALSE(client.UpdateBookingStatus(request)->unchanged());
  EXPECT_TRUE(client.UpdateBookingStatus(request)->unchanged());
}

}  // namespace
}  // namespace bookings::client
