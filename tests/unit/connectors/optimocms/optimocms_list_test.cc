// Tests of how OptimoCMS is asked: settings, plans, days and cursors.
#include <string>
#include <vector>

#include "connectors/api/failure.h"
#include "connectors/api/time.h"
#include "connectors/optimocms/optimocms_words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/optimocms/optimocms_fixture.h"

namespace bookings::optimocms {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kPath[] = "/v1/sites/site_demo/booking/bookings?limit=100";

std::vector<std::string> ListProblemsOf(const std::string& text) {
  std::vector<std::string> paths;
  for (const Violation& violation : CheckConfig(Config(text))) paths.push_back(violation.path);
  return paths;
}

ListQuery Between(const char* from, const char* to) {
  ListQuery query;
  v1::TimeRange& range = *query.filter.mutable_start_time();
  if (*from != '\0') SetTimestamp(*ParseInstant(from), range.mutable_from());
  if (*to != '\0') SetTimestamp(*ParseInstant(to), range.mutable_to());
  return query;
}

ListQuery WithVendorFilter(const char* name, const char* value) {
  ListQuery query;
  (*query.filter.mutable_vendor_filter()->mutable_fields())[name].set_string_value(value);
  return query;
}

ListQuery WithStatuses(std::initializer_list<v1::BookingStatus> statuses) {
  ListQuery query;
  for (v1::BookingStatus status : statuses) query.filter.add_statuses(status);
  return query;
}

// The target of the first request of a list.
std::string FirstTarget(const ListQuery& query, std::string_view cursor = "") {
  const auto site = Site();
  const auto played = List(*site, {}, query, cursor);
  return played.requests.empty() ? "" : played.requests[0].target;
}

TEST(OptimocmsConfig, AcceptsASite) {
  EXPECT_THAT(
      ListProblemsOf("time_zone: 'Europe/Amsterdam' optimocms { api_key { env: 'K' } site_id: "
                     "'s' booking_minutes: 30 }"),
      IsEmpty());
}

TEST(OptimocmsConfig, NamesAllProblemsAtOnce) {
  EXPECT_THAT(ListProblemsOf("optimocms { booking_minutes: -1 }"),
              ElementsAre("time_zone", "optimocms.api_key", "optimocms.site_id",
                          "optimocms.booking_minutes"));
  EXPECT_THAT(ListProblemsOf("time_zone: 'Amsterdam' optimocms { api_key { env: 'K' } site_id: 's' "
                             "booking_minutes: 44641 }"),
              ElementsAre("time_zone", "optimocms.booking_minutes"));
}

TEST(OptimocmsCredentials, TheKeyHasItsOwnHeader) {
  const Credentials credentials = Site()->credentials();
  EXPECT_EQ(credentials.kind, Credentials::Kind::kStaticSecret);
  EXPECT_EQ(credentials.header, "X-Api-Key");
  EXPECT_EQ(credentials.prefix, "");
  EXPECT_EQ(credentials.secret.env(), "KEY");
  EXPECT_FALSE(credentials.accepts_caller_token);
}

TEST(OptimocmsPlan, AlwaysSendsTheLimitAsThePagesDisagreeOnTheDefault) {
  EXPECT_EQ(FirstTarget({}), kPath);
}

TEST(OptimocmsPlan, EscapesTheSite) {
  const auto site = MakeConnector(
      Config("id: 'b' time_zone: 'UTC' optimocms { api_key { env: 'K' } site_id: 'a/b' }"));
  EXPECT_THAT(List(*site, {}).requests.at(0).target, HasSubstr("/v1/sites/a%2Fb/booking/"));
}

TEST(OptimocmsPlan, SendsAStatusOnlyWhereOneWordMeansIt) {
  EXPECT_EQ(FirstTarget(WithStatuses({v1::BOOKING_STATUS_CONFIRMED})),
            std::string(kPath) + "&status=confirmed");
  EXPECT_EQ(FirstTarget(WithStatuses({v1::BOOKING_STATUS_UNKNOWN})), kPath);
  EXPECT_EQ(FirstTarget(WithStatuses({v1::BOOKING_STATUS_DRAFT})), kPath);
  EXPECT_EQ(FirstTarget(WithStatuses({v1::BOOKING_STATUS_CONFIRMED, v1::BOOKING_STATUS_PENDING})),
            kPath);
}

TEST(OptimocmsPlan, ARangeOfAMonthIsReadByDaysWithTheNeighbours) {
  const auto site = Site();
  // 1 to 31 December in Amsterdam.
  const ListQuery query = Between("2026-11-30T23:00:00Z", "2026-12-31T23:00:00Z");
  const absl::StatusOr<ListPlan> plan = site->PlanList(query);
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->expected_calls, 33);
  EXPECT_THAT(plan->pushed_down, ElementsAre("start_time"));
  EXPECT_EQ(FirstTarget(query), std::string(kPath) + "&date=2026-11-30");
}

