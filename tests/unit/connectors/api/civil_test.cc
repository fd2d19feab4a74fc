// Civil dates and wall times: daylight saving in every zone, ends that cross midnight.
#include "connectors/api/civil.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "connectors/api/time.h"
#include "connectors/api/zone_names.h"

namespace bookings {
namespace {

absl::Duration At(int hours, int minutes) { return absl::Hours(hours) + absl::Minutes(minutes); }

absl::TimeZone Zone(std::string_view name) { return FindZone(name).value(); }

TEST(FindZone, KnowsIanaNamesOnly) {
  EXPECT_TRUE(FindZone("Europe/Prague"));
  EXPECT_TRUE(FindZone("UTC"));
  for (const char* name : {"", "Europe/Nowhere", "localtime", "Fixed/UTC+01:00:00", "../etc/passwd",
                           "/etc/localtime", "+01:00"}) {
    EXPECT_FALSE(FindZone(name)) << name;
  }
}

TEST(FindZone, LoadsEveryNameOfTheTable) {
  EXPECT_GT(ZoneNames().size(), 590U);
  EXPECT_TRUE(std::is_sorted(ZoneNames().begin(), ZoneNames().end()));
  for (std::string_view name : ZoneNames()) EXPECT_TRUE(FindZone(name)) << name;
}

TEST(ParseDate, TakesExistingDaysOnly) {
  EXPECT_EQ(ParseDate("2026-12-05"), absl::CivilDay(2026, 12, 5));
  EXPECT_EQ(ParseDate("2028-02-29"), absl::CivilDay(2028, 2, 29));
  for (const char* text :
       {"2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "0000-01-01", "26-01-01",
        "2026-1-01", "2026/01/01", "2026-01-01T", "2026-01-0x", ""}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
  EXPECT_EQ(FormatDate(absl::CivilDay(2026, 2, 3)), "2026-02-03");
}

TEST(ParseTimeOfDay, TakesShortAndLongForms) {
  EXPECT_EQ(ParseTimeOfDay("14:30"), At(14, 30));
  EXPECT_EQ(ParseTimeOfDay("9:05"), At(9, 5));
  EXPECT_EQ(ParseTimeOfDay("23:59:58"), At(23, 59) + absl::Seconds(58));
  EXPECT_EQ(ParseTimeOfDay("24:00"), At(24, 0));
  for (const char* text : {"", "14", "14:3", "24:01", "25:00", "14:60", "14:30:60", "-1:00",
                           "14.30", "14:30 ", "14:30Z", "100:00", ":30", "14:30:5"}) {
    EXPECT_EQ(ParseTimeOfDay(text), std::nullopt) << text;
  }
}

struct WallCase {
  const char* zone;
  absl::CivilDay day;
  absl::Duration time;
  const char* instant;
  v1::MappingNote note;
};
class WallTimes : public testing::TestWithParam<WallCase> {};

TEST_P(WallTimes, BecomeInstants) {
  const WallCase& test = GetParam();
  const WallInstant wall = ResolveWallTime(test.day, test.time, Zone(test.zone));
  EXPECT_EQ(wall.time, ParseInstant(test.instant)) << test.zone;
  EXPECT_EQ(wall.note, test.note);
}

INSTANTIATE_TEST_SUITE_P(
    All, WallTimes,
    testing::Values(WallCase{"America/New_York", absl::CivilDay(2026, 12, 5), At(14, 30),
                             "2026-12-05T19:30:00Z", v1::MAPPING_NOTE_UNSPECIFIED},
                    WallCase{"America/New_York", absl::CivilDay(2027, 3, 14), At(2, 30),
                             "2027-03-14T07:30:00Z", v1::MAPPING_NOTE_DST_GAP_SHIFTED},
                    WallCase{"America/New_York", absl::CivilDay(2027, 11, 7), At(1, 30),
                             "2027-11-07T05:30:00Z", v1::MAPPING_NOTE_DST_OVERLAP_EARLIER},
                    WallCase{"Europe/Amsterdam", absl::CivilDay(2027, 3, 28), At(2, 30),
                             "2027-03-28T01:30:00Z", v1::MAPPING_NOTE_DST_GAP_SHIFTED},
                    WallCase{"Europe/Amsterdam", absl::CivilDay(2027, 10, 31), At(2, 30),
                             "2027-10-31T00:30:00Z", v1::MAPPING_NOTE_DST_OVERLAP_EARLIER},
                    WallCase{"Africa/Cairo", absl::CivilDay(2027, 4, 30), At(9, 0),
                             "2027-04-30T06:00:00Z", v1::MAPPING_NOTE_UNSPECIFIED},
                    WallCase{"Asia/Tokyo", absl::CivilDay(2026, 12, 5), At(24, 0),
                             "2026-12-05T15:00:00Z", v1::MAPPING_NOTE_UNSPECIFIED}));

// RFC 5545 by its own words, over every zone and every change of 2026 and 2027: in a gap the wall
// time is read with the offset before the gap, in an overlap the first of the two instants counts.
TEST(WallTimes, FollowTheRuleAtEveryChangeOfEveryZone) {
  int changes = 0;
  for (std::string_view name : ZoneNames()) {
    const absl::TimeZone zone = Zone(name);
    absl::TimeZone::CivilTransition change;
    absl::Time after = *ParseInstant("2026-01-01T00:00:00Z");
    while (zone.NextTransition(after, &change) && change.from < absl::CivilSecond(2028, 1, 1)) {
      after = zone.At(change.to).trans;
      if (change.from == change.to) continue;  // only the zone's abbreviation changed
      ++changes;
      const bool gap = change.to > change.from;
      const absl::CivilSecond inside = gap ? change.from : change.to;
      const absl::CivilDay day(inside);
      const WallInstant wall =
          ResolveWallTime(day, absl::Seconds(inside - absl::CivilSecond(day)), zone);
      const int64_t width = gap ? change.to - change.from : change.from - change.to;
      if (gap) {
        EXPECT_EQ(absl::ToCivilSecond(wall.time, zone), change.to) << name;
        EXPECT_EQ(wall.note, v1::MAPPING_NOTE_DST_GAP_SHIFTED) << name;
      } else {
        EXPECT_EQ(wall.time, after - absl::Seconds(width)) << name;
        EXPECT_EQ(wall.note, v1::MAPPING_NOTE_DST_OVERLAP_EARLIER) << name;
      }
    }
  }
  EXPECT_GT(changes, 400);
}

class WallEnds : public testing::Test {
 protected:
  const absl::TimeZone zone_ = Zone("America/New_York");
  const absl::CivilDay day_{2026, 12, 5};

  WallEnd End(absl::Duration start, std::optional<absl::Duration> end,
              std::optional<absl::Duration> duration) {
    return ResolveWallEnd(day_, start, end, duration, zone_);
  }
  absl::Time Start(absl::Duration start) { return ResolveWallTime(day_, start, zone_).time; }
};

TEST_F(WallEnds, OnTheSameDay) {
  const WallEnd end = End(At(14, 30), At(15, 15), std::nullopt);
  EXPECT_EQ(end.time, Start(At(14, 30)) + absl::Minutes(45));
  EXPECT_EQ(end.how, v1::MAPPING_NOTE_UNSPECIFIED);
}

TEST_F(WallEnds, BeforeTheStartIsTheNextDay) {
  EXPECT_EQ(End(At(23, 30), At(0, 15), std::nullopt).time, Start(At(23, 30)) + absl::Minutes(45));
}

TEST_F(WallEnds, DurationDecidesTheDayOfALongStay) {
  const WallEnd end = End(At(10, 0), At(12, 0), absl::Minutes(3 * 1440 + 120));
  EXPECT_EQ(end.time, Start(At(10, 0)) + absl::Hours(74));
  EXPECT_EQ(end.how, v1::MAPPING_NOTE_UNSPECIFIED);
}

TEST_F(WallEnds, WhereBothDisagreeTheEndCounts) {
  const WallEnd end = End(At(14, 0), At(15, 0), absl::Minutes(50));
  EXPECT_EQ(end.time, Start(At(14, 0)) + absl::Hours(1));
  EXPECT_EQ(end.how, v1::MAPPING_NOTE_END_DURATION_MISMATCH);
}

TEST_F(WallEnds, EqualToTheStartIsDecidedByTheDurationOrUnknown) {
  const WallEnd full_day = End(At(9, 0), At(9, 0), absl::Hours(24));
  EXPECT_EQ(full_day.time, Start(At(9, 0)) + absl::Hours(24));
  EXPECT_EQ(full_day.how, v1::MAPPING_NOTE_UNSPECIFIED) << "they agree";
  EXPECT_EQ(End(At(9, 0), At(9, 0), absl::ZeroDuration()).time, Start(At(9, 0)));
  const WallEnd hour = End(At(9, 0), At(9, 0), absl::Hours(1));
  EXPECT_EQ(hour.time, Start(At(9, 0)) + absl::Hours(1));
  EXPECT_EQ(hour.how, v1::MAPPING_NOTE_END_DERIVED_FROM_DURATION);
  EXPECT_EQ(End(At(9, 0), At(9, 0), std::nullopt).time, std::nullopt);
  EXPECT_EQ(End(At(9, 0), At(9, 0), std::nullopt).how, v1::MAPPING_NOTE_END_UNKNOWN);
}

TEST_F(WallEnds, OnlyADurationIsElapsedTime) {
  const WallEnd end = ResolveWallEnd(absl::CivilDay(2027, 3, 13), At(23, 30), std::nullopt,
                                     absl::Minutes(240), zone_);
  EXPECT_EQ(end.time, ParseInstant("2027-03-14T08:30:00Z"));  // 04:30 on the wall
  EXPECT_EQ(end.how, v1::MAPPING_NOTE_END_DERIVED_FROM_DURATION);
}

TEST_F(WallEnds, AgreementIsSeenThroughADaylightSavingChange) {
  const WallEnd end =
      ResolveWallEnd(absl::CivilDay(2027, 3, 13), At(23, 30), At(4, 30), absl::Minutes(240), zone_);
  EXPECT_EQ(end.time, ParseInstant("2027-03-14T08:30:00Z"));
  EXPECT_EQ(end.how, v1::MAPPING_NOTE_UNSPECIFIED);
}

TEST_F(WallEnds, NeitherIsUnknownNorIsANegativeDuration) {
  for (const std::optional<absl::Duration> duration :
       {std::optional<absl::Duration>(), {absl::Minutes(-5)}}) {
    const WallEnd end = End(At(9, 0), std::nullopt, duration);
    EXPECT_EQ(end.time, std::nullopt);
    EXPECT_EQ(end.how, v1::MAPPING_NOTE_END_UNKNOWN);
  }
}

TEST(AddNote, AddsEachNoteOnceAndNeverTheUnspecifiedOne) {
  v1::Booking booking;
  AddNote(v1::MAPPING_NOTE_COURSE_SPAN, &booking);
  AddNote(v1::MAPPING_NOTE_UNSPECIFIED, &booking);
  AddNote(v1::MAPPING_NOTE_COURSE_SPAN, &booking);
  EXPECT_EQ(booking.mapping_notes_size(), 1);
}

}  // namespace
}  // namespace bookings
