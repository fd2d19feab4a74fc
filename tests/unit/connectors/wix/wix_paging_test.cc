// How lists of Wix are asked for page by page, and how garbled positions are refused.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "connectors/api/time.h"
#include "connectors/wix/wix_v1_messages.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/wix/wix_fixture.h"

namespace bookings::wix {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string EntriesOf(int count) {
  std::string entries;
  for (int i = 0; i < count; ++i) {
    absl::StrAppend(&entries, i == 0 ? "" : ",", R"({"booking":{"id":"b-)", i, R"("}})");
  }
  return entries;
}

TEST(WixV1Paging, OnlyAPageThatIsNotFullIsTheLast) {
  for (const char* method : {"query", "get"}) {
    const auto site = Site("v1", method);
    const std::string full = Answer("v1", EntriesOf(kV1PageSize), R"({"count":500,"total":500})");
    EXPECT_EQ(ReadPage(*site, full)->next_cursor, "500");
    EXPECT_EQ(ReadPage(*site, full, {}, "499")->next_cursor, "999");
    const std::string part = Answer("v1", EntriesOf(499), R"({"count":499,"total":3216})");
    EXPECT_EQ(ReadPage(*site, part, {}, "499")->next_cursor, std::nullopt);
    EXPECT_EQ(ReadPage(*site, Answer("v1", ""), {}, "500")->next_cursor, std::nullopt);
  }
}

TEST(WixV1Paging, ATotalBelowTheRowsThatCameIsNotBelieved) {
  const std::string answer = Answer("v1", EntriesOf(3), R"({"count":3,"total":5})");
  EXPECT_EQ(ReadPage(*Site("v1"), answer, {}, "2")->vendor_total, 5);
  EXPECT_EQ(ReadPage(*Site("v1"), answer, {}, "3")->vendor_total, std::nullopt);
}

TEST(WixV1Paging, PagesAreAskedForByTheirRows) {
  for (const char* method : {"query", "get"}) {
    const auto site = Site("v1", method);
    const absl::StatusOr<ListPlan> plan = site->PlanList({});
    EXPECT_TRUE(plan->numbered);
    EXPECT_FALSE(plan->rows_stay);
    const NumberedPage page = site->PageAt(*plan, 1'234);
    EXPECT_EQ(page.cursor, "1234");
    EXPECT_EQ(page.first_row, 1'234);
    EXPECT_EQ(page.rows, 500);
  }
  EXPECT_THAT(ListRequest(*Site("v1"), {}, "1234").body, HasSubstr(R"("offset":1234)"));
  EXPECT_THAT(ListRequest(*Site("v1", "get"), {}, "1234").target,
              HasSubstr("query.paging.offset=1234"));
}

TEST(WixPaging, GarbledCursorsAreRefused) {
  for (const char* cursor : {"x", "-1", "1.5", "+3", "1700000166000+2", "9999999999", "c:abc"}) {
    EXPECT_EQ(ReasonOf(ReadPage(*Site("v1"), "{}", {}, cursor).status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << cursor;
  }
  for (const char* cursor : {"500", "c", "c:", "C:abc"}) {
    EXPECT_EQ(ReasonOf(ReadPage(*Site("v2"), "{}", {}, cursor).status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << cursor;
  }
}

constexpr absl::Time kReached = absl::FromUnixMicros(1'700'000'000'000'600);

struct Bound {
  v1::OrderBy order;
  const char* condition;
};

// Bounds take in the instant itself, whatever Wix keeps of it below a millisecond.
constexpr Bound kBounds[] = {
    {v1::ORDER_BY_UNSPECIFIED, R"("createdDate":{"$gte":"2023-11-14T22:13:20.000Z"})"},
    {v1::ORDER_BY_CREATE_TIME_ASC, R"("createdDate":{"$gte":"2023-11-14T22:13:20.000Z"})"},
    {v1::ORDER_BY_CREATE_TIME_DESC, R"("createdDate":{"$lt":"2023-11-14T22:13:20.002Z"})"},
    {v1::ORDER_BY_START_TIME_ASC, R"("start____":{"$gte":"2023-11-14T22:13:20.000Z"})"},
    {v1::ORDER_BY_START_TIME_DESC, R"("start____":{"$lt":"2023-11-14T22:13:20.002Z"})"},
};

TEST(WixResume, EveryOrderGoesOnAtItsTime) {
  for (const char* api : {"v1", "v2"}) {
    const char* start = api == std::string_view("v1") ? "startTime" : "startDate";
    for (const Bound& bound : kBounds) {
      ListQuery query;
      query.order = bound.order;
      query.resume_from = kReached;
      EXPECT_TRUE(Site(api)->PlanList(query)->starts_at_resume);
      EXPECT_TRUE(Site(api)->PlanList(query)->pushed_down.empty());
      EXPECT_THAT(ListRequest(*Site(api), query).body,
                  HasSubstr(absl::StrReplaceAll(bound.condition, {{"start____", start}})))
          << api << ' ' << v1::OrderBy_Name(bound.order);
    }
  }
}

TEST(WixResume, OfTheCallersBoundAndThePlaceReachedTheNarrowerCounts) {
  ListQuery query;
  query.order = v1::ORDER_BY_CREATE_TIME_ASC;
  query.resume_from = kReached;
  SetTimestamp(kReached - absl::Hours(1), query.filter.mutable_create_time()->mutable_from());
  SetTimestamp(kReached + absl::Hours(1), query.filter.mutable_create_time()->mutable_to());
  EXPECT_THAT(ListRequest(*Site("v2"), query).body,
              HasSubstr(R"("createdDate":{"$gte":"2023-11-14T22:13:20.000Z",)"
                        R"("$lt":"2023-11-14T23:13:20.001Z"})"));
  query.order = v1::ORDER_BY_CREATE_TIME_DESC;
  EXPECT_THAT(ListRequest(*Site("v2"), query).body,
              HasSubstr(R"("createdDate":{"$gte":"2023-11-14T21:13:20.000Z",)"
                        R"("$lt":"2023-11-14T22:13:20.002Z"})"));
}

// Its order is not known: without a wish there is no instant to go on from.
TEST(WixResume, TheDeprecatedListNarrowsItsWindowOnly) {
  ListQuery query;
  query.resume_from = kReached;
  EXPECT_FALSE(Site("v1", "get")->PlanList(query)->starts_at_resume);
  EXPECT_THAT(Site("v1", "get")->PlanList(query)->vendor_query, Not(HasSubstr("created")));
  query.order = v1::ORDER_BY_CREATE_TIME_ASC;
  EXPECT_TRUE(Site("v1", "get")->PlanList(query)->starts_at_resume);
  EXPECT_THAT(Site("v1", "get")->PlanList(query)->vendor_query,
              HasSubstr(R"("created":{"$gte":"2023-11-14T22:13:20.000Z"})"));
}

// The engine reads the list again where a cursor has expired, which it knows by this reason.
TEST(WixResume, ACursorThatIsNotKnownAnyMoreIsARefusedRequest) {
  const HttpResponse response{
      400, {}, R"({"message":"","details":{"applicationError":{"code":"UNKNOWN_CURSOR"}}})"};
  EXPECT_EQ(ReasonOf(Site("v2")->ExplainFailure(Purpose::kListBookings, response)),
            v1::ERROR_REASON_VENDOR_REQUEST_REFUSED);
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
