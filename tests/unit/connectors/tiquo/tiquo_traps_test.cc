// A named test for each trap of Tiquo's API that a read can show (tiquo.md 7).
#include <string>

#include "connectors/api/failure.h"
#include "connectors/api/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/tiquo/tiquo_fixture.h"

namespace bookings::tiquo {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Start(const v1::Booking& booking) {
  return booking.has_start_time() ? FormatInstantMillis(FromTimestamp(booking.start_time())) : "";
}

std::string End(const v1::Booking& booking) {
  return booking.has_end_time() ? FormatInstantMillis(FromTimestamp(booking.end_time())) : "";
}

// The one booking of a page of the Client API, in the FULL view.
v1::Booking Read(const std::string& members, const std::string& settings = "") {
  const auto client = Client(settings);
  ListQuery query;
  query.view = v1::BOOKING_VIEW_FULL;
  const auto played =
      List(*client, {ClientBody(absl::StrCat(R"({"id":"b1",)", members, "}"))}, query);
  EXPECT_TRUE(played.answer.ok()) << played.answer.status();
  if (!played.answer.ok() || played.answer->bookings.size() != 1) return {};
  return *played.answer->bookings[0];
}

v1::Booking ReadAt(const char* date, const char* zone, const char* start, const char* rest = "",
                   const std::string& settings = "") {
  return Read(absl::StrCat(R"("date":)", date, R"(,"timezone":")", zone, R"(","startTime":")",
                           start, "\"", rest),
              settings);
}

constexpr char kUtc[] = "date_encoding: 'utc'";
constexpr char kNewYork[] = "America/New_York";
constexpr char kDecember5[] = "1796446800000";  // midnight in New York

TEST(TiquoTraps, DateAtZoneMidnightIsTheCivilDayInTheZone) {
  EXPECT_EQ(Start(ReadAt(kDecember5, kNewYork, "14:30")), "2026-12-05T19:30:00.000Z");
  const v1::Booking tokyo = ReadAt("1796396400000", "Asia/Tokyo", "10:00");
  EXPECT_EQ(Start(tokyo), "2026-12-05T01:00:00.000Z");
  EXPECT_THAT(tokyo.mapping_notes(), Contains(v1::MAPPING_NOTE_DAY_AMBIGUOUS));
  EXPECT_EQ(Start(ReadAt("1782860400000", "Europe/London", "09:00")), "2026-07-01T08:00:00.000Z");
}

TEST(TiquoTraps, DateAtUtcMidnightIsTheCivilDayWhereTheConnectionSaysSo) {
  const v1::Booking booking = ReadAt("1796428800000", kNewYork, "14:30", "", kUtc);
  EXPECT_EQ(Start(booking), "2026-12-05T19:30:00.000Z");
  EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_DAY_AMBIGUOUS));
  EXPECT_EQ(booking.vendor_fields().fields().at("date").number_value(), 1796428800000);
}

TEST(TiquoTraps, TheSeedsRowHasTwoReadings) {
  EXPECT_EQ(Start(ReadAt("1706662800000", kNewYork, "14:30")), "2024-01-30T19:30:00.000Z");
  EXPECT_EQ(Start(ReadAt("1706662800000", kNewYork, "14:30", "", kUtc)),
            "2024-01-31T19:30:00.000Z");
}

TEST(TiquoTraps, ADayWithOneReadingIsNotCalledAmbiguous) {
  const v1::Booking booking = ReadAt(kDecember5, kNewYork, "14:30", R"(,"duration":45)");
  EXPECT_THAT(booking.mapping_notes(), Not(Contains(v1::MAPPING_NOTE_DAY_AMBIGUOUS)));
  EXPECT_FALSE(booking.vendor_fields().fields().contains("date"));
}

TEST(TiquoTraps, DateIsNeverAddedToTheStartTimeInMilliseconds) {
  // The start itself as `date`: only its day counts.
  EXPECT_EQ(Start(ReadAt("1796499000000", kNewYork, "14:30")), "2026-12-05T19:30:00.000Z");
  // A day that starts at 01:00, as midnight does not exist.
  EXPECT_EQ(Start(ReadAt("1809036000000", "Africa/Cairo", "09:00")), "2027-04-30T06:00:00.000Z");
}

TEST(TiquoTraps, AWallTimeInTheDstGapIsShiftedForward) {
  const v1::Booking booking = ReadAt("1805000400000", kNewYork, "02:30");
  EXPECT_EQ(Start(booking), "2027-03-14T07:30:00.000Z");
  EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_DST_GAP_SHIFTED));
}

