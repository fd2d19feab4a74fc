// Errors as types, and the details that they come from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "bookings/client/result.h"
#include "src/status_details.h"

namespace bookings::client {
namespace {

constexpr std::string_view kReasonPrefix = "ERROR_REASON_";

std::string Printed(const Error& error) {
  std::ostringstream out;
  out << error;
  return out.str();
}

Error FullError() {
  return {.code = absl::StatusCode::kResourceExhausted,
          .message = "wait",
          .reason = Reason::kQuotaExhausted,
          .reason_text = "QUOTA_EXHAUSTED",
          .metadata = {{"connection", "tokyo"}, {"booking_state", "NOT_CREATED"}},
          .retry_delay = absl::Milliseconds(2500),
          .violations = {{"limit", "must not be negative"}, {"page_size", "must be small"}}};
}

TEST(ReasonTest, EachOfTheCatalogueIsAValueOfItsNumber) {
  const auto* catalogue = v1::ErrorReason_descriptor();
  for (int i = 0; i < catalogue->value_count(); ++i) {
    const auto& value = *catalogue->value(i);
    if (value.number() == v1::ERROR_REASON_UNSPECIFIED) continue;
    const std::string name = value.name().substr(kReasonPrefix.size());
    EXPECT_EQ(static_cast<int>(ReasonOf(name)), value.number()) << name;
    EXPECT_EQ(NameOf(static_cast<Reason>(value.number())), name);
  }
}

TEST(ReasonTest, WhatIsNotInTheCatalogue) {
  EXPECT_EQ(ReasonOf(""), Reason::kNone);
  EXPECT_EQ(ReasonOf("MOON_IS_FULL"), Reason::kUnknown);
  EXPECT_EQ(ReasonOf("UNSPECIFIED"), Reason::kUnknown);
  for (const Reason reason :
       {Reason::kNone, Reason::kUnknown, Reason::kSourcesFailed, Reason::kIncomplete}) {
    EXPECT_EQ(NameOf(reason), "");
  }
}

TEST(StatusDetailsTest, ComeBackAsTheyWere) {
  const Error sent = FullError();
  const Error error = internal::ErrorOf(internal::StatusOf(sent));
  EXPECT_EQ(error.code, sent.code);
  EXPECT_EQ(error.message, sent.message);
  EXPECT_EQ(error.reason, sent.reason);
  EXPECT_EQ(error.reason_text, sent.reason_text);
  EXPECT_EQ(error.metadata, sent.metadata);
  EXPECT_EQ(error.retry_delay, sent.retry_delay);
  ASSERT_EQ(error.violations.size(), 2U);
  EXPECT_EQ(error.violations[1].field, "page_size");
  EXPECT_EQ(error.violations[1].description, "must be small");
  EXPECT_EQ(error.booking_state(), "NOT_CREATED");
}

// Bytes written down, so that a mistake made both ways is found.
TEST(StatusDetailsTest, AreReadByTheirNumbersOnTheWire) {
  const std::string details =
      "\x08\x01\x1a\x3e\x0a\x28type.googleapis.com/google.rpc.ErrorInfo"
      "\x12\x12\x0a\x01R\x12\x01"
      "D\x1a\x0a\x0a\x03key\x12\x03val";
  const Error error = internal::ErrorOf(grpc::Status(grpc::StatusCode::CANCELLED, "no", details));
  EXPECT_EQ(error.reason_text, "R");
  EXPECT_EQ(error.reason, Reason::kUnknown);
  EXPECT_EQ(error.metadata, (std::map<std::string, std::string>{{"key", "val"}}));
  EXPECT_FALSE(error.retry_delay);
}

TEST(StatusDetailsTest, WithoutThemTheCodeIsWhatThereIs) {
  const Error error = internal::ErrorOf(grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no"));
  EXPECT_EQ(error.code, absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(error.reason, Reason::kNone);
  EXPECT_EQ(error.message, "no");
  EXPECT_TRUE(internal::StatusOf(error).error_details().empty());
}

TEST(StatusDetailsTest, WhoGaveUpByItselfHasAReason) {
  EXPECT_EQ(internal::ErrorOf(grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "")).reason,
            Reason::kDeadlineExceeded);
  EXPECT_EQ(internal::ErrorOf(grpc::Status(grpc::StatusCode::CANCELLED, "")).reason,
            Reason::kCancelled);
}

TEST(StatusDetailsTest, WhateverComesIsAnError) {
  const std::string whole = internal::StatusOf(FullError()).error_details();
  std::mt19937 chance(1);  // NOLINT(cert-msc*): the same each time
  const auto below = [&chance](size_t bound) { return chance() % bound; };
  for (int i = 0; i < 5000; ++i) {
    std::string broken = whole.substr(0, below(whole.size() + 1));
    for (size_t changes = below(3); changes > 0 && !broken.empty(); --changes) {
      broken[below(broken.size())] = static_cast<char>(below(256));
    }
    const Error error =
        internal::ErrorOf(grpc::Status(grpc::StatusCode::INTERNAL, "broken", broken));
    EXPECT_EQ(error.code, absl::StatusCode::kInternal);
    EXPECT_EQ(error.message, "broken");
  }
}

TEST(ErrorTest, IsOneLine) {
  EXPECT_EQ(Printed(FullError()), "RESOURCE_EXHAUSTED / QUOTA_EXHAUSTED: wait");
  EXPECT_EQ(Printed({.code = absl::StatusCode::kUnavailable, .message = "gone"}),
            "UNAVAILABLE: gone");
  EXPECT_EQ(Printed({.code = absl::StatusCode::kUnavailable,
                     .message = "x",
                     .reason = Reason::kSourcesFailed}),
            "UNAVAILABLE / SOURCES_FAILED: x");
}

TEST(ErrorTest, IsAStatusForThoseWhoWantOne) {
  const absl::Status status = Result<int>(FullError()).status();
  EXPECT_EQ(status, absl::ResourceExhaustedError("QUOTA_EXHAUSTED: wait"));
  EXPECT_EQ(Result<int>(1).status(), absl::OkStatus());
}

TEST(ResultTest, IsAValueOrAnError) {
  Result<std::string> made(std::string("value"));
  EXPECT_TRUE(made.ok());
  EXPECT_EQ(*made, "value");
  EXPECT_EQ(made->size(), 5U);
  const std::string taken = *std::move(made);
  EXPECT_EQ(taken, "value");
  const Result<std::string> failed(FullError());
  EXPECT_FALSE(failed);
  EXPECT_EQ(failed.error().reason, Reason::kQuotaExhausted);
}

TEST(ResultDeathTest, AFailureDoesNotPassForAValue) {
  const Result<std::string> failed(FullError());
  EXPECT_DEATH((void)*failed, "QUOTA_EXHAUSTED: wait");
  EXPECT_DEATH((void)failed->size(), "QUOTA_EXHAUSTED: wait");
  EXPECT_DEATH((void)Result<int>(1).error(), "succeeded");
}

}  // namespace
}  // namespace bookings::client
