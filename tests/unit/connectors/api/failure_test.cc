// Failures: their payload, what HTTP statuses mean, and every form of Retry-After.
#include "connectors/api/failure.h"

#include <gtest/gtest.h>

namespace bookings {
namespace {

TEST(Failure, CarriesItsDetails) {
  VendorRefusal refusal;
  refusal.http_status = 429;
  refusal.code = "RATE";
  refusal.request_id = "r-1";
  refusal.retry_after = absl::Seconds(7);
  const absl::Status status = ExplainHttpStatus(Purpose::kListBookings, refusal);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_VENDOR_RATE_LIMITED);
  EXPECT_EQ(RetryDelayOf(status), absl::Seconds(7));
  EXPECT_TRUE(IsTransient(status));
  const auto metadata = DetailsOf(WithMetadata(status, "attempts", "3"))->metadata();
  EXPECT_EQ(metadata.at("vendor_status_code"), "429");
  EXPECT_EQ(metadata.at("vendor_code"), "RATE");
  EXPECT_EQ(metadata.at("vendor_request_id"), "r-1");
  EXPECT_EQ(metadata.at("attempts"), "3");
}

TEST(Failure, OfAnotherMakerHasNoDetails) {
  EXPECT_EQ(DetailsOf(absl::InternalError("x")), std::nullopt);
  EXPECT_EQ(ReasonOf(absl::OkStatus()), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_FALSE(IsTransient(absl::UnavailableError("x")));
  EXPECT_TRUE(WithMetadata(absl::OkStatus(), "a", "b").ok());
}

TEST(InvalidRequest, NamesEveryViolation) {
  const absl::Status status =
      InvalidRequest({{"page_size", "must not be negative"}, {"limit", "too"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_EQ(DetailsOf(status)->violations_size(), 2);
  EXPECT_EQ(DetailsOf(status)->violations(1).field(), "limit");
  EXPECT_EQ(status.message(),
            "the request is not valid: page_size must not be negative; limit too");
}

struct Row {
  int http_status;
  absl::StatusCode code;
  ErrorReason reason;
};
class HttpStatuses : public testing::TestWithParam<Row> {};

TEST_P(HttpStatuses, HaveAWrittenMeaning) {
  VendorRefusal refusal;
  refusal.http_status = GetParam().http_status;
  const absl::Status status = ExplainHttpStatus(Purpose::kListBookings, refusal);
  EXPECT_EQ(status.code(), GetParam().code);
  EXPECT_EQ(ReasonOf(status), GetParam().reason);
}

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
INSTANTIATE_TEST_SUITE_P(
    All, HttpStatuses,
    testing::Values(
        Row{400, kPrecondition, v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
        Row{401, kPrecondition, v1::ERROR_REASON_VENDOR_AUTH_FAILED},
        Row{402, kPrecondition, v1::ERROR_REASON_VENDOR_PAYMENT_REQUIRED},
        Row{403, kPrecondition, v1::ERROR_REASON_VENDOR_PERMISSION_DENIED},
        Row{404, kPrecondition, v1::ERROR_REASON_VENDOR_RESOURCE_MISSING},
        Row{405, kPrecondition, v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
        Row{408, absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE},
        Row{409, kPrecondition, v1::ERROR_REASON_BOOKING_REFUSED},
        Row{422, kPrecondition, v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
        Row{429, absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_VENDOR_RATE_LIMITED},
        Row{500, absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE},
        Row{501, kPrecondition, v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
        Row{503, absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE},
        Row{302, absl::StatusCode::kInternal, v1::ERROR_REASON_VENDOR_RESPONSE_INVALID},
        Row{204, absl::StatusCode::kInternal, v1::ERROR_REASON_VENDOR_RESPONSE_INVALID},
        Row{999, absl::StatusCode::kInternal, v1::ERROR_REASON_VENDOR_RESPONSE_INVALID}));

TEST(HttpStatuses, A404OfOneBookingMeansThatBooking) {
  VendorRefusal refusal;
  refusal.http_status = 404;
  for (const Purpose purpose : {Purpose::kGetBooking, Purpose::kBookingDetails}) {
    const absl::Status status = ExplainHttpStatus(purpose, refusal);
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_BOOKING_NOT_FOUND);
  }
}

std::optional<absl::Duration> RetryAfter(std::vector<Header> headers) {
  HttpResponse response;
  response.headers = std::move(headers);
  return ReadRetryAfter(response);
}

TEST(RetryAfter, ReadsSecondsAndDates) {
  EXPECT_EQ(RetryAfter({{"retry-after", "120"}}), absl::Seconds(120));
  EXPECT_EQ(RetryAfter({{"Retry-After", "0"}}), absl::ZeroDuration());
  const Header date{"Date", "Fri, 20 Nov 2026 09:00:00 GMT"};
  EXPECT_EQ(RetryAfter({date, {"Retry-After", "Fri, 20 Nov 2026 09:01:30 GMT"}}),
            absl::Seconds(90));
  EXPECT_EQ(RetryAfter({date, {"Retry-After", "Fri, 20 Nov 2026 08:00:00 GMT"}}),
            absl::ZeroDuration());
}

TEST(RetryAfter, IsUnknownWhereItCannotBeRead) {
  EXPECT_EQ(RetryAfter({}), std::nullopt);
  for (const char* value : {"", "-1", "1.5", "soon", "99999999999999999999", "1 2"}) {
    EXPECT_EQ(RetryAfter({{"Retry-After", value}}), std::nullopt) << value;
  }
  EXPECT_EQ(RetryAfter({{"Retry-After", "Fri, 20 Nov 2026 09:01:30 GMT"}}), std::nullopt)
      << "without the answer's own date";
}

}  // namespace
}  // namespace bookings
