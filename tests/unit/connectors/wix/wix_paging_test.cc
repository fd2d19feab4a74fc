// How lists of Wix are asked for page by page, and how garbled positions are refused.
#include <string>

#include "absl/strings/str_cat.h"
#include "connectors/api/time.h"
#include "connectors/wix/wix_v1_messages.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/wix/wix_fixture.h"

namespace bookings::wix {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::Time kFirstCreated = absl::FromUnixSeconds(1'700'000'000);

// A full page of v1: booking i was made at kFirstCreated + i / per_instant * step.
std::string FullPage(int per_instant, absl::Duration step) {
  std::string entries;
  for (int i = 0; i < kV1PageSize; ++i) {
    const std::string created = FormatInstantMillis(kFirstCreated + i / per_instant * step);
    absl::StrAppend(&entries, i == 0 ? "" : ",", R"({"booking":{"id":"b-)", i,
                    R"(","createdDate":")", created, R"("}})");
  }
  return Answer("v1", entries, R"({"count":500,"total":0})");
}

ListQuery InOrder(v1::OrderBy order) {
  ListQuery query;
  query.order = order;
  return query;
}

TEST(WixV1Paging, AFullPageGoesOnBehindTheBookingsOfItsLastInstant) {
  const auto page = ReadPage(*Site("v1"), FullPage(3, absl::Seconds(1)));
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->bookings.size(), 500U);
  // 500 = 166 * 3 + 2.
  EXPECT_EQ(page->next_cursor, "1700000166000+2");
}

TEST(WixV1Paging, NewestFirstGoesOnToEarlierBookings) {
  const ListQuery query = InOrder(v1::ORDER_BY_CREATE_TIME_DESC);
  const auto page = ReadPage(*Site("v1"), FullPage(3, -absl::Seconds(1)), query);
  EXPECT_EQ(page->next_cursor, "1699999834000+2");
  const HttpRequest next = ListRequest(*Site("v1"), query, "1699999834000+2");
  EXPECT_THAT(next.body, HasSubstr(R"("createdDate":{"$lt":"2023-11-14T22:10:34.001Z"})"));
  EXPECT_THAT(next.body, HasSubstr(R"("order":"DESC")"));
  EXPECT_THAT(next.body, HasSubstr(R"("offset":2)"));
}

TEST(WixV1Paging, APageOfOneInstantIsCountedOn) {
  const std::string answer = FullPage(kV1PageSize, absl::Seconds(1));
  EXPECT_EQ(ReadPage(*Site("v1"), answer)->next_cursor, "1700000000000+500");
  EXPECT_EQ(ReadPage(*Site("v1"), answer, {}, "1700000000000+500")->next_cursor,
            "1700000000000+1000");
}

TEST(WixV1Paging, APageOutOfOrderIsCountedOn) {
  const auto page = ReadPage(*Site("v1"), FullPage(3, -absl::Seconds(1)));
  EXPECT_EQ(page->next_cursor, "500");
}

TEST(WixV1Paging, TheListWithoutOrderIsCountedOn) {
  const auto page = ReadPage(*Site("v1", "get"), FullPage(3, absl::Seconds(1)));
  EXPECT_EQ(page->next_cursor, "500");
}

TEST(WixV1Paging, TheCallersBoundsStayBesideThePosition) {
  ListQuery query;
  SetTimestamp(kFirstCreated, query.filter.mutable_create_time()->mutable_from());
  SetTimestamp(kFirstCreated + absl::Hours(1), query.filter.mutable_create_time()->mutable_to());
  const HttpRequest next = ListRequest(*Site("v1"), query, "1700000166000+2");
  EXPECT_THAT(next.body, HasSubstr(R"("createdDate":{"$gte":"2023-11-14T22:16:06.000Z",)"
                                   R"("$lt":"2023-11-14T23:13:20.000Z"})"));
}