TEST(OptimocmsPlan, ALongerOrOpenRangeIsReadByOneWalk) {
  const auto site = Site();
  for (const auto& query :
       {Between("2026-11-30T23:00:00Z", "2026-12-31T23:00:01Z"),
        Between("2026-12-01T00:00:00Z", ""), Between("", "2026-12-01T00:00:00Z")}) {
    const absl::StatusOr<ListPlan> plan = site->PlanList(query);
    ASSERT_TRUE(plan.ok());
    EXPECT_THAT(plan->pushed_down, IsEmpty());
    EXPECT_EQ(plan->expected_calls, std::nullopt);
    EXPECT_EQ(FirstTarget(query), kPath);
  }
}

TEST(OptimocmsPlan, AnExclusiveEndAtMidnightAsksForNoFurtherDay) {
  const auto site = Site();
  const auto plan = site->PlanList(Between("2026-12-05T23:00:00Z", "2026-12-06T23:00:00Z"));
  EXPECT_EQ(plan->expected_calls, 3);
}

TEST(OptimocmsPlan, VendorFiltersAreSentAsTheyAre) {
  EXPECT_EQ(FirstTarget(WithVendorFilter("date", "2026-12-05")),
            std::string(kPath) + "&date=2026-12-05");
  EXPECT_EQ(FirstTarget(WithVendorFilter("status", "no show&x")),
            std::string(kPath) + "&status=no%20show%26x");
  ListQuery both = WithVendorFilter("status", "archived");
  both.filter.add_statuses(v1::BOOKING_STATUS_CONFIRMED);
  EXPECT_EQ(FirstTarget(both), std::string(kPath) + "&status=archived");
  EXPECT_THAT(Site()->PlanList(both)->pushed_down, ElementsAre("vendor_filter"));
}

TEST(OptimocmsPlan, RefusesADateThatIsNone) {
  const auto refused = Site()->PlanList(WithVendorFilter("date", "5 December")).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_INVALID_REQUEST);
  EXPECT_EQ(DetailsOf(refused)->violations(0).field(), "filter.vendor_filter.date");
}

TEST(OptimocmsWalk, ReadsAllPagesOfADayBeforeTheNext) {
  const auto site = Site();
  const ListQuery query = Between("2026-12-05T23:00:00Z", "2026-12-06T23:00:00Z");
  std::vector<std::string> targets;
  std::optional<std::string> cursor = "";
  for (const char* vendor_cursor : {"null", "\"c1\"", "null", "\"\""}) {
    ASSERT_TRUE(cursor.has_value());
    const auto played = List(*site, {Body("", vendor_cursor)}, query, *cursor);
    ASSERT_TRUE(played.answer.ok()) << played.answer.status();
    targets.push_back(played.requests.at(0).target.substr(std::string(kPath).size()));
    EXPECT_EQ(played.answer->vendor_total, std::nullopt);
    cursor = played.answer->next_cursor;
  }
  EXPECT_THAT(targets, ElementsAre("&date=2026-12-05", "&date=2026-12-06",
                                   "&date=2026-12-06&cursor=c1", "&date=2026-12-07"));
  EXPECT_EQ(cursor, std::nullopt);
}

// 6 December in Amsterdam, in this order.
ListQuery OneDay(v1::OrderBy order) {
  ListQuery query = Between("2026-12-05T23:00:00Z", "2026-12-06T23:00:00Z");
  query.order = order;
  return query;
}

// What the pages of a list ask for, and what they say that later ones are behind.
struct Asked {
  std::string target;
  std::optional<absl::Time> rest_from;
};

std::vector<Asked> WalkOf(const ListQuery& query, std::initializer_list<const char*> cursors) {
  const auto site = Site();
  std::vector<Asked> steps;
  std::optional<std::string> cursor = "";
  for (const char* vendor_cursor : cursors) {
    if (!cursor) break;
    const auto played = List(*site, {Body("", vendor_cursor)}, query, *cursor);
    EXPECT_TRUE(played.answer.ok()) << played.answer.status();
    if (!played.answer.ok()) break;
    steps.push_back(
        {played.requests.at(0).target.substr(std::string(kPath).size()), played.answer->rest_from});
    cursor = played.answer->next_cursor;
  }
  EXPECT_EQ(cursor, std::nullopt);
  return steps;
}

