// Headers of traces, by the rules and with the examples of W3C Trace Context.
#include "service/observability/trace_context.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bookings {
namespace {

using ::testing::Optional;

constexpr char kW3cTraceId[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kW3cParentId[] = "00f067aa0ba902b7";
constexpr char kW3cSampled[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr char kW3cNotSampled[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

TEST(TraceParent, OfTheSpecificationIsReadAndWritten) {
  const std::optional<TraceContext> sampled = ParseTraceParent(kW3cSampled);
  ASSERT_TRUE(sampled.has_value());
  EXPECT_EQ(HexOf(sampled->trace_id), kW3cTraceId);
  EXPECT_EQ(HexOf(sampled->span_id), kW3cParentId);
  EXPECT_EQ(sampled->trace_id[0], 0x4b);
  EXPECT_EQ(sampled->span_id[7], 0xb7);
  EXPECT_TRUE(sampled->sampled);
  EXPECT_EQ(FormatTraceParent(*sampled), kW3cSampled);

  const std::optional<TraceContext> not_sampled = ParseTraceParent(kW3cNotSampled);
  ASSERT_TRUE(not_sampled.has_value());
  EXPECT_FALSE(not_sampled->sampled);
  EXPECT_EQ(FormatTraceParent(*not_sampled), kW3cNotSampled);
}

TEST(TraceParent, IsReadAsFarAsItIsKnown) {
  // What is read, and what becomes of it on the way out.
  struct Case {
    const char* header;
    const char* written;
  };
  const Case cases[] = {
      // Flags that are not known are left out.
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff", kW3cSampled},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-09", kW3cSampled},
      {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-fe", kW3cNotSampled},
      // Later versions, with and without more than this one knows.
      {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", kW3cSampled},
      {"01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-will-be", kW3cSampled},
      {"fe-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-", kW3cNotSampled},
  };
  for (const Case& one : cases) {
    const std::optional<TraceContext> context = ParseTraceParent(one.header);
    ASSERT_TRUE(context.has_value()) << one.header;
    EXPECT_EQ(FormatTraceParent(*context), one.written) << one.header;
  }
}

TEST(TraceParent, ThatIsMalformedIsNone) {
  const std::string cases[] = {
      "",
      "00",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
      // Version 00 has nothing behind its flags.
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
      " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      // A later version has a dash behind its flags, if anything.
      "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what-will-be",
      "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-012",
      // The forbidden version, and what is none.
      "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      ".0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
      "CC-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      // Ids of nothing but zeros.
      "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
      // Capitals and other characters.
      "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b/-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0A",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-.1",
      // Ids of other lengths, and other separators.
      "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b70-01",
      "00-4bf92f3577b34da6a3ce929d0e0e47360-0f067aa0ba902b7-01",
      "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
      "0004bf92f3577b34da6a3ce929d0e0e4736000f067aa0ba902b7001",
      std::string("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\0", 55),
  };
  for (const std::string& header : cases) {
    EXPECT_EQ(ParseTraceParent(header), std::nullopt) << header;
  }
}

TEST(TraceState, IsPassedOnIfItIsWellFormed) {
  const std::string cases[] = {
      "rojo=00f067aa0ba902b7",
      "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
      "fw529a3039@dt=FfffffCA,1a-2f@foo=bar1",
      "0a_-*/@z=!\"#$%&'()*+-./:;<>?@[]^_`{|}~",
      "foo=1 \t,\t bar=a b",
      "foo= leading",
      ",foo=1,,bar=2,",
      std::string(256, 'k') + "=1",
      "k=" + std::string(256, 'v'),
      "k=" + std::string(256, 'v') + ",l=" + std::string(251, 'v'),
  };
  for (const std::string& header : cases) EXPECT_TRUE(IsTraceState(header)) << header;
}

TEST(TraceState, IsDroppedIfItIsMalformedOrTooLong) {
  std::string many = "k0=v";
  for (int i = 1; i <= kMaxTraceStateEntries; ++i) many += ",k" + std::to_string(i) + "=v";
  const std::string cases[] = {
      "",
      " ",
      ",",
      "foo",
      "foo=",
      "=1",
      "foo=1;bar=2",
      "foo=1=2",
      "foo =1",
      "FOO=1",
      "-foo=1",
      "@foo=1",
      "foo.bar=1",
      "foo=1,foo=2",
      "foo=caf\xc3\xa9",
      "foo=a\tb",
      "foo=a\r\nbar: b",
      std::string("foo=\0", 5),
      std::string(257, 'k') + "=1",
      "k=" + std::string(257, 'v'),
      "k=" + std::string(256, 'v') + ",l=" + std::string(252, 'v'),
      many,
  };
  for (const std::string& header : cases) EXPECT_FALSE(IsTraceState(header)) << header;
}

TEST(TraceContextOfACaller, NeedsExactlyOneTraceParent) {
  EXPECT_EQ(ReadTraceContext({}, {"foo=1"}), std::nullopt);
  EXPECT_EQ(ReadTraceContext({kW3cSampled, kW3cSampled}, {}), std::nullopt);
  EXPECT_EQ(ReadTraceContext({"00-?"}, {}), std::nullopt);
  EXPECT_EQ(ReadTraceContext({kW3cSampled}, {}), ParseTraceParent(kW3cSampled));
}

TEST(TraceContextOfACaller, HasTheStateOfAllItsHeaders) {
  const auto state_of = [](const std::vector<std::string_view>& headers) {
    return ReadTraceContext({kW3cSampled}, headers).value_or(TraceContext()).state;
  };
  EXPECT_EQ(state_of({"rojo=1,congo=2"}), "rojo=1,congo=2");
  EXPECT_EQ(state_of({"rojo=1", "congo=2"}), "rojo=1,congo=2");
  EXPECT_EQ(state_of({"", "rojo=1"}), "rojo=1");
}

TEST(TraceContextOfACaller, OutlivesABrokenState) {
  TraceContext expected = ParseTraceParent(kW3cSampled).value();
  EXPECT_THAT(ReadTraceContext({kW3cSampled}, {"rojo=1,!"}), Optional(expected));
  EXPECT_THAT(ReadTraceContext({kW3cSampled}, {"rojo=1", "rojo=2"}), Optional(expected));
  const std::string too_long = "k=" + std::string(600, 'v');
  EXPECT_THAT(ReadTraceContext({kW3cSampled}, {too_long, too_long}), Optional(expected));
}

TEST(TraceContext, ItsChildrenAreOtherSpansOfTheSameTrace) {
  uint64_t drawn = 0;
  const auto count = [&drawn] { return ++drawn; };
  const TraceContext parent = ReadTraceContext({kW3cSampled}, {"rojo=1"}).value();
  const TraceContext first = parent.Child(count);
  const TraceContext second = parent.Child(count);
  EXPECT_EQ(first.trace_id, parent.trace_id);
  EXPECT_TRUE(first.sampled);
  EXPECT_EQ(first.state, "rojo=1");
  EXPECT_EQ(HexOf(first.span_id), "0100000000000000");
  EXPECT_EQ(HexOf(second.span_id), "0200000000000000");
}

TEST(TraceContext, ANewTraceHasIdsOfItsOwnAndIsNotSampled) {
  uint64_t drawn = 0;
  const TraceContext context = NewTrace([&drawn] { return ++drawn; });
  EXPECT_EQ(HexOf(context.trace_id), "01000000000000000200000000000000");
  EXPECT_EQ(HexOf(context.span_id), "0300000000000000");
  EXPECT_FALSE(context.sampled);
  EXPECT_EQ(context.state, "");
}

TEST(TraceContext, IsValidEvenIfChanceGivesNothingButZeros) {
  const TraceContext context = NewTrace([] { return uint64_t{0}; });
  EXPECT_THAT(ParseTraceParent(FormatTraceParent(context)), Optional(context));
}

}  // namespace
}  // namespace bookings
