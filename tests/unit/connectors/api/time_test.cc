// Instants: RFC 3339 text, milliseconds, protobuf timestamps.
#include "connectors/api/time.h"

#include <gtest/gtest.h>

#include "connectors/api/fingerprint.h"
#include "connectors/api/text.h"

namespace bookings {
namespace {

TEST(ParseInstant, ReadsZeroToNineFractionDigits) {
  const absl::Time second = absl::FromUnixSeconds(1'796'515'200);
  EXPECT_EQ(ParseInstant("2026-12-06T00:00:00Z"), second);
  EXPECT_EQ(ParseInstant("2026-12-06T00:00:00.5Z"), second + absl::Milliseconds(500));
  EXPECT_EQ(ParseInstant("2026-12-06T00:00:00.120Z"), second + absl::Milliseconds(120));
  EXPECT_EQ(ParseInstant("2026-12-06T00:00:00.104221007Z"),
            second + absl::Nanoseconds(104'221'007));
}

TEST(ParseInstant, ReadsOffsets) {
  EXPECT_EQ(ParseInstant("2026-12-03T10:00:00.000+01:00"), ParseInstant("2026-12-03T09:00:00Z"));
  EXPECT_EQ(ParseInstant("2026-12-03T10:00:00-09:30"), ParseInstant("2026-12-03T19:30:00Z"));
  EXPECT_EQ(ParseInstant("2026-12-03t10:00:00z"), ParseInstant("2026-12-03T10:00:00Z"));
}

TEST(ParseInstant, ALeapSecondIsTheNextMinute) {
  EXPECT_EQ(ParseInstant("2016-12-31T23:59:60Z"), ParseInstant("2017-01-01T00:00:00Z"));
}

class Unreadable : public testing::TestWithParam<const char*> {};
TEST_P(Unreadable, IsRefused) { EXPECT_EQ(ParseInstant(GetParam()), std::nullopt); }
INSTANTIATE_TEST_SUITE_P(
    All, Unreadable,
    testing::Values("", "2026-12-06", "2026-12-06T00:00:00", "2026-12-06 00:00:00Z",
                    "2026-12-06T00:00:00.Z", "2026-12-06T00:00:00.1234567890Z",
                    "2026-12-06T00:00:00+1:00", "2026-12-06T00:00:00+01:60",
                    "2026-12-06T00:00:00ZZ", "2026-13-06T00:00:00Z", "2026-00-06T00:00:00Z",
                    "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-12-06T24:00:00Z",
                    "2026-12-06T00:60:00Z", "2026-12-06T00:00:61Z", "2O26-12-06T00:00:00Z",
                    "0000-12-06T00:00:00Z", "0001-01-01T00:00:00+00:01",
                    "9999-12-31T23:59:59-00:01", "+2026-12-06T00:00:00Z", "2026-12-06T00:00:00 Z"));

TEST(ParseInstant, AgreesWithAbslOnEveryDayOfEightHundredYears) {
  for (absl::CivilDay day(1601, 1, 1); day < absl::CivilDay(2401, 1, 1); ++day) {
    const std::string text = absl::FormatCivilTime(day) + "T12:34:56Z";
    EXPECT_EQ(ParseInstant(text),
              absl::FromCivil(absl::CivilSecond(day) + 45'296, absl::UTCTimeZone()))
        << text;
  }
}

TEST(FormatInstantMillis, WritesThreeDigitsRoundedDown) {
  EXPECT_EQ(FormatInstantMillis(*ParseInstant("2026-12-03T09:00:00Z")), "2026-12-03T09:00:00.000Z");
  EXPECT_EQ(FormatInstantMillis(*ParseInstant("2026-12-03T09:00:00.1239Z")),
            "2026-12-03T09:00:00.123Z");
}

TEST(InstantFromMillis, KnowsTheBoundsOfTimestamps) {
  EXPECT_EQ(InstantFromMillis(1'796'515'200'123),
            absl::FromUnixSeconds(1'796'515'200) + absl::Milliseconds(123));
  EXPECT_EQ(InstantFromMillis(253'402'300'800'000), std::nullopt);
  EXPECT_EQ(InstantFromMillis(INT64_MIN), std::nullopt);
  EXPECT_EQ(InstantFromMillis(INT64_MAX), std::nullopt);
}

TEST(Timestamps, GoBothWaysBeforeAndAfterTheEpoch) {
  for (const char* text :
       {"1969-12-31T23:59:59.250Z", "1970-01-01T00:00:00Z", "2026-12-03T09:00:00.1Z",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"}) {
    google::protobuf::Timestamp timestamp;
    SetTimestamp(*ParseInstant(text), &timestamp);
    EXPECT_GE(timestamp.nanos(), 0) << text;
    EXPECT_EQ(FromTimestamp(timestamp), *ParseInstant(text)) << text;
  }
}

TEST(Fingerprint, IsTheSameForeverAndFeelsEveryBit) {
  EXPECT_EQ(HexDigits(0x0123456789ABCDEF), "0123456789abcdef");
  const uint64_t hash = HashBytes("the quick brown fox");
  EXPECT_EQ(HashBytes("the quick brown fox"), hash);
  EXPECT_NE(HashBytes("the quick brown foy"), hash);
  EXPECT_NE(HashBytes("The quick brown fox"), hash);
  EXPECT_NE(HashBytes(""), HashBytes(std::string_view("\0", 1)));
}

}  // namespace
}  // namespace bookings
