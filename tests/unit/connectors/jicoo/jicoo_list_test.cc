// How the Jicoo connector is configured, plans lists and leaves them; the recorded exchanges show
// the rest.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/recording.h"
#include "tests/support/replay.h"
#include "tests/unit/connectors/jicoo/jicoo_fixture.h"

namespace bookings::jicoo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(JicooExchanges, AreKept) {
  const auto recordings = testing::RecordingsOf("jicoo");
  EXPECT_FALSE(recordings.empty());
  for (const auto& recording : recordings) {
    EXPECT_EQ(testing::Replay(recording.folder, &MakeConnector), "") << recording.scenario;
  }
}

TEST(JicooConfig, NeedsAKey) {
  EXPECT_TRUE(CheckConfig(StudioConfig()).empty());
  config::v1::ConnectionConfig config = StudioConfig();
  config.mutable_jicoo()->clear_api_key();
  const Violations violations = CheckConfig(config);
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations[0].path, "jicoo.api_key");
}

TEST(JicooCredentials, AreAHeaderOfTheirOwn) {
  const Credentials credentials = Studio()->credentials();
  EXPECT_EQ(credentials.kind, Credentials::Kind::kStaticSecret);
  EXPECT_EQ(credentials.header, "X-Jicoo-Api-Key");
  EXPECT_EQ(credentials.prefix, "");
  EXPECT_EQ(credentials.secret.env(), "JICOO_KEY");
}

TEST(JicooPlan, ContactsAreReadForTheFullViewAndForEmails) {
  ListQuery query;
  EXPECT_EQ(Studio()->PlanList(query)->details, DetailCalls::kNone);
  query.filter.add_customer_emails("mika@example.com");
  EXPECT_EQ(Studio()->PlanList(query)->details, DetailCalls::kPerBooking);
  query.filter.Clear();
  query.view = v1::BOOKING_VIEW_FULL;
  EXPECT_EQ(Studio()->PlanList(query)->details, DetailCalls::kPerBooking);
}

TEST(JicooPlan, TheStartIsRoundedDownToTheVendorsMilliseconds) {
  ListQuery query;
  query.filter.mutable_start_time()->mutable_from()->set_nanos(999'999'999);
  const absl::StatusOr<ListPlan> plan = Studio()->PlanList(query);
  EXPECT_THAT(plan->pushed_down, ElementsAre("start_time"));
  EXPECT_EQ(plan->vendor_query, "startedAt=1970-01-01T00%3A00%3A00.999Z&order=startedAt&sort=asc");
}

ListPlan PlanOf(const ListQuery& query) { return Studio()->PlanList(query).value(); }

TEST(JicooPlan, WithoutAWishTheOrderIsTheOneThatEndsSoonest) {
  ListQuery query;
  EXPECT_EQ(PlanOf(query).vendor_order, v1::ORDER_BY_CREATE_TIME_ASC);
  EXPECT_EQ(PlanOf(query).vendor_query, "order=createdAt&sort=asc");
  query.filter.mutable_create_time()->mutable_to()->set_seconds(10);
  EXPECT_EQ(PlanOf(query).vendor_order, v1::ORDER_BY_CREATE_TIME_ASC);
  query.filter.mutable_create_time()->mutable_from()->set_seconds(5);
  EXPECT_EQ(PlanOf(query).vendor_order, v1::ORDER_BY_CREATE_TIME_DESC);
  query.filter.mutable_start_time()->mutable_to()->set_seconds(10);
  EXPECT_EQ(PlanOf(query).vendor_order, v1::ORDER_BY_START_TIME_ASC);
  EXPECT_THAT(PlanOf(query).pushed_down, IsEmpty());
}

TEST(JicooPlan, RowsStayOnlyWhereNewOnesCanOnlyComeAtTheEnd) {
  ListQuery query;
  query.filter.add_statuses(v1::BOOKING_STATUS_CONFIRMED);
  EXPECT_TRUE(PlanOf(query).rows_stay);
  query.order = v1::ORDER_BY_CREATE_TIME_ASC;
  EXPECT_FALSE(PlanOf(query).rows_stay);
  query.order = v1::ORDER_BY_UNSPECIFIED;
  query.filter.mutable_create_time()->mutable_from()->set_seconds(5);
  EXPECT_FALSE(PlanOf(query).rows_stay);
  query.filter.Clear();
  query.filter.mutable_start_time()->mutable_from()->set_seconds(5);
  EXPECT_FALSE(PlanOf(query).rows_stay);
}

