// Answers other than 2xx become failures, with every form of Retry-After read.
#include "service/engine/explaining_sender.h"

#include <gtest/gtest.h>

#include <optional>

#include "connectors/api/failure.h"
#include "tests/fakes/fake_connector.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

class ExplainingSenderTest : public ::testing::Test {
 protected:
  absl::Status StatusFor(HttpResponse response, Purpose purpose = Purpose::kListBookings) {
    HttpRequest request;
    request.purpose = purpose;
    const auto exchange = sender_.Send(std::move(request), CallContext(), reply_.Done());
    sent_.Answer(sent_.size() - 1, std::move(response));
    return reply_.status();
  }
  std::optional<absl::Duration> DelayFor(std::vector<Header> headers) {
    return RetryDelayOf(StatusFor(Response(429, "", std::move(headers))));
  }
  std::string HttpDate(absl::Duration from_now) {
    return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", loop_.Now() + from_now,
                            absl::UTCTimeZone());
  }

  FakeLoop loop_;
  FakeConnector connector_;
  SentRequests sent_;
  ExplainingSender sender_{std::make_unique<FakeSender>(&sent_), &connector_, &loop_};
  Reply reply_;
};

TEST_F(ExplainingSenderTest, EverySuccessPassesThrough) {
  for (int status : {200, 201, 204, 206}) EXPECT_TRUE(StatusFor(Response(status)).ok()) << status;
}

TEST_F(ExplainingSenderTest, ARedirectIsAFailure) {
  EXPECT_EQ(ReasonOf(StatusFor(Response(302, "", {{"Location", "https://elsewhere.example"}}))),
            v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}

TEST_F(ExplainingSenderTest, TheConnectorKnowsWhatTheRequestWasFor) {
  EXPECT_EQ(ReasonOf(StatusFor(Response(404), Purpose::kGetBooking)),
            v1::ERROR_REASON_BOOKING_NOT_FOUND);
  EXPECT_EQ(ReasonOf(StatusFor(Response(404), Purpose::kListBookings)),
            v1::ERROR_REASON_VENDOR_RESOURCE_MISSING);
}

TEST_F(ExplainingSenderTest, AFailureOfTheWayPassesThrough) {
  const auto exchange = sender_.Send(HttpRequest(), CallContext(), reply_.Done());
  sent_.Answer(0, absl::UnavailableError("down"));
  EXPECT_EQ(reply_.status(), absl::UnavailableError("down"));
}

TEST_F(ExplainingSenderTest, RetryAfterInSeconds) {
  EXPECT_EQ(DelayFor({{"Retry-After", "7"}}), absl::Seconds(7));
  EXPECT_EQ(DelayFor({{"retry-after", "0"}}), absl::ZeroDuration());
}

TEST_F(ExplainingSenderTest, RetryAfterAsADateCountsFromTheAnswersOwnDate) {
  const std::string vendors_noon = "Fri, 20 Nov 2026 12:00:00 GMT";
  EXPECT_EQ(DelayFor({{"Date", vendors_noon}, {"Retry-After", "Fri, 20 Nov 2026 12:00:09 GMT"}}),
            absl::Seconds(9));
}

TEST_F(ExplainingSenderTest, RetryAfterAsADateCountsFromOurClockWhereTheAnswerHasNone) {
  EXPECT_EQ(DelayFor({{"Retry-After", HttpDate(absl::Seconds(42))}}), absl::Seconds(42));
}

TEST_F(ExplainingSenderTest, ADateThatIsOverMeansNow) {
  EXPECT_EQ(DelayFor({{"Retry-After", HttpDate(-absl::Seconds(42))}}), absl::ZeroDuration());
}

TEST_F(ExplainingSenderTest, WithoutAReadableRetryAfterThereIsNoDelay) {
  EXPECT_EQ(DelayFor({}), std::nullopt);
  for (const char* text : {"", "soon", "-5", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(DelayFor({{"Retry-After", text}}), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace bookings
