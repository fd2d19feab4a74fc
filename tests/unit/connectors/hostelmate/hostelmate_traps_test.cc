// One test for each trap of HostelMate's API that a read can show (hostelmate.md 7), and both ways
// of the facts about it that are only assumed.
#include "connectors/hostelmate/hostelmate_words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/hostelmate/hostelmate_fixture.h"

namespace bookings::hostelmate {
namespace {

using ::testing::Contains;
using ::testing::Not;

TEST(HostelmateTraps, CheckOutIsTheDayAfterTheLastNight) {
  const v1::Stay stay =
      ReadBooking(R"("stay_dates":[)" + Night("2026-12-19") + "," + Night("2026-12-20") + "]")
          .stay();
  EXPECT_EQ(stay.check_in_date(), "2026-12-19");
  EXPECT_EQ(stay.check_out_date(), "2026-12-21");
}

TEST(HostelmateTraps, NightsAreSortedAndGapsMovesAndSecondBedsStayVisible) {
  const v1::Booking booking =
      ReadBooking(R"("stay_dates":[)" + Night("2026-12-24") + "," + Night("2026-12-19", "b") + "," +
                  Night("2026-12-19", "a") + "]");
  ASSERT_EQ(booking.stay().nights_size(), 3);
  EXPECT_EQ(booking.stay().nights(0).bed_id(), "b");
  EXPECT_EQ(booking.stay().nights(1).bed_id(), "a");
  EXPECT_EQ(booking.stay().nights(2).date(), "2026-12-24");
  EXPECT_EQ(booking.stay().check_out_date(), "2026-12-25");
}

TEST(HostelmateTraps, AmountsAreMinorUnits) {
  const v1::Booking booking = ReadBooking(R"("total":5401)");
  EXPECT_EQ(booking.total().units(), 54);
  EXPECT_EQ(booking.total().nanos(), 10'000'000);
  EXPECT_EQ(booking.total().currency_code(), "EUR");
}

TEST(HostelmateTraps, TheInternalGuestIdIsNoCustomerId) {
  const v1::Booking booking =
      ReadBooking(R"("guest":{"id":"g-1","first_name":"Ana"})", v1::BOOKING_VIEW_FULL);
  EXPECT_EQ(booking.customers(0).id(), "");
  const auto& guest = booking.vendor_fields().fields().at("guest").struct_value();
  EXPECT_EQ(guest.fields().at("id").string_value(), "g-1");
}

TEST(HostelmateTraps, PaidIsALiveBooking) {
  const v1::Booking booking = ReadBooking(R"("status":"paid")");
  EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_CONFIRMED);
  EXPECT_EQ(booking.payment_status(), v1::PAYMENT_STATUS_PAID);
  EXPECT_EQ(booking.vendor_status(), "paid");
}

TEST(HostelmateTraps, WordsOfTheFrontDeskAreUnknownAndNeverAnError) {
  for (const char* word : {"Reserved", "Check-in Paid", "Paid No Show", "Waiting List", "Paid"}) {
    const v1::Booking booking = ReadBooking(R"("status":")" + std::string(word) + '"');
    EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_UNKNOWN) << word;
    EXPECT_EQ(booking.vendor_status(), word);
    EXPECT_EQ(booking.payment_status(), v1::PAYMENT_STATUS_UNSPECIFIED) << word;
  }
}

TEST(HostelmateTraps, CurrencyAndScaleAreConfigured) {
  config::v1::ConnectionConfig config = HostelConfig();
  config.mutable_hostelmate()->set_currency("KWD");
  config.mutable_hostelmate()->set_amount_scale(1000);
  const auto connector = MakeConnector(config);
  const auto page = testing::Play(connector->ListPage(*connector->PlanList({}), ""),
                                  {ListBody(R"({"id":"b","total":5401})")})
                        .answer;
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->bookings[0]->total().currency_code(), "KWD");
  EXPECT_EQ(page->bookings[0]->total().units(), 5);
  EXPECT_EQ(page->bookings[0]->total().nanos(), 401'000'000);
}

