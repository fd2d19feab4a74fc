// Times as people say them, with a clock that stands still before, at and behind clock changes.
#include "clients/cli/time_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bookings::cli {
namespace {

absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

// A wall time of Berlin, where clocks go back on 2026-10-25 at 3:00 and forward on 2026-03-29 at
// 2:00.
Calendar Berlin(const std::string& now) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", now, Zone("Europe/Berlin"), &time, &error))
      << error;
  return {time, Zone("Europe/Berlin")};
}

// RFC 3339 in UTC; `none` where the words are no time.
std::string Told(const std::string& words, const Calendar& calendar) {
  const std::optional<absl::Time> time = ReadTime(words, calendar);
  return time ? absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", *time, absl::UTCTimeZone()) : "none";
}

std::string TellDay(const std::string& words, const Calendar& calendar) {
  const std::optional<absl::CivilDay> day = ReadDay(words, calendar);
  return day ? absl::FormatCivilTime(*day) : "none";
}

TEST(TimeWords, NowAndDays) {
  const Calendar calendar = Berlin("2026-07-15 23:30");  // 21:30 in UTC
  EXPECT_EQ(Told("now", calendar), "2026-07-15T21:30:00Z");
  EXPECT_EQ(Told("today", calendar), "2026-07-14T22:00:00Z");
  EXPECT_EQ(Told("tomorrow", calendar), "2026-07-15T22:00:00Z");
  EXPECT_EQ(Told("yesterday", calendar), "2026-07-13T22:00:00Z");
  EXPECT_EQ(Told(" Tomorrow ", calendar), "2026-07-15T22:00:00Z");
  EXPECT_EQ(Told("tomorrow 10:00", calendar), "2026-07-16T08:00:00Z");
}

TEST(TimeWords, TheDayIsThatOfTheZone) {
  const Calendar berlin = Berlin("2026-07-15 00:30");
  EXPECT_EQ(Told("today", berlin), "2026-07-14T22:00:00Z");
  EXPECT_EQ(Told("today", {berlin.now, absl::UTCTimeZone()}), "2026-07-14T00:00:00Z");
  EXPECT_EQ(Told("today", {berlin.now, Zone("Pacific/Kiritimati")}), "2026-07-14T10:00:00Z");
}

TEST(TimeWords, WeekdaysAreTheNextOnes) {
  const Calendar saturday = Berlin("2026-10-24 12:00");
  EXPECT_EQ(Told("sunday", saturday), "2026-10-24T22:00:00Z");
  EXPECT_EQ(Told("monday", saturday), "2026-10-25T23:00:00Z");
  EXPECT_EQ(Told("MON 09:15", saturday), "2026-10-26T08:15:00Z");
  EXPECT_EQ(Told("saturday", saturday), "2026-10-30T23:00:00Z") << "today is not the next one";
  EXPECT_EQ(Told("thursday", saturday), "2026-10-28T23:00:00Z");
}

TEST(TimeWords, DaysAndWeeksAreCountedOnTheCalendar) {
  const Calendar before = Berlin("2026-10-24 12:00");
  EXPECT_EQ(Told("+1d", before), "2026-10-25T11:00:00Z") << "25 hours later";
  EXPECT_EQ(Told("+1w", before), "2026-10-31T11:00:00Z");
  EXPECT_EQ(Told("-1d", before), "2026-10-23T10:00:00Z");
  EXPECT_EQ(Told("+1d", Berlin("2026-03-28 12:00")), "2026-03-29T10:00:00Z") << "23 hours later";
}

TEST(TimeWords, HoursAndMinutesAreCountedOnTheClock) {
  const Calendar before = Berlin("2026-10-24 12:00");
  EXPECT_EQ(Told("+24h", before), "2026-10-25T10:00:00Z") << "11:00 on the wall";
  EXPECT_EQ(Told("-2h", before), "2026-10-24T08:00:00Z");
  EXPECT_EQ(Told("+90m", before), "2026-10-24T11:30:00Z");
}

TEST(TimeWords, WallTimesThatClockChangesSkipOrRepeat) {
  const Calendar calendar = Berlin("2026-03-28 02:30");
  EXPECT_EQ(Told("+1d", calendar), "2026-03-29T01:30:00Z") << "2:30 is skipped: 3:30";
  EXPECT_EQ(Told("2026-03-29 02:30", calendar), "2026-03-29T01:30:00Z");
  EXPECT_EQ(Told("2026-10-25 02:30", calendar), "2026-10-25T00:30:00Z") << "the first of two";
  // Clocks of Santiago go forward at midnight: the day begins at 1:00.
  EXPECT_EQ(Told("2026-09-06", {calendar.now, Zone("America/Santiago")}), "2026-09-06T04:00:00Z");
}

TEST(TimeWords, DatesAndInstants) {
  const Calendar calendar = Berlin("2026-07-15 12:00");
  EXPECT_EQ(Told("2026-12-01", calendar), "2026-11-30T23:00:00Z");
  EXPECT_EQ(Told("2026-12-01 10:00", calendar), "2026-12-01T09:00:00Z");
  EXPECT_EQ(Told("2026-12-01T10:00", calendar), "2026-12-01T09:00:00Z");
  EXPECT_EQ(Told("2026-12-01 10:00:30", calendar), "2026-12-01T09:00:30Z");
  EXPECT_EQ(Told("2026-12-01T10:00:00+05:00", calendar), "2026-12-01T05:00:00Z");
  EXPECT_EQ(Told("2026-12-01T10:00:00Z", calendar), "2026-12-01T10:00:00Z");
}

TEST(TimeWords, AllElseIsRefused) {
  const Calendar calendar = Berlin("2026-07-15 12:00");
  for (const char* words : {"",
                            " ",
                            "soon",
                            "+",
                            "+d",
                            "7d",
                            "+7",
                            "+7y",
                            "+-7d",
                            "+ 7d",
                            "+7dd",
                            "+1e3d",
                            "2026-13-01",
                            "2026-02-30",
                            "2026-1-1",
                            "12026-01-01",
                            "tomorrow 25:00",
                            "tomorrow at 10",
                            "10:00",
                            "now 10:00",
                            "today tomorrow",
                            "mo",
                            "mondays",
                            "+9999999999999999999d",
                            "+90000000d",
                            "-90000000d",
                            "2026-12-01T10:00:00+25:00"}) {
    EXPECT_EQ(Told(words, calendar), "none") << words;
  }
}

TEST(TimeWords, DaysForNights) {
  const Calendar calendar = Berlin("2026-07-15 23:30");
  EXPECT_EQ(TellDay("today", calendar), "2026-07-15");
  EXPECT_EQ(TellDay("+10d", calendar), "2026-07-25");
  EXPECT_EQ(TellDay("-1w", calendar), "2026-07-08");
  EXPECT_EQ(TellDay("friday", calendar), "2026-07-17");
  EXPECT_EQ(TellDay("2026-12-05", calendar), "2026-12-05");
  for (const char* words : {"now", "+2h", "2026-12-05 10:00", "soon", "2026-02-30", ""}) {
    EXPECT_EQ(TellDay(words, calendar), "none") << words;
  }
}

}  // namespace
}  // namespace bookings::cli
