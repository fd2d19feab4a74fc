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
  EXPECT_EQ(plan->vendor_query,
            "perPage=50&startedAt=1970-01-01T00%3A00%3A00.999Z&order=createdAt&sort=asc");
}

// A list of starts before 00:00:10, on whose first page these starts stand (a number of seconds
// below 60, or null).
std::optional<std::string> NextPageAfter(const std::vector<std::string>& starts,
                                         v1::OrderBy order = v1::ORDER_BY_UNSPECIFIED) {
  std::string items;
  for (const std::string& start : starts) {
    const std::string value = start == "null" ? start : "\"1970-01-01T00:00:" + start + "Z\"";
    items += (items.empty() ? "" : ",") + (R"({"uid":"u","startedAt":)" + value + "}");
  }
  ListQuery query;
  query.order = order;
  query.filter.mutable_start_time()->mutable_to()->set_seconds(10);
  const absl::StatusOr<Page> page = ReadPage(ListBody(items, R"(,"nextPage":2)"), query);
  EXPECT_TRUE(page.ok()) << page.status();
  return page.ok() ? page->next_cursor : std::nullopt;
}

TEST(JicooList, IsLeftOnceStartsReachTheEndOfTheRange) {
  EXPECT_EQ(NextPageAfter({"08", "10"}), std::nullopt);
  EXPECT_EQ(NextPageAfter({"08", "11"}, v1::ORDER_BY_START_TIME_ASC), std::nullopt);
  EXPECT_EQ(NextPageAfter({"08", "09"}), "2");
}

TEST(JicooList, IsNotLeftWhereTheVendorBreaksItsOrder) {
  EXPECT_EQ(NextPageAfter({"11", "10"}), "2");
  EXPECT_EQ(NextPageAfter({"08", "null", "11"}), "2");
}

TEST(JicooList, IsNotLeftInAnotherOrder) {
  EXPECT_EQ(NextPageAfter({"08", "11"}, v1::ORDER_BY_CREATE_TIME_ASC), "2");
  EXPECT_EQ(NextPageAfter({"11", "10"}, v1::ORDER_BY_START_TIME_DESC), "2");
}

TEST(JicooList, GarbledCursorsAreRefused) {
  for (const char* cursor : {"0", "-1", "1 ", "x", "1.5", "99999999999999999999", "\xFF"}) {
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