// A day less than the day that is asked for next: the vendor may take it in another zone.
TEST(OptimocmsOrder, PagesByDaySayWhatTheLaterOnesAreBehind) {
  const std::vector<Asked> steps =
      WalkOf(OneDay(v1::ORDER_BY_START_TIME_ASC), {"null", "\"c1\"", "null", "null"});
  ASSERT_EQ(steps.size(), 4U);
  EXPECT_EQ(steps[0].target, "&date=2026-12-05");
  EXPECT_EQ(steps[0].rest_from, ParseInstant("2026-12-04T23:00:00Z"));
  EXPECT_EQ(steps[1].target, "&date=2026-12-06");
  EXPECT_EQ(steps[1].rest_from, ParseInstant("2026-12-04T23:00:00Z"));
  EXPECT_EQ(steps[2].target, "&date=2026-12-06&cursor=c1");
  EXPECT_EQ(steps[2].rest_from, ParseInstant("2026-12-05T23:00:00Z"));
  EXPECT_EQ(steps[3].rest_from, std::nullopt);
}

TEST(OptimocmsOrder, TheLatestFirstReadsTheDaysBackwards) {
  const std::vector<Asked> steps =
      WalkOf(OneDay(v1::ORDER_BY_START_TIME_DESC), {"null", "null", "null"});
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].target, "&date=2026-12-07");
  EXPECT_EQ(steps[0].rest_from, ParseInstant("2026-12-07T23:00:00Z"));
  EXPECT_EQ(steps[1].target, "&date=2026-12-06");
  EXPECT_EQ(steps[1].rest_from, ParseInstant("2026-12-06T23:00:00Z"));
  EXPECT_EQ(steps[2].target, "&date=2026-12-05");
  EXPECT_EQ(steps[2].rest_from, std::nullopt);
}

TEST(OptimocmsOrder, OtherListsSayNothing) {
  for (const auto order : {v1::ORDER_BY_UNSPECIFIED, v1::ORDER_BY_CREATE_TIME_ASC}) {
    for (const Asked& step : WalkOf(OneDay(order), {"null", "null", "null"})) {
      EXPECT_EQ(step.rest_from, std::nullopt);
    }
  }
  ListQuery open;
  open.order = v1::ORDER_BY_START_TIME_ASC;
  EXPECT_EQ(WalkOf(open, {"\"c1\"", "null"})[0].rest_from, std::nullopt);
}

// Midnight does not exist on this day, or exists twice: the earliest and the latest of what it may
// mean count.
TEST(OptimocmsOrder, DaysBeginAndEndWhereTheirZoneSaysSo) {
  const auto rest_of = [](const char* zone, const char* date, v1::OrderBy order) {
    const auto site = MakeConnector(Config(absl::StrCat(
        "id: 'b' time_zone: '", zone, "' optimocms { api_key { env: 'K' } site_id: 's' }")));
    ListQuery query = WithVendorFilter("date", date);
    query.order = order;
    return List(*site, {Body("", "\"c1\"")}, query).answer->rest_from;
  };
  // Santiago loses 00:00 to 01:00 on 6 September 2026, which begins at 04:00Z.
  EXPECT_EQ(rest_of("America/Santiago", "2026-09-07", v1::ORDER_BY_START_TIME_ASC),
            ParseInstant("2026-09-06T03:00:00Z"));
  // Havana has 00:00 to 01:00 twice on 1 November 2026, from 04:00Z and from 05:00Z.
  EXPECT_EQ(rest_of("America/Havana", "2026-11-02", v1::ORDER_BY_START_TIME_ASC),
            ParseInstant("2026-11-01T04:00:00Z"));
  EXPECT_EQ(rest_of("America/Havana", "2026-10-30", v1::ORDER_BY_START_TIME_DESC),
            ParseInstant("2026-11-01T05:00:00Z"));
}

TEST(OptimocmsOrder, ARangeGoesOnADayBeforeItsPlace) {
  // 1 to 31 December in Amsterdam.
  ListQuery query = Between("2026-11-30T23:00:00Z", "2026-12-31T23:00:00Z");
  query.resume_from = *ParseInstant("2026-12-20T10:00:00Z");
  query.order = v1::ORDER_BY_START_TIME_ASC;
  EXPECT_EQ(FirstTarget(query), std::string(kPath) + "&date=2026-12-19");
  EXPECT_EQ(Site()->PlanList(query)->expected_calls, 14);
  EXPECT_TRUE(Site()->PlanList(query)->starts_at_resume);
  query.order = v1::ORDER_BY_START_TIME_DESC;
  EXPECT_EQ(FirstTarget(query), std::string(kPath) + "&date=2026-12-21");
  EXPECT_EQ(Site()->PlanList(query)->expected_calls, 22);
  query.order = v1::ORDER_BY_CREATE_TIME_ASC;
  EXPECT_EQ(FirstTarget(query), std::string(kPath) + "&date=2026-11-30");
  EXPECT_FALSE(Site()->PlanList(query)->starts_at_resume);
}

