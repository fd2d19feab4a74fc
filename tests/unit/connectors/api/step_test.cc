// Steps: an answer, or a request and what to do with its response.
#include "connectors/api/step.h"

#include <gtest/gtest.h>

namespace bookings {
namespace {

HttpRequest RequestTo(std::string target) {
  HttpRequest request;
  request.target = std::move(target);
  return request;
}

HttpResponse With(std::string body) {
  HttpResponse response;
  response.status = 200;
  response.body = std::move(body);
  return response;
}

Step<std::string> AskTwice() {
  return {RequestTo("/first"), [](HttpResponse first) -> Step<std::string> {
            return {RequestTo("/second"),
                    [heard = first.body](HttpResponse second) -> Step<std::string> {
                      return heard + second.body;
                    }};
          }};
}

TEST(Step, OfOneAnswerAsksNothing) {
  Step<int> step = 7;
  EXPECT_EQ(step.pending(), nullptr);
  EXPECT_EQ(*std::move(step).Answer(), 7);
}

TEST(Step, GoesOnWithEachResponse) {
  Step<std::string> step = AskTwice();
  ASSERT_NE(step.pending(), nullptr);
  EXPECT_EQ(step.pending()->target, "/first");
  EXPECT_EQ(step.TakeRequest().target, "/first");
  step = std::move(step).Resume(With("a"));
  ASSERT_NE(step.pending(), nullptr);
  EXPECT_EQ(step.pending()->target, "/second");
  step = std::move(step).Resume(With("b"));
  EXPECT_EQ(step.pending(), nullptr);
  EXPECT_EQ(*std::move(step).Answer(), "ab");
}

TEST(Step, CanFailAtOnce) {
  Step<int> step = absl::NotFoundError("gone");
  EXPECT_EQ(step.pending(), nullptr);
  EXPECT_EQ(std::move(step).Answer().status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace bookings
