// Which traces are recorded, and how spans hang together.
#include "service/observability/spans.h"

#include <gtest/gtest.h>

#include <random>

namespace bookings {
namespace {

// A trace id whose last 56 bits are these.
TraceId TraceIdWith(uint64_t randomness) {
  TraceId id{};
  id.fill(0xff);
  for (size_t i = 0; i < 7; ++i) {
    id[id.size() - 1 - i] = static_cast<uint8_t>(randomness >> (8 * i));
  }
  return id;
}

constexpr uint64_t kMostRandomness = (uint64_t{1} << 56) - 1;

TEST(Sampler, TakesAllOrNothing) {
  for (const uint64_t randomness : {uint64_t{0}, uint64_t{1}, kMostRandomness}) {
    EXPECT_TRUE(Sampler(1).Takes(TraceIdWith(randomness))) << randomness;
    EXPECT_FALSE(Sampler(0).Takes(TraceIdWith(randomness))) << randomness;
  }
}

TEST(Sampler, TakesTheUpperShareOfTheLast56Bits) {
  constexpr uint64_t kHalf = uint64_t{1} << 55;
  EXPECT_FALSE(Sampler(0.5).Takes(TraceIdWith(kHalf - 1)));
  EXPECT_TRUE(Sampler(0.5).Takes(TraceIdWith(kHalf)));
  constexpr uint64_t kThreeQuarters = kHalf + kHalf / 2;
  EXPECT_FALSE(Sampler(0.25).Takes(TraceIdWith(kThreeQuarters - 1)));
  EXPECT_TRUE(Sampler(0.25).Takes(TraceIdWith(kThreeQuarters)));
}

TEST(Sampler, TakesAsManyAsItIsTold) {
  std::mt19937_64 engine(7);
  const auto random = [&engine]() -> uint64_t { return engine(); };
  const Sampler sampler(0.1);
  int taken = 0;
  constexpr int kTraces = 20'000;
  for (int i = 0; i < kTraces; ++i) {
    if (sampler.Takes(NewTrace(random).trace_id)) ++taken;
  }
  EXPECT_NEAR(taken, kTraces / 10, kTraces / 100);
}

TEST(ServerSpan, GoesOnWithItsCallersTraceAndDecision) {
  std::mt19937_64 engine(7);
  const auto random = [&engine]() -> uint64_t { return engine(); };
  for (const bool sampled : {false, true}) {
    TraceContext caller = NewTrace(random);
    caller.sampled = sampled;
    caller.state = "rojo=1";
    const absl::Time now = absl::FromUnixSeconds(5);
    // The sampler would decide otherwise.
    const OpenSpan span = OpenServerSpan(caller, Sampler(sampled ? 0 : 1), now, random);
    EXPECT_EQ(span.context.trace_id, caller.trace_id);
    EXPECT_EQ(span.context.sampled, sampled);
    EXPECT_EQ(span.context.state, "rojo=1");
    EXPECT_EQ(span.parent, caller.span_id);
    EXPECT_NE(span.context.span_id, caller.span_id);
    EXPECT_EQ(span.start, now);
  }
}

TEST(ServerSpan, BeginsATraceWhereThereIsNone) {
  std::mt19937_64 engine(7);
  const auto random = [&engine]() -> uint64_t { return engine(); };
  const OpenSpan taken = OpenServerSpan(std::nullopt, Sampler(1), absl::Time(), random);
  EXPECT_TRUE(taken.context.sampled);
  EXPECT_EQ(taken.parent, SpanId{});
  EXPECT_NE(taken.context.trace_id, TraceId{});
  const OpenSpan left = OpenServerSpan(std::nullopt, Sampler(0), absl::Time(), random);
  EXPECT_FALSE(left.context.sampled);
  EXPECT_NE(left.context.trace_id, taken.context.trace_id);
}

TEST(ChildSpan, IsAPartOfItsParent) {
  std::mt19937_64 engine(7);
  const auto random = [&engine]() -> uint64_t { return engine(); };
  const OpenSpan parent = OpenServerSpan(std::nullopt, Sampler(1), absl::Time(), random);
  const OpenSpan child = OpenChildSpan(parent.context, absl::FromUnixSeconds(1), random);
  EXPECT_EQ(child.parent, parent.context.span_id);
  EXPECT_EQ(child.context.trace_id, parent.context.trace_id);
  EXPECT_TRUE(child.context.sampled);
  EXPECT_EQ(child.start, absl::FromUnixSeconds(1));
}

}  // namespace
}  // namespace bookings
