// One test for each trap of Jicoo's API that a read can show (jicoo.md 7; those of slots and writes
// stand with their tests), and both ways of the facts about it that are only assumed.
#include "connectors/jicoo/jicoo_words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/jicoo/jicoo_fixture.h"

namespace bookings::jicoo {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

TEST(JicooTraps, SortIsTheDirectionAndOrderIsTheField) {
  struct Case {
    v1::OrderBy order;
    const char* query;
  };
  for (const Case& wanted : {Case{v1::ORDER_BY_UNSPECIFIED, "order=createdAt&sort=asc"},
                             {v1::ORDER_BY_START_TIME_ASC, "order=startedAt&sort=asc"},
                             {v1::ORDER_BY_START_TIME_DESC, "order=startedAt&sort=desc"},
                             {v1::ORDER_BY_CREATE_TIME_ASC, "order=createdAt&sort=asc"},
                             {v1::ORDER_BY_CREATE_TIME_DESC, "order=createdAt&sort=desc"}}) {
    ListQuery query;
    query.order = wanted.order;
    EXPECT_EQ(Studio()->PlanList(query)->vendor_query, wanted.query);
  }
}

TEST(JicooTraps, NameIsTheTitleNotTheGuest) {
  const v1::Booking booking = ReadBooking(R"("name":"Trial lesson")");
  EXPECT_EQ(booking.title(), "Trial lesson");
  EXPECT_EQ(booking.customers_size(), 0);
}

TEST(JicooTraps, ARequestIsPendingAndStatusIsNeverPushedDown) {
  EXPECT_EQ(ReadBooking(R"("status":"request")").status(), v1::BOOKING_STATUS_PENDING);
  ListQuery query;
  query.filter.add_statuses(v1::BOOKING_STATUS_CONFIRMED);
  const absl::StatusOr<ListPlan> plan = Studio()->PlanList(query);
  EXPECT_TRUE(plan->pushed_down.empty());
  EXPECT_EQ(plan->vendor_query.find("status"), std::string::npos);
}

TEST(JicooTraps, StartedAtIsTheScheduledStart) {
  const v1::Booking booking = ReadBooking(R"("status":"open","startedAt":"2099-01-01T00:00:00Z")");
  EXPECT_EQ(booking.start_time().seconds(), 4'070'908'800);
  EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_CONFIRMED);
}

// `endedAt` would leave out bookings that cross the end of the range.
TEST(JicooTraps, OnlyTheStartOfARangeIsPushedDown) {
  ListQuery query;
  query.filter.mutable_start_time()->mutable_to()->set_seconds(1);
  query.filter.mutable_end_time()->mutable_to()->set_seconds(1);
  const absl::StatusOr<ListPlan> plan = Studio()->PlanList(query);
  EXPECT_TRUE(plan->pushed_down.empty());
  EXPECT_EQ(plan->vendor_query, "order=startedAt&sort=asc");
}

TEST(JicooTraps, CancelIsSpelledInTwoWays) {
  const v1::Booking booking = ReadBooking(
      R"("status":"cancel","cancelledBy":"guest","cancelledAt":"2026-11-20T03:00:00.000Z")");
  EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_CANCELLED);
  EXPECT_EQ(booking.cancellation().actor(), v1::CANCELLATION_ACTOR_CUSTOMER);
  EXPECT_EQ(ReadBooking(R"("status":"cancelled")").status(), v1::BOOKING_STATUS_UNKNOWN);
}

TEST(JicooTraps, IdsAreOpaqueAndCaseSensitive) {
  const absl::StatusOr<Page> page =
      ReadPage(ListBody(R"({"uid":"_aB-c"},{"uid":"_ab-C","eventTypeId":"_E-1"})"));
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->bookings[0]->name(), "connections/studio/bookings/_aB-c");
  EXPECT_EQ(page->bookings[1]->name(), "connections/studio/bookings/_ab-C");
  EXPECT_EQ(page->bookings[1]->service().id(), "_E-1");
}

// Trap 8: on a host it is an integer of 0 to 3, which means nothing on a booking.
TEST(JicooTraps, PriorityIsAWordOnABookingAndAnIntegerOnlyOnAHost) {
  EXPECT_EQ(ReadBooking(R"("priority":"middle")").priority(), v1::PRIORITY_MEDIUM);
  for (const char* number : {"0", "1", "3"}) {
    const v1::Booking booking = ReadBooking(R"("priority":)" + std::string(number));
    EXPECT_EQ(booking.priority(), v1::PRIORITY_UNSPECIFIED) << number;
    EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE));
  }
  const v1::Booking hosted =
      ReadBooking(R"("hosts":[{"userId":"u7","role":"admin","priority":3}])");
  EXPECT_EQ(hosted.priority(), v1::PRIORITY_UNSPECIFIED);
  EXPECT_EQ(hosted.staff(0).id(), "u7");
}

// Trap 10: what is written is shown in jicoo_create_test.cc.
TEST(JicooTraps, AnswersAreReadByTheQuestionsTextWithAnArrayOfContents) {
  v1::Booking asked;
  asked.set_vendor_id("u");
  const auto played = testing::Play(
      Studio()->FetchDetails(asked),
      {R"({"data":[{"name":"M","answers":[{"question":"Instrument","content":["Guitar","Bass"]},)"
       R"({"question":"Level","content":[]}]}]})"});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  const v1::Customer& customer = played.answer->customers(0);
  ASSERT_EQ(customer.answers_size(), 2);
  EXPECT_EQ(customer.answers(0).question(), "Instrument");
  EXPECT_EQ(customer.answers(0).question_id(), "");
  EXPECT_THAT(customer.answers(0).values(), ElementsAre("Guitar", "Bass"));
  EXPECT_EQ(customer.answers(1).values_size(), 0);
}

