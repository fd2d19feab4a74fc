// What callers get to see of a failure.
#include "service/rpc/status_details.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "tests/unit/service/rpc/status_decoding.h"

namespace bookings {
namespace {

using internal::v1::BadRequest;
using internal::v1::ErrorInfo;
using internal::v1::RetryInfo;

TEST(StatusDetails, SuccessHasNoDetails) {
  const grpc::Status status = ToGrpcStatus(absl::OkStatus());
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(status.error_details(), "");
}

TEST(StatusDetails, FailureCarriesCodeMessageReasonAndMetadata) {
  const absl::Status failure = WithMetadata(
      MakeFailure(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND, "none"),
      "connection", "paris");
  const grpc::Status status = ToGrpcStatus(failure);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "none");
  EXPECT_EQ(DecodeStatus(status).code(), 5);
  EXPECT_EQ(DecodeStatus(status).message(), "none");
  const auto info = FindDetail<ErrorInfo>(status);
  EXPECT_EQ(info.reason(), "BOOKING_NOT_FOUND");
  EXPECT_EQ(info.domain(), "bookings.gateway");
  EXPECT_EQ(info.metadata().at("connection"), "paris");
}

TEST(StatusDetails, RetryDelayBecomesRetryInfo) {
  FailureDetails details;
  details.set_reason(v1::ERROR_REASON_VENDOR_RATE_LIMITED);
  details.mutable_retry_delay()->set_seconds(17);
  const grpc::Status status =
      ToGrpcStatus(MakeFailure(absl::StatusCode::kResourceExhausted, "later", details));
  EXPECT_EQ(FindDetail<RetryInfo>(status).retry_delay().seconds(), 17);
}

TEST(StatusDetails, ViolationsBecomeBadRequest) {
  const grpc::Status status =
      ToGrpcStatus(InvalidRequest({{"page_size", "is wrong"}, {"limit", "is too"}}));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DecodeReason(status), "INVALID_REQUEST");
  EXPECT_EQ(DecodeViolations(status), "page_size is wrong\nlimit is too\n");
}

TEST(StatusDetails, StatusesWithoutDetailsGetTheReasonOfTheirCode) {
  EXPECT_EQ(DecodeReason(ToGrpcStatus(absl::CancelledError("x"))), "CANCELLED");
  EXPECT_EQ(DecodeReason(ToGrpcStatus(absl::DeadlineExceededError("x"))), "DEADLINE_EXCEEDED");
  EXPECT_EQ(DecodeReason(ToGrpcStatus(absl::UnknownError("x"))), "INTERNAL");
}

TEST(StatusDetails, EveryReasonHasANameWithoutPrefix) {
  for (int reason = 1; reason < v1::ErrorReason_ARRAYSIZE; ++reason) {
    const std::string name = ReasonName(static_cast<v1::ErrorReason>(reason));
    EXPECT_FALSE(name.empty());
    EXPECT_NE(name.substr(0, 5), "ERROR") << name;
  }
}

TEST(StatusDetails, ManyViolationsStayWithinTheTrailerAndAreCounted) {
  Violations many;
  for (int i = 0; i < 500; ++i) {
    many.push_back({absl::StrCat("connections[", i, "]"), "must be a name"});
  }
  const grpc::Status status = ToGrpcStatus(InvalidRequest(many));
  EXPECT_LE(status.error_details().size(), kMaxDetailsBytes + 64);  // the types' names
  EXPECT_LE(status.error_message().size(), kMaxMessageBytes);
  const auto request = FindDetail<BadRequest>(status);
  const int shown = request.field_violations_size() - 1;
  EXPECT_GT(shown, 10);
  EXPECT_EQ(request.field_violations(shown).description(),
            absl::StrCat("and ", 500 - shown, " more"));
}

TEST(StatusDetails, LongMetadataIsCut) {
  const absl::Status failure =
      WithMetadata(absl::InternalError("x"), "vendor_code", std::string(10'000, 'x'));
  const auto info = FindDetail<ErrorInfo>(ToGrpcStatus(failure));
  EXPECT_EQ(info.metadata().at("vendor_code").size(), kMaxMetadataBytes);
}

TEST(RetryPushback, WhoWaitsForAnotherProcessComesAgainWhenItCanHaveEnded) {
  const absl::Status running = absl::AbortedError("running");
  const auto after = [&](absl::Duration delay, absl::Duration left) {
    return RetryPushbackOf(WithRetryDelay(running, delay), left);
  };
  EXPECT_EQ(after(absl::Milliseconds(1'700), absl::Seconds(60)), "1700");
  EXPECT_EQ(after(absl::Microseconds(1'699'001), absl::Seconds(60)), "1700");
  // It mostly ends before its lease, and is looked after now and then.
  EXPECT_EQ(after(absl::Seconds(15), absl::Seconds(60)), "5000");
  // The answer with its details is worth more than a deadline that passes.
  EXPECT_EQ(after(absl::Seconds(2), absl::Seconds(2)), "-1");
  EXPECT_EQ(after(absl::Seconds(15), absl::Seconds(4)), "-1");
}

TEST(RetryPushback, WhatIsToBeDecidedAnewIsNotRetriedAndAllElseAsTheClientLikes) {
  EXPECT_EQ(RetryPushbackOf(absl::AbortedError("another etag"), absl::Seconds(60)), "-1");
  EXPECT_EQ(RetryPushbackOf(absl::OkStatus(), absl::Seconds(60)), "");
  const absl::Status unavailable = absl::UnavailableError("gone");
  EXPECT_EQ(RetryPushbackOf(WithRetryDelay(unavailable, absl::Seconds(1)), absl::Seconds(60)), "");
}

TEST(CutText, NeverCutsWithinACharacter) {
  EXPECT_EQ(CutText("abc", 3), "abc");
  EXPECT_EQ(CutText("abc", 2), "ab");
  EXPECT_EQ(CutText("a\xC3\xA9z", 2), "a");
  EXPECT_EQ(CutText("\xE2\x82\xAC", 2), "");
}

}  // namespace
}  // namespace bookings