TEST(WixPaging, GarbledCursorsAreRefused) {
  for (const char* cursor : {"x", "-1", "1.5", "+", "+3", "3+", "a+1", "1+b", "1+-1", "1+2+3",
                             "9999999999999999999+1", "1+99999999999", "c:abc", " 1"}) {
    EXPECT_EQ(ReasonOf(ReadPage(*Site("v1"), "{}", {}, cursor).status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << cursor;
  }
  for (const char* cursor : {"500", "c", "c:", "C:abc", "1700000166000+2"}) {
    EXPECT_EQ(ReasonOf(ReadPage(*Site("v2"), "{}", {}, cursor).status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << cursor;
  }
}

TEST(WixPaging, V1CursorsSurviveTheRoundTrip) {
  for (const char* cursor : {"0", "500", "1700000166000+2", "-5+1"}) {
    const absl::StatusOr<V1Position> position = ParseV1Cursor(cursor);
    ASSERT_TRUE(position.ok()) << cursor;
    EXPECT_EQ(FormatV1Cursor(*position), cursor);
  }
}

TEST(WixV2Paging, ACursorIsSentWithoutFilterAndSort) {
  ListQuery query;
  query.filter.add_statuses(v1::BOOKING_STATUS_CONFIRMED);
  const HttpRequest next = ListRequest(*Site("v2"), query, "c:a\"b");
  EXPECT_EQ(next.body, R"({"query":{"cursorPaging":{"limit":100,"cursor":"a\"b"}},)"
                       R"("withBookingAllowedActions":true})");
}

TEST(WixV2Paging, UnreadableCursorsFailThePage) {
  for (const char* paging : {"[]", R"({"cursors":[]})", R"({"cursors":{"next":5}})"}) {
    EXPECT_EQ(ReasonOf(ReadPage(*Site("v2"), Answer("v2", "", paging)).status()),
              v1::ERROR_REASON_VENDOR_RESPONSE_INVALID)
        << paging;
  }
  const std::string endless(kMaxCursorBytes, 'x');
  const std::string paging = absl::StrCat(R"({"cursors":{"next":")", endless, R"("}})");
  EXPECT_EQ(ReasonOf(ReadPage(*Site("v2"), Answer("v2", "", paging)).status()),
            v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}

// Every request repeats safely, and names a sort, a limit and its filter in its own words.
TEST(WixRequests, AreSafeToRepeat) {
  for (const char* api : {"v1", "v2"}) {
    EXPECT_EQ(ListRequest(*Site(api), {}).replay, ReplaySafety::kSafe);
    EXPECT_EQ(Site(api)->GetBooking("b-1", v1::BOOKING_VIEW_FULL).pending()->replay,
              ReplaySafety::kSafe);
  }
  EXPECT_EQ(ListRequest(*Site("v1", "get"), {}).replay, ReplaySafety::kSafe);
}

TEST(WixRequests, ManyIdsAreCheckedByTheGatewayAlone) {
  ListQuery query;
  for (int i = 0; i < 11; ++i) query.filter.add_session_ids(absl::StrCat("s-", i));
  EXPECT_THAT(ListRequest(*Site("v1"), query).body, HasSubstr("s-10"));
  EXPECT_THAT(ListRequest(*Site("v1", "get"), query).target, Not(HasSubstr("s-10")));
  EXPECT_TRUE(Site("v1", "get")->PlanList(query)->pushed_down.empty());
  for (int i = 11; i < 101; ++i) query.filter.add_session_ids(absl::StrCat("s-", i));
  EXPECT_THAT(ListRequest(*Site("v1"), query).body, Not(HasSubstr("s-10")));
}

TEST(WixRequests, AStatusThatNobodyKnowsYetIsNotAskedFor) {
  ListQuery query;
  query.filter.add_statuses(v1::BOOKING_STATUS_CONFIRMED);
  query.filter.add_statuses(v1::BOOKING_STATUS_UNKNOWN);
  EXPECT_THAT(ListRequest(*Site("v2"), query).body, HasSubstr(R"("filter":{})"));
  EXPECT_TRUE(Site("v2")->PlanList(query)->pushed_down.empty());
}

}  // namespace
}  // namespace bookings::wix