// Trap 14: a vendor that names an amount some day is drift, not a price.
TEST(JicooTraps, ThereIsNoMoneyAnywhere) {
  const v1::Booking booking =
      ReadBooking(R"("price":2500,"currency":"JPY")", v1::BOOKING_VIEW_FULL);
  EXPECT_FALSE(booking.has_total());
  EXPECT_FALSE(booking.has_amount_paid());
  EXPECT_EQ(booking.payment_status(), v1::PAYMENT_STATUS_UNSPECIFIED);
  EXPECT_EQ(booking.vendor_fields().fields().at("price").number_value(), 2500);
  const auto connector = Studio();
  const auto& unreported = connector->capabilities().unreported_fields();
  for (const char* field : {"total", "amount_paid", "payment_status"}) {
    EXPECT_THAT(unreported, Contains(field));
  }
}

TEST(JicooTraps, ThePhoneNumberIsThePlaces) {
  const v1::Booking booking = ReadBooking(R"("phoneNumber":"+8130")");
  EXPECT_EQ(booking.location().phone(), "+8130");
  EXPECT_EQ(booking.customers_size(), 0);
}

TEST(JicooTraps, TimeZoneDoesNotShiftTheTimes) {
  const v1::Booking booking =
      ReadBooking(R"("startedAt":"1970-01-01T00:00:01.000Z","timeZone":"Asia/Tokyo")");
  EXPECT_EQ(booking.start_time().seconds(), 1);
  EXPECT_EQ(booking.time_zone(), "Asia/Tokyo");
  EXPECT_EQ(booking.time_zone_source(), v1::TIME_ZONE_SOURCE_CUSTOMER);
}

TEST(JicooTraps, NextPageDisappearsOrIsNull) {
  const std::string item = R"({"uid":"u"})";
  EXPECT_EQ(ReadPage(ListBody(item))->next_cursor, std::nullopt);
  EXPECT_EQ(ReadPage(ListBody(item, R"(,"nextPage":null)"))->next_cursor, std::nullopt);
  EXPECT_EQ(ReadPage(ListBody(item, R"(,"nextPage":2)"))->next_cursor, "2");
  // The counts of pages decide nothing.
  EXPECT_EQ(ReadPage(ListBody(item, R"(,"currentPage":1,"numberOfPages":9)"))->next_cursor,
            std::nullopt);
}

TEST(JicooTraps, ErrorsMayBeMissingOrEmpty) {
  EXPECT_TRUE(ReadPage(R"({"data":[{"uid":"u"}]})").ok());
  EXPECT_TRUE(ReadPage(R"({"data":[{"uid":"u"}],"errors":[]})").ok());
}

TEST(JicooAssumed, DateTimesComeWithAndWithoutFraction) {
  for (const char* text :
       {"1970-01-01T00:00:01Z", "1970-01-01T00:00:01.000Z", "1970-01-01T09:00:01.000000+09:00"}) {
    EXPECT_EQ(ReadBooking(R"("startedAt":")" + std::string(text) + '"').start_time().seconds(), 1)
        << text;
  }
}

TEST(JicooAssumed, HostsMayBeEmptyNullOrAbsent) {
  EXPECT_EQ(ReadBooking(R"("hosts":[])").staff_size(), 0);
  EXPECT_EQ(ReadBooking(R"("hosts":null)").staff_size(), 0);
  const v1::Booking booking = ReadBooking(R"("name":"x")");
  EXPECT_EQ(booking.staff_size(), 0);
  EXPECT_THAT(booking.mapping_notes(),
              ElementsAre(v1::MAPPING_NOTE_START_UNKNOWN, v1::MAPPING_NOTE_END_UNKNOWN));
}

TEST(JicooWords, EveryWordIsMappedAndOnlyAsItIsSpelled) {
  for (const auto& row : kStatuses) {
    const std::string member = R"("status":")" + std::string(row.word);
    EXPECT_EQ(ReadBooking(member + '"').status(), row.meaning) << row.word;
    EXPECT_EQ(ReadBooking(member + " \"").status(), v1::BOOKING_STATUS_UNKNOWN) << row.word;
  }
  for (const auto& row : kLocationKinds) {
    const std::string member = R"("locationId":")" + std::string(row.word);
    EXPECT_EQ(ReadBooking(member + '"').location().kind(), row.meaning) << row.word;
    EXPECT_EQ(ReadBooking(member + "s\"").location().kind(), v1::LOCATION_KIND_UNKNOWN) << row.word;
  }
  for (const auto& row : kPriorities) {
    const std::string member = R"("priority":")" + std::string(row.word);
    EXPECT_EQ(ReadBooking(member + '"').priority(), row.meaning) << row.word;
    EXPECT_EQ(ReadBooking(member + "1\"").priority(), v1::PRIORITY_UNKNOWN) << row.word;
  }
  for (const auto& row : kCancellers) {
    const std::string member = R"("status":"cancel","cancelledBy":")" + std::string(row.word);
    EXPECT_EQ(ReadBooking(member + '"').cancellation().actor(), row.meaning) << row.word;
    EXPECT_EQ(ReadBooking(member + "s\"").cancellation().actor(), v1::CANCELLATION_ACTOR_UNKNOWN)
        << row.word;
  }
}

}  // namespace
}  // namespace bookings::jicoo
