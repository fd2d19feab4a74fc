// What an exchange's end says of a request that changes something.
#include "service/engine/write_fate.h"

#include <gtest/gtest.h>

#include "connectors/api/failure.h"
#include "tests/fakes/writing_connection.h"

namespace bookings {
namespace {

TEST(WriteFate, OfResponses) {
  EXPECT_EQ(FateOf(Response(200)), WriteFate::kAccepted);
  EXPECT_EQ(FateOf(Response(201)), WriteFate::kAccepted);
  EXPECT_EQ(FateOf(Response(422)), WriteFate::kUnclear) << "the connector is still to say";
}

TEST(WriteFate, OfFailures) {
  EXPECT_EQ(FateOf(NeverSent()), WriteFate::kNothing);
  EXPECT_EQ(FateOf(AnswerLost()), WriteFate::kUnclear);
  for (int status : {400, 401, 403, 404, 409, 422, 428, 429}) {
    EXPECT_EQ(FateOf(AnsweredWith(status)), WriteFate::kRefused) << status;
  }
  for (int status : {302, 408, 499, 500, 501, 502, 503, 504}) {
    EXPECT_EQ(FateOf(AnsweredWith(status)), WriteFate::kUnclear) << status;
  }
  EXPECT_EQ(FateOf(absl::UnavailableError("of unknown origin")), WriteFate::kUnclear);
}

TEST(WriteFate, WhatWasDoneStaysDone) {
  EXPECT_EQ(Later(WriteFate::kAccepted, WriteFate::kRefused), WriteFate::kAccepted);
  EXPECT_EQ(Later(WriteFate::kRefused, WriteFate::kUnclear), WriteFate::kUnclear);
  EXPECT_EQ(Later(WriteFate::kNothing, WriteFate::kRefused), WriteFate::kRefused);
}

TEST(WriteFate, OnlyDecisionsAreRefusals) {
  EXPECT_TRUE(IsRefusal(SlotUnavailable({})));
  EXPECT_TRUE(IsRefusal(UnknownBooking()));
  EXPECT_FALSE(IsRefusal(ResponseInvalid("no id")));
  EXPECT_FALSE(IsRefusal(AnswerLost()));
  EXPECT_FALSE(IsRefusal(absl::OkStatus()));
}

}  // namespace
}  // namespace bookings
