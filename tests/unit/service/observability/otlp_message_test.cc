// Spans in OTLP's words.
#include "service/observability/otlp_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace otlp_trace = opentelemetry::proto::trace::v1;

FinishedSpan ASpan() {
  FinishedSpan span;
  span.name = "list";
  span.span.context.trace_id.fill(0x11);
  span.span.context.span_id.fill(0x22);
  span.span.context.sampled = true;
  span.span.start = absl::FromUnixNanos(1'000'000'000'000'000'001);
  span.end = absl::FromUnixNanos(1'000'000'000'000'000'002);
  return span;
}

otlp_trace::Span Translated(const FinishedSpan& span) {
  return ToOtlp({}, {span}).resource_spans(0).scope_spans(0).spans(0);
}

// `key=value`, numbers with a #.
std::vector<std::string> AttributesOf(
    const google::protobuf::RepeatedPtrField<opentelemetry::proto::common::v1::KeyValue>& list) {
  std::vector<std::string> texts;
  for (const auto& attribute : list) {
    const auto& value = attribute.value();
    texts.push_back(
        attribute.key() + "=" +
        (value.has_int_value() ? "#" + std::to_string(value.int_value()) : value.string_value()));
  }
  return texts;
}

TEST(OtlpMessage, NamesTheProcess) {
  const auto request = ToOtlp({"1.2.3", "replica-7"}, {ASpan(), ASpan()});
  ASSERT_EQ(request.resource_spans_size(), 1);
  const otlp_trace::ResourceSpans& process = request.resource_spans(0);
  EXPECT_THAT(AttributesOf(process.resource().attributes()),
              ElementsAre("service.name=bookings-gateway", "service.version=1.2.3",
                          "service.instance.id=replica-7"));
  ASSERT_EQ(process.scope_spans_size(), 1);
  EXPECT_EQ(process.scope_spans(0).scope().name(), "bookings-gateway");
  EXPECT_EQ(process.scope_spans(0).scope().version(), "1.2.3");
  EXPECT_EQ(process.scope_spans(0).spans_size(), 2);
}

TEST(OtlpMessage, HoldsIdsTimesAndAttributes) {
  FinishedSpan span = ASpan();
  span.kind = SpanKind::kClient;
  span.span.parent.fill(0x33);
  span.span.context.state = "rojo=1";
  span.attributes = {{"connection", "paris"}, {"pages", int64_t{-3}}};
  const otlp_trace::Span out = Translated(span);
  EXPECT_EQ(out.trace_id(), std::string(16, '\x11'));
  EXPECT_EQ(out.span_id(), std::string(8, '\x22'));
  EXPECT_EQ(out.parent_span_id(), std::string(8, '\x33'));
  EXPECT_EQ(out.trace_state(), "rojo=1");
  EXPECT_EQ(out.name(), "list");
  EXPECT_EQ(out.start_time_unix_nano(), 1'000'000'000'000'000'001);
  EXPECT_EQ(out.end_time_unix_nano(), 1'000'000'000'000'000'002);
  EXPECT_THAT(AttributesOf(out.attributes()), ElementsAre("connection=paris", "pages=#-3"));
  EXPECT_FALSE(out.has_status());
}

TEST(OtlpMessage, HasTheNumbersOfOtlp) {
  FinishedSpan span = ASpan();
  span.kind = SpanKind::kServer;
  span.error = "X";
  // Tags of fields: number * 8 + wire type (0 varint, 1 64 bits, 2 length, 5 32 bits).
  const std::string bytes = Translated(span).SerializeAsString();
  EXPECT_EQ(bytes.substr(0, 18), "\x0a\x10" + std::string(16, '\x11'));  // trace_id = 1
  EXPECT_EQ(bytes.substr(18, 10), "\x12\x08" + std::string(8, '\x22'));  // span_id = 2
  EXPECT_EQ(bytes.substr(28, 8), "\x2a\x04list\x30\x02");                // name = 5, kind = 6
  EXPECT_EQ(bytes[36], '\x39');                                          // start = 7, fixed64
  EXPECT_EQ(bytes[45], '\x41');                                          // end = 8, fixed64
  // attributes = 9: key = 1, value = 2: string_value = 1.
  EXPECT_EQ(bytes.substr(54, 19),
            "\x4a\x11\x0a\x0a" + std::string("error.type") + "\x12\x03\x0a\x01X");
  // status = 15: message = 2, code = 3; flags = 16, fixed32, of which the tag has two bytes.
  EXPECT_EQ(bytes.substr(73), std::string("\x7a\x05\x12\x01X\x18\x02\x85\x01\x01\x01\x00\x00", 13));
}

