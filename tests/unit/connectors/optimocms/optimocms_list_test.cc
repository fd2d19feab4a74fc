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

std::vector<std::string> ProblemsOf(const std::string& text) {
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
  EXPECT_THAT(ProblemsOf("time_zone: 'Europe/Amsterdam' optimocms { api_key { env: 'K' } site_id: "
                         "'s' booking_minutes: 30 }"),
              IsEmpty());
}

TEST(OptimocmsConfig, NamesAllProblemsAtOnce) {
  EXPECT_THAT(ProblemsOf("optimocms { booking_minutes: -1 }"),
              ElementsAre("time_zone", "optimocms.api_key", "optimocms.site_id",
                          "optimocms.booking_minutes"));
  EXPECT_THAT(ProblemsOf("time_zone: 'Amsterdam' optimocms { api_key { env: 'K' } site_id: 's' "
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