TEST(OptimocmsOrder, ALongRangeOfWhichAMonthIsLeftGoesOnByDays) {
  ListQuery query = Between("2026-01-01T00:00:00Z", "2026-12-31T23:00:00Z");
  query.order = v1::ORDER_BY_START_TIME_ASC;
  EXPECT_EQ(FirstTarget(query), kPath);
  query.resume_from = *ParseInstant("2026-12-20T10:00:00Z");
  EXPECT_EQ(FirstTarget(query), std::string(kPath) + "&date=2026-12-19");
  query.filter.mutable_start_time()->clear_to();
  EXPECT_EQ(FirstTarget(query), kPath);
  EXPECT_FALSE(Site()->PlanList(query)->starts_at_resume);
}

// A booking of that day may have no start.
TEST(OptimocmsOrder, TheVendorsOwnDayIsReadWhole) {
  ListQuery query = WithVendorFilter("date", "2026-12-05");
  query.order = v1::ORDER_BY_START_TIME_ASC;
  query.resume_from = *ParseInstant("2026-12-05T10:00:00Z");
  EXPECT_EQ(FirstTarget(query), std::string(kPath) + "&date=2026-12-05");
  EXPECT_FALSE(Site()->PlanList(query)->starts_at_resume);
}

TEST(OptimocmsCursor, GarbageIsRefusedWithoutACall) {
  const auto site = Site();
  for (const char* cursor : {"x", ":", "2026-12-05:", "2026-12-05:x", "x:y"}) {
    const auto played = List(*site, {}, {}, cursor);
    EXPECT_THAT(played.requests, IsEmpty()) << cursor;
    EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID) << cursor;
  }
  const ListQuery days = Between("2026-12-05T23:00:00Z", "2026-12-06T23:00:00Z");
  for (const char* cursor : {"2026-12-04:", "2026-12-08:", ":x", "2026-12-06", "2026-02-30:"}) {
    const auto played = List(*site, {}, days, cursor);
    EXPECT_THAT(played.requests, IsEmpty()) << cursor;
    EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID) << cursor;
  }
}

TEST(OptimocmsPage, WithoutItsDocumentedPartsIsRefused) {
  const auto site = Site();
  for (const std::string& body :
       {std::string("[]"), std::string("{}"), std::string(R"({"data":{},"pagination":{}})"),
        std::string(R"({"data":[]})"), std::string(R"({"data":[],"pagination":[]})"),
        Body("", "17")}) {
    EXPECT_EQ(ReasonOf(List(*site, {body}).answer.status()),
              v1::ERROR_REASON_VENDOR_RESPONSE_INVALID)
        << body;
  }
}

TEST(OptimocmsPage, TellsTheVendorsTotalOfAWholeWalk) {
  EXPECT_EQ(List(*Site(), {Body("")}).answer->vendor_total, 7);
}

TEST(OptimocmsWords, TheFiveWordsMeanTheirStatusesBothWays) {
  struct Row {
    const char* word;
    v1::BookingStatus status;
  };
  for (const Row& row :
       {Row{"pending", v1::BOOKING_STATUS_PENDING}, Row{"confirmed", v1::BOOKING_STATUS_CONFIRMED},
        Row{"completed", v1::BOOKING_STATUS_COMPLETED},
        Row{"cancelled", v1::BOOKING_STATUS_CANCELLED},
        Row{"no_show", v1::BOOKING_STATUS_NO_SHOW}}) {
    EXPECT_EQ(Translate(StatusWords(), row.word), row.status) << row.word;
    EXPECT_EQ(FilterWord(WithStatuses({row.status}).filter), row.word);
  }
  for (const char* word : {"", "Confirmed", "canceled", "noshow"}) {
    EXPECT_EQ(Translate(StatusWords(), word), std::nullopt) << word;
  }
}

TEST(OptimocmsCapabilities, EndsAreReportedOnlyWhereTheirLengthIsConfigured) {
  const auto unreported = [](const std::string& settings) {
    const auto site = Site(settings);
    const auto& fields = site->capabilities().unreported_fields();
    return std::vector<std::string>(fields.begin(), fields.end());
  };
  EXPECT_THAT(unreported(""), Contains("end_time"));
  EXPECT_THAT(unreported("booking_minutes: 30"), Not(Contains("end_time")));
}

}  // namespace
}  // namespace bookings::optimocms