TEST(TiquoTraps, AWallTimeThatExistsTwiceIsTheEarlierOne) {
  const v1::Booking booking = ReadAt("1825560000000", kNewYork, "01:30");
  EXPECT_EQ(Start(booking), "2027-11-07T05:30:00.000Z");
  EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_DST_OVERLAP_EARLIER));
}

TEST(TiquoTraps, EndBeforeStartIsOnTheNextDay) {
  const v1::Booking booking = ReadAt(kDecember5, kNewYork, "23:30", R"(,"endTime":"00:15")");
  EXPECT_EQ(End(booking), "2026-12-06T05:15:00.000Z");
}

TEST(TiquoTraps, OnlyADurationGivesAnEndByElapsedTime) {
  const v1::Booking booking =
      ReadAt("1804914000000", kNewYork, "23:30", R"(,"endTime":null,"duration":240)");
  EXPECT_EQ(Start(booking), "2027-03-14T04:30:00.000Z");
  EXPECT_EQ(End(booking), "2027-03-14T08:30:00.000Z");  // 04:30 on the clock
  EXPECT_THAT(booking.mapping_notes(), ElementsAre(v1::MAPPING_NOTE_END_DERIVED_FROM_DURATION));
}

TEST(TiquoTraps, NeitherEndNorDurationMeansNoEnd) {
  const v1::Booking booking =
      ReadAt(kDecember5, kNewYork, "14:30", R"(,"endTime":null,"duration":null)");
  EXPECT_EQ(End(booking), "");
  EXPECT_THAT(booking.mapping_notes(), ElementsAre(v1::MAPPING_NOTE_END_UNKNOWN));
}

TEST(TiquoTraps, EndEqualToStartIsDecidedByTheDurationOrUnknown) {
  const v1::Booking day =
      ReadAt(kDecember5, kNewYork, "14:30", R"(,"endTime":"14:30","duration":1440)");
  EXPECT_EQ(End(day), "2026-12-06T19:30:00.000Z");
  const v1::Booking open = ReadAt(kDecember5, kNewYork, "14:30", R"(,"endTime":"14:30")");
  EXPECT_EQ(End(open), "");
  EXPECT_EQ(open.vendor_fields().fields().at("endTime").string_value(), "14:30");
}

TEST(TiquoTraps, AStayOverADayIsToldByTheDurationOnly) {
  const v1::Booking booking =
      ReadAt(kDecember5, kNewYork, "14:00", R"(,"endTime":"10:00","duration":2640)");
  EXPECT_EQ(End(booking), "2026-12-07T15:00:00.000Z");
}

TEST(TiquoTraps, WhereEndAndDurationDisagreeTheEndCountsAndTheDurationIsKept) {
  const v1::Booking booking =
      ReadAt(kDecember5, kNewYork, "14:30", R"(,"endTime":"15:15","duration":50)");
  EXPECT_EQ(End(booking), "2026-12-05T20:15:00.000Z");
  EXPECT_THAT(booking.mapping_notes(), ElementsAre(v1::MAPPING_NOTE_END_DURATION_MISMATCH));
  EXPECT_EQ(booking.vendor_fields().fields().at("duration").number_value(), 50);
}

TEST(TiquoTraps, TwentyFourOClockIsMidnightOfTheNextDay) {
  const v1::Booking booking = ReadAt(kDecember5, kNewYork, "23:00", R"(,"endTime":"24:00")");
  EXPECT_EQ(End(booking), "2026-12-06T05:00:00.000Z");
}

TEST(TiquoTraps, ADurationBeyondReasonIsNotBelieved) {
  for (const char* minutes : {"-1", "99999999999", "1e3", "\"45\""}) {
    const v1::Booking booking =
        ReadAt(kDecember5, kNewYork, "14:30", absl::StrCat(",\"duration\":", minutes).c_str());
    EXPECT_EQ(End(booking), "") << minutes;
    EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE));
    EXPECT_TRUE(booking.vendor_fields().fields().contains("duration"));
  }
}