TEST(JicooPlan, AListByStartGoesOnAtTheLaterOfItsBounds) {
  ListQuery query;
  query.order = v1::ORDER_BY_START_TIME_ASC;
  query.resume_from = absl::FromUnixMicros(7'000'999);
  EXPECT_TRUE(PlanOf(query).starts_at_resume);
  EXPECT_EQ(PlanOf(query).vendor_query,
            "startedAt=1970-01-01T00%3A00%3A07.000Z&order=startedAt&sort=asc");
  EXPECT_THAT(PlanOf(query).pushed_down, IsEmpty());
  query.filter.mutable_start_time()->mutable_from()->set_seconds(8);
  EXPECT_EQ(PlanOf(query).vendor_query,
            "startedAt=1970-01-01T00%3A00%3A08.000Z&order=startedAt&sort=asc");
}

// The vendor narrows by start alone, and from below alone.
TEST(JicooPlan, OtherOrdersGoOnByRows) {
  ListQuery query;
  query.resume_from = absl::FromUnixSeconds(7);
  for (const v1::OrderBy order : {v1::ORDER_BY_START_TIME_DESC, v1::ORDER_BY_CREATE_TIME_ASC,
                                  v1::ORDER_BY_CREATE_TIME_DESC, v1::ORDER_BY_UNSPECIFIED}) {
    query.order = order;
    EXPECT_FALSE(PlanOf(query).starts_at_resume) << v1::OrderBy_Name(order);
    EXPECT_FALSE(PlanOf(query).vendor_query.starts_with("startedAt=")) << v1::OrderBy_Name(order);
  }
}

TEST(JicooPlan, PagesAreAskedForByTheirRows) {
  const ListPlan plan = PlanOf({});
  EXPECT_TRUE(plan.numbered);
  const NumberedPage page = Studio()->PageAt(plan, 49);
  EXPECT_EQ(page.cursor, "2/49");
  EXPECT_EQ(page.first_row, 49);
  EXPECT_EQ(page.rows, 49);
}

// Whether a list is over is the engine's affair: pages are read ahead.
TEST(JicooList, IsReadOnPastTheEndOfItsRange) {
  ListQuery query;
  query.filter.mutable_start_time()->mutable_to()->set_seconds(10);
  const std::string item = R"({"uid":"u","startedAt":"1970-01-01T00:00:11Z"})";
  EXPECT_EQ(ReadPage(ListBody(item, R"(,"nextPage":2)"), query)->next_cursor, "2");
}

TEST(JicooList, TheNextPageHasTheSizeOfTheOneBefore) {
  const std::string body = ListBody(R"({"uid":"u"})", R"(,"nextPage":4)");
  EXPECT_EQ(ReadPage(body, {}, "3/49")->next_cursor, "4/49");
  EXPECT_EQ(ReadPage(body, {}, "3")->next_cursor, "4");
  EXPECT_EQ(ReadPage(ListBody(R"({"uid":"u"})"), {}, "3/49")->next_cursor, std::nullopt);
}

TEST(JicooList, GarbledCursorsAreRefused) {
  for (const char* cursor :
       {"0", "-1", "1 ", "x", "1.5", "99999999999999999999", "\xFF", "3/50", "3/"}) {
    EXPECT_EQ(ReasonOf(ReadPage(ListBody(""), {}, cursor).status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << cursor;
  }
}

TEST(JicooEtag, IsTheSameInBothViewsAndFeelsEveryField) {
  const std::string members = R"("name":"a","surprise":1)";
  const std::string etag = ReadBooking(members).etag();
  EXPECT_EQ(etag.size(), 16U);
  EXPECT_EQ(ReadBooking(members, v1::BOOKING_VIEW_FULL).etag(), etag);
  EXPECT_NE(ReadBooking(R"("name":"a","surprise":2)").etag(), etag);
}

}  // namespace
}  // namespace bookings::jicoo