TEST(OtlpMessage, KnowsEveryKind) {
  struct Case {
    SpanKind ours;
    otlp_trace::Span::SpanKind theirs;
  };
  for (const Case& one : {Case{SpanKind::kInternal, otlp_trace::Span::SPAN_KIND_INTERNAL},
                          Case{SpanKind::kServer, otlp_trace::Span::SPAN_KIND_SERVER},
                          Case{SpanKind::kClient, otlp_trace::Span::SPAN_KIND_CLIENT}}) {
    FinishedSpan span = ASpan();
    span.kind = one.ours;
    EXPECT_EQ(Translated(span).kind(), one.theirs);
  }
}

TEST(OtlpMessage, OnlyTheParentOfAServerSpanIsElsewhere) {
  constexpr uint32_t kSampledHere = 0x101;
  constexpr uint32_t kSampledElsewhere = 0x301;
  FinishedSpan span = ASpan();
  span.kind = SpanKind::kServer;
  EXPECT_EQ(Translated(span).flags(), kSampledHere);
  EXPECT_THAT(Translated(span).parent_span_id(), IsEmpty());
  span.span.parent.fill(0x33);
  EXPECT_EQ(Translated(span).flags(), kSampledElsewhere);
  span.kind = SpanKind::kClient;
  EXPECT_EQ(Translated(span).flags(), kSampledHere);
}

TEST(OtlpMessage, TellsWhyASpanFailed) {
  FinishedSpan span = ASpan();
  span.error = "VENDOR_UNAVAILABLE";
  const otlp_trace::Span out = Translated(span);
  EXPECT_EQ(out.status().code(), otlp_trace::Status::STATUS_CODE_ERROR);
  EXPECT_EQ(out.status().message(), "VENDOR_UNAVAILABLE");
  EXPECT_THAT(AttributesOf(out.attributes()), ElementsAre("error.type=VENDOR_UNAVAILABLE"));
}

TEST(OtlpMessage, DoesNotEndBeforeItsStart) {
  FinishedSpan span = ASpan();
  span.end = span.span.start - absl::Seconds(1);
  const otlp_trace::Span out = Translated(span);
  EXPECT_EQ(out.end_time_unix_nano(), out.start_time_unix_nano());
}

TEST(OtlpMessage, CutsWhatIsTooMuch) {
  FinishedSpan span = ASpan();
  span.name = std::string(1'000, 'n');
  span.attributes.assign(20, {std::string(1'000, 'k'), std::string(1'000, 'v')});
  const otlp_trace::Span out = Translated(span);
  EXPECT_EQ(out.name().size(), kMaxSpanTextBytes);
  EXPECT_EQ(out.attributes_size(), static_cast<int>(kMaxSpanAttributes));
  EXPECT_EQ(out.attributes(0).key().size(), kMaxSpanKeyBytes);
  EXPECT_EQ(out.attributes(0).value().string_value().size(), kMaxSpanTextBytes);
  EXPECT_EQ(out.dropped_attributes_count(), 20 - kMaxSpanAttributes);
}

TEST(OtlpMessage, OfAFullBatchFitsIntoWhatServersTake) {
  FinishedSpan span = ASpan();
  span.name = std::string(1'000, 'n');
  span.error = span.name;
  span.span.context.state = std::string(kMaxTraceStateBytes, 's');
  for (int i = 0; i < 20; ++i) span.attributes.push_back({span.name, span.name});
  constexpr size_t kServersTake = 4 << 20;
  EXPECT_LT(ToOtlp({}, std::vector<FinishedSpan>(kMaxBatchSpans, span)).ByteSizeLong(),
            kServersTake);
}

TEST(OtlpMessage, HoldsNoTextThatIsNotUtf8) {
  FinishedSpan span = ASpan();
  span.name = "caf\xe9";
  EXPECT_EQ(Translated(span).name(), "caf\xef\xbf\xbd");
}

}  // namespace
}  // namespace bookings