TEST(TiquoTraps, AnUnknownZoneIsNeverReplaced) {
  const auto client =
      MakeConnector(Config("id: 'ada' time_zone: 'Europe/London' tiquo { mode: 'client' }"));
  ListQuery query;
  query.view = v1::BOOKING_VIEW_FULL;
  const auto played =
      List(*client,
           {ClientBody(
               R"({"id":"b1","date":1796446800000,"startTime":"14:30","timezone":"Mars/Base"})")},
           query);
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  const v1::Booking& booking = *played.answer->bookings.at(0);
  EXPECT_EQ(Start(booking), "");
  EXPECT_EQ(booking.time_zone(), "");
  EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_TIME_ZONE_UNKNOWN));
  EXPECT_EQ(booking.vendor_fields().fields().at("timezone").string_value(), "Mars/Base");
  EXPECT_EQ(booking.vendor_fields().fields().at("startTime").string_value(), "14:30");
}

TEST(TiquoTraps, AMissingZoneIsTheConnections) {
  const auto client =
      MakeConnector(Config("id: 'ada' time_zone: 'America/New_York' tiquo { mode: 'client' }"));
  const auto played =
      List(*client,
           {ClientBody(R"({"id":"b1","date":1796446800000,"startTime":"14:30","timezone":""})")});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  const v1::Booking& booking = *played.answer->bookings.at(0);
  EXPECT_EQ(Start(booking), "2026-12-05T19:30:00.000Z");
  EXPECT_EQ(booking.time_zone_source(), v1::TIME_ZONE_SOURCE_CONFIGURED);
}

TEST(TiquoTraps, RescheduledAndWaitingListHoldNoPlace) {
  EXPECT_EQ(Read(R"("status":"rescheduled")").status(), v1::BOOKING_STATUS_RESCHEDULED);
  EXPECT_EQ(Read(R"("status":"waiting_list")").status(), v1::BOOKING_STATUS_WAITLISTED);
}

TEST(TiquoTraps, PendingAndScheduledAreTheSameStatus) {
  const v1::Booking old = Read(R"("status":"pending")");
  EXPECT_EQ(old.status(), v1::BOOKING_STATUS_PENDING);
  EXPECT_EQ(old.vendor_status(), "pending");
  EXPECT_EQ(Read(R"("status":"scheduled")").status(), v1::BOOKING_STATUS_PENDING);
}

TEST(TiquoTraps, OfTheThreeIdentifiersOnlyTheIdNamesABooking) {
  const v1::Booking booking = Read(R"("bookingNumber":"BK-1","confirmationCode":"QF7")");
  EXPECT_EQ(booking.name(), "connections/ada/bookings/b1");
  ASSERT_EQ(booking.references_size(), 2);
  EXPECT_EQ(booking.references(0).kind(), "bookingNumber");
  EXPECT_EQ(booking.references(1).value(), "QF7");
}

TEST(TiquoTraps, TimesOfCreationMayBeMillisecondsOrText) {
  EXPECT_EQ(Read(R"("createdAt":1796116500000)").create_time().seconds(), 1796116500);
  EXPECT_EQ(Read(R"("createdAt":"2026-12-01T09:15:00.000Z")").create_time().seconds(), 1796116500);
  const v1::Booking booking = Read(R"("createdAt":"soon")");
  EXPECT_FALSE(booking.has_create_time());
  EXPECT_EQ(booking.vendor_fields().fields().at("createdAt").string_value(), "soon");
}

TEST(TiquoTraps, NoPriceIsMappedWithoutAProof) {
  const v1::Booking booking = Read(R"("total":84.50,"currency":"USD")");
  EXPECT_FALSE(booking.has_total());
  EXPECT_EQ(booking.vendor_fields().fields().at("currency").string_value(), "USD");
}

TEST(TiquoTraps, BasicViewHoldsCanonicalFieldsOnlyWithTheSameEtag) {
  const auto client = Client();
  const std::string body = ClientBody(R"({"id":"b1","ticketing":{"qrCodeTicketsEnabled":true}})");
  ListQuery full;
  full.view = v1::BOOKING_VIEW_FULL;
  const auto basic_page = List(*client, {body});
  const auto full_page = List(*client, {body}, full);
  ASSERT_TRUE(basic_page.answer.ok() && full_page.answer.ok());
  const v1::Booking& basic = *basic_page.answer->bookings.at(0);
  EXPECT_FALSE(basic.has_vendor_fields());
  EXPECT_TRUE(full_page.answer->bookings.at(0)->has_vendor_fields());
  EXPECT_EQ(basic.etag(), full_page.answer->bookings.at(0)->etag());
  EXPECT_FALSE(basic.etag().empty());
}

}  // namespace
}  // namespace bookings::tiquo
