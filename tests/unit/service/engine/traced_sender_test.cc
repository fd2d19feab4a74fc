// The spans of vendor requests, and what the vendor is told of the trace.
#include "service/engine/traced_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/api/failure.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"
#include "tests/fakes/kept_spans.h"

namespace bookings {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

constexpr char kParent[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

class TracedSenderTest : public ::testing::Test {
 protected:
  std::unique_ptr<Exchange> Send(const TraceContext& trace) {
    CallContext context;
    context.trace = trace;
    return sender_.Send(HttpRequest(), context, reply_.Done());
  }
  static TraceContext Trace(bool sampled = true) {
    TraceContext trace = *ParseTraceParent(kParent);
    trace.sampled = sampled;
    return trace;
  }

  FakeLoop loop_;
  KeptSpans spans_;
  const Tracer tracer_{&spans_, 0};
  SentRequests sent_;
  TracedSender sender_{std::make_unique<FakeSender>(&sent_), {"tokyo", "jicoo"}, &tracer_, &loop_};
  Reply reply_;
};

TEST_F(TracedSenderTest, TellsTheVendorOfTheSpanThatItBelongsTo) {
  const auto exchange = Send(Trace());
  const auto told = ParseTraceParent(HeaderOf(sent_.request(0), kTraceParent));
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->trace_id, Trace().trace_id);
  EXPECT_NE(told->span_id, Trace().span_id);
  EXPECT_TRUE(told->sampled);
  loop_.Advance(absl::Seconds(2));
  sent_.Answer(0, Response(200));
  ASSERT_EQ(spans_.spans.size(), 1u);
  const FinishedSpan& span = spans_.spans[0];
  EXPECT_EQ(span.span.context.span_id, told->span_id);
  EXPECT_EQ(span.span.parent, Trace().span_id);
  EXPECT_EQ(span.kind, SpanKind::kClient);
  EXPECT_EQ(span.end - span.span.start, absl::Seconds(2));
  EXPECT_EQ(span.error, "");
  EXPECT_THAT(span.attributes, Contains(SpanAttribute{"bookings.connection", "tokyo"}));
}

TEST_F(TracedSenderTest, PassesOnWhatOtherTracingSystemsHandOn) {
  TraceContext trace = Trace();
  trace.state = "vendor=1";
  const auto exchange = Send(trace);
  EXPECT_EQ(HeaderOf(sent_.request(0), kTraceState), "vendor=1");
}

TEST_F(TracedSenderTest, ATraceThatNobodyRecordsIsPassedOnAllTheSame) {
  const auto exchange = Send(Trace(false));
  sent_.Answer(0, Response(200));
  EXPECT_FALSE(ParseTraceParent(HeaderOf(sent_.request(0), kTraceParent))->sampled);
  EXPECT_THAT(spans_.spans, IsEmpty());
}

TEST_F(TracedSenderTest, WithoutATraceNothingIsTold) {
  const auto exchange = Send(TraceContext());
  sent_.Answer(0, Response(200));
  EXPECT_EQ(HeaderOf(sent_.request(0), kTraceParent), "");
  EXPECT_TRUE(reply_.ok());
}

TEST_F(TracedSenderTest, AFailureIsTheSpansError) {
  const auto exchange = Send(Trace());
  sent_.Answer(0, MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
                              "the vendor is gone"));
  ASSERT_EQ(spans_.spans.size(), 1u);
  EXPECT_EQ(spans_.spans[0].error, "VENDOR_UNAVAILABLE");
}

TEST_F(TracedSenderTest, ARequestThatIsGivenUpEndsItsSpan) {
  auto exchange = Send(Trace());
  exchange.reset();
  ASSERT_EQ(spans_.spans.size(), 1u);
  EXPECT_EQ(spans_.spans[0].error, "CANCELLED");
}

}  // namespace
}  // namespace bookings