TEST(HostelmateTraps, EveryGetSaysItsContentType) {
  const auto connector = Hostel();
  for (const auto& step : {connector->ListPage(*connector->PlanList({}), "").pending()->headers,
                           connector->GetBooking("b", v1::BOOKING_VIEW_FULL).pending()->headers}) {
    ASSERT_EQ(step.size(), 1U);
    EXPECT_EQ(step[0].name, "Content-Type");
    EXPECT_EQ(step[0].value, "application/json");
  }
}

TEST(HostelmateTraps, CancelledBookingsAreListedWithTheirNights) {
  const v1::Booking booking =
      ReadBooking(R"("status":"cancelled","stay_dates":[)" + Night("2026-12-19") + "]");
  EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_CANCELLED);
  EXPECT_EQ(booking.stay().nights_size(), 1);
}

TEST(HostelmateAssumed, PaidDaysMayBeMissing) {
  EXPECT_FALSE(
      ReadBooking(R"("stay_dates":[)" + Night("2026-12-19") + "]").stay().has_nights_paid());
  EXPECT_EQ(ReadBooking(R"("paidDays":0)").stay().nights_paid(), 0);
  EXPECT_TRUE(ReadBooking(R"("paidDays":0)").stay().has_nights_paid());
}

TEST(HostelmateAssumed, TheGuestMayBeMissingOrEmpty) {
  EXPECT_EQ(ReadBooking(R"("status":"paid")").customers_size(), 0);
  EXPECT_EQ(ReadBooking(R"("guest":null)").customers_size(), 0);
  EXPECT_EQ(ReadBooking(R"("guest":{"id":"g","email":"","phone":null})").customers_size(), 0);
}

TEST(HostelmateAssumed, APrivateRoomHasNoBed) {
  const v1::Booking booking =
      ReadBooking(R"("stay_dates":[{"date":"2026-12-19","amount":1,"room":"r","bed":null}])");
  EXPECT_EQ(booking.stay().nights(0).room_id(), "r");
  EXPECT_EQ(booking.stay().nights(0).bed_id(), "");
  EXPECT_THAT(booking.mapping_notes(), Not(Contains(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE)));
}

TEST(HostelmateAssumed, AListEndsByItsCountOfPagesOrEmpty) {
  const std::string item = R"({"id":"b"})";
  EXPECT_EQ(ReadPage(ListBody(item, 1, 2))->next_cursor, "2");
  EXPECT_EQ(ReadPage(ListBody(item, 2, 2), {}, "2")->next_cursor, std::nullopt);
  EXPECT_EQ(ReadPage(ListBody("", 1, 2))->next_cursor, std::nullopt);
  EXPECT_EQ(ReadPage(ListBody("", 1, 0))->next_cursor, std::nullopt);
}

TEST(HostelmateWords, EveryWordIsMappedAndOnlyAsItIsSpelled) {
  for (const auto& row : kStatuses) {
    const std::string member = R"("status":")" + std::string(row.word);
    EXPECT_EQ(ReadBooking(member + '"').status(), row.meaning) << row.word;
    EXPECT_EQ(ReadBooking(member + " \"").status(), v1::BOOKING_STATUS_UNKNOWN) << row.word;
  }
}

// A date at the edge of what protobuf holds has no neighbours there: it cannot be used.
TEST(HostelmateStay, DatesAtTheEdgesOfTimeAreUnreadable) {
  for (const char* date : {"9999-12-31", "0001-01-01", "2026-02-30", "", "tomorrow"}) {
    const v1::Booking booking = ReadBooking(R"("stay_dates":[)" + Night(date) + "]");
    EXPECT_EQ(booking.stay().nights_size(), 0) << date;
    EXPECT_FALSE(booking.has_start_time()) << date;
    EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE)) << date;
  }
}

}  // namespace
}  // namespace bookings::hostelmate
