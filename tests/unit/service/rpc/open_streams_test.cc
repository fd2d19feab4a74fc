// How many streams there may be, in all and of one caller.
#include "service/rpc/open_streams.h"

#include <gtest/gtest.h>

#include "connectors/api/failure.h"

namespace bookings {
namespace {

class IdleStream final : public OpenStream {
 public:
  OpenStreamView Look() const override { return {}; }
  void Drain() override { drained = true; }
  bool RestIfStalledSince(absl::Time) override { return false; }
  void CutIfStalledSince(absl::Time) override {}
  bool drained = false;
};

class OpenStreamsTest : public ::testing::Test {
 protected:
  std::shared_ptr<IdleStream> Add(const std::string& caller, int most = 0) {
    auto stream = std::make_shared<IdleStream>();
    outcome_ = streams_.Add(stream, {caller, most});
    return stream;
  }

  OpenStreams streams_{{3, 2}};
  absl::Status outcome_;
};

TEST_F(OpenStreamsTest, ACallerHasItsShare) {
  const auto first = Add("a");
  const auto second = Add("a");
  EXPECT_TRUE(outcome_.ok());
  Add("a");
  EXPECT_EQ(outcome_.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(outcome_), v1::ERROR_REASON_GATEWAY_OVERLOADED);
  EXPECT_EQ(RetryDelayOf(outcome_), kStreamRetryDelay);
  const auto other = Add("b");
  EXPECT_TRUE(outcome_.ok());
}

TEST_F(OpenStreamsTest, ACallersOwnShareWins) {
  const auto first = Add("small", 1);
  EXPECT_TRUE(outcome_.ok());
  Add("small", 1);
  EXPECT_EQ(ReasonOf(outcome_), v1::ERROR_REASON_GATEWAY_OVERLOADED);
  OpenStreams streams({4, 1});
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(streams.Add(std::make_shared<IdleStream>(), {"large", 3}).ok()) << i;
  }
}

TEST_F(OpenStreamsTest, ThereIsABoundForAll) {
  const auto first = Add("a");
  const auto second = Add("b");
  const auto third = Add("c");
  EXPECT_TRUE(outcome_.ok());
  Add("d");
  EXPECT_EQ(ReasonOf(outcome_), v1::ERROR_REASON_GATEWAY_OVERLOADED);
}

TEST_F(OpenStreamsTest, AStreamThatEndsMakesRoom) {
  const auto first = Add("a");
  const auto second = Add("a");
  const auto refused = Add("a");
  streams_.Remove(refused.get());  // was never in
  Add("a");
  EXPECT_FALSE(outcome_.ok());
  streams_.Remove(first.get());
  const auto third = Add("a");
  EXPECT_TRUE(outcome_.ok());
}

TEST_F(OpenStreamsTest, WhileDrainingNoneBegins) {
  const auto stream = Add("a");
  streams_.Drain();
  EXPECT_TRUE(stream->drained);
  Add("b");
  EXPECT_EQ(ReasonOf(outcome_), v1::ERROR_REASON_DRAINING);
}

}  // namespace
}  // namespace bookings
