// How the HostelMate connector is configured and plans lists; the recorded exchanges show the rest.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/recording.h"
#include "tests/support/replay.h"
#include "tests/unit/connectors/hostelmate/hostelmate_fixture.h"

namespace bookings::hostelmate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> ListedPathsOf(const Violations& violations) {
  std::vector<std::string> paths;
  for (const Violation& violation : violations) paths.push_back(violation.path);
  return paths;
}

TEST(HostelmateExchanges, AreKept) {
  const auto recordings = testing::RecordingsOf("hostelmate");
  EXPECT_FALSE(recordings.empty());
  for (const auto& recording : recordings) {
    EXPECT_EQ(testing::Replay(recording.folder, &MakeConnector), "") << recording.scenario;
  }
}

TEST(HostelmateConfig, IsAcceptedWhereComplete) {
  EXPECT_THAT(CheckConfig(HostelConfig()), IsEmpty());
}

TEST(HostelmateConfig, TellsAllThatIsMissingAtOnce) {
  config::v1::ConnectionConfig config;
  config.mutable_hostelmate();
  EXPECT_THAT(ListedPathsOf(CheckConfig(config)),
              ElementsAre("time_zone", "hostelmate.api_key", "hostelmate.currency",
                          "hostelmate.check_in_time", "hostelmate.check_out_time"));
}

TEST(HostelmateConfig, TellsAllThatIsWrongAtOnce) {
  config::v1::ConnectionConfig config = HostelConfig();
  config.set_time_zone("Lisbon");
  config::v1::HostelmateSettings& settings = *config.mutable_hostelmate();
  settings.set_currency("eur");
  settings.set_amount_scale(7);
  settings.set_check_in_time("3pm");
  settings.set_check_out_time("24:00");
  settings.set_property("casa");
  settings.set_price_unit("cents");
  EXPECT_THAT(ListedPathsOf(CheckConfig(config)),
              ElementsAre("time_zone", "hostelmate.currency", "hostelmate.amount_scale",
                          "hostelmate.check_in_time", "hostelmate.check_out_time",
                          "hostelmate.property", "hostelmate.price_unit"));
}

TEST(HostelmateConfig, ACurrencyWithoutTwoDecimalsNeedsItsScale) {
  config::v1::ConnectionConfig config = HostelConfig();
  config.mutable_hostelmate()->set_currency("JPY");
  EXPECT_THAT(ListedPathsOf(CheckConfig(config)), ElementsAre("hostelmate.amount_scale"));
  config.mutable_hostelmate()->set_amount_scale(1);
  EXPECT_THAT(CheckConfig(config), IsEmpty());
}

TEST(HostelmateCredentials, AreAHeaderOfTheirOwn) {
  const Credentials credentials = Hostel()->credentials();
  EXPECT_EQ(credentials.kind, Credentials::Kind::kStaticSecret);
  EXPECT_EQ(credentials.header, "X-API-Key");
  EXPECT_EQ(credentials.secret.env(), "HM_KEY");
}

ListQuery StayQuery(const std::string& from, const std::string& to) {
  ListQuery query;
  query.filter.mutable_stay()->set_from(from);
  query.filter.mutable_stay()->set_to(to);
  return query;
}

TEST(HostelmatePlan, TheFirstNightIsWidenedByADayAndTheEndIsNotPushedDown) {
  const absl::StatusOr<ListPlan> plan = Hostel()->PlanList(StayQuery("2027-01-01", "2027-01-08"));
  EXPECT_EQ(plan->vendor_query, "&start_date=2026-12-31");
  EXPECT_THAT(plan->pushed_down, ElementsAre("stay"));
}

TEST(HostelmatePlan, OnlyAnEndPushesNothingDown) {
  const absl::StatusOr<ListPlan> plan = Hostel()->PlanList(StayQuery("", "2027-01-08"));
  EXPECT_EQ(plan->vendor_query, "");
  EXPECT_THAT(plan->pushed_down, IsEmpty());
}

TEST(HostelmatePlan, OfSeveralBoundsTheLatestIsAsked) {
  ListQuery query = StayQuery("2027-01-05", "");
  query.filter.mutable_end_time()->mutable_from()->set_seconds(1'798'761'600);  // 2027-01-01
  const absl::StatusOr<ListPlan> plan = Hostel()->PlanList(query);
  EXPECT_EQ(plan->vendor_query, "&start_date=2027-01-04");
  EXPECT_THAT(plan->pushed_down, ElementsAre("end_time", "stay"));
}

TEST(HostelmatePlan, BoundsAtTheEdgesOfTimeAreNotAsked) {
  EXPECT_EQ(Hostel()->PlanList(StayQuery("0001-01-01", ""))->vendor_query, "");
  EXPECT_THAT(Hostel()->PlanList(StayQuery("0001-01-01", ""))->pushed_down, IsEmpty());
}

TEST(HostelmatePlan, AListByStartGoesOnADayBeforeItsLastStart) {
  ListQuery query;
  query.order = v1::ORDER_BY_START_TIME_ASC;
  query.resume_from = absl::FromUnixSeconds(1'798'761'600);  // 2027-01-01
  const absl::StatusOr<ListPlan> plan = Hostel()->PlanList(query);
  EXPECT_EQ(plan->vendor_query, "&start_date=2026-12-31");
  EXPECT_TRUE(plan->starts_at_resume);
  EXPECT_EQ(plan->vendor_order, v1::ORDER_BY_UNSPECIFIED);
  EXPECT_THAT(plan->pushed_down, IsEmpty());
}

// The vendor's `end_date` may leave out stays that began before it.
TEST(HostelmatePlan, OtherOrdersAreReadAgainFromTheBeginning) {
  ListQuery query;
  query.resume_from = absl::FromUnixSeconds(1'798'761'600);
  for (const v1::OrderBy order : {v1::ORDER_BY_START_TIME_DESC, v1::ORDER_BY_CREATE_TIME_ASC,
                                  v1::ORDER_BY_CREATE_TIME_DESC, v1::ORDER_BY_UNSPECIFIED}) {
    query.order = order;
    EXPECT_EQ(Hostel()->PlanList(query)->vendor_query, "") << v1::OrderBy_Name(order);
    EXPECT_FALSE(Hostel()->PlanList(query)->starts_at_resume) << v1::OrderBy_Name(order);
  }
}

TEST(HostelmatePlan, PagesAreAskedForByTheirRows) {
  const absl::StatusOr<ListPlan> plan = Hostel()->PlanList({});
  EXPECT_TRUE(plan->numbered);
  EXPECT_FALSE(plan->rows_stay);
  const NumberedPage page = Hostel()->PageAt(*plan, 49);
  EXPECT_EQ(page.cursor, "2/49");
  EXPECT_EQ(page.first_row, 49);
  EXPECT_EQ(page.rows, 49);
}

// CONFIRMED is two of the vendor's words, and it takes one.
TEST(HostelmatePlan, StatusIsNotPushedDown) {
  ListQuery query;
  query.filter.add_statuses(v1::BOOKING_STATUS_CANCELLED);
  EXPECT_EQ(Hostel()->PlanList(query)->vendor_query, "");
}

TEST(HostelmatePlan, TellsAllWrongVendorFiltersAtOnce) {
  ListQuery query;
  auto& fields = *query.filter.mutable_vendor_filter()->mutable_fields();
  fields["guest_id"].set_number_value(1);
  fields["status"].set_string_value("Paid");
  fields["limit"].set_string_value("1");
  const auto details = DetailsOf(Hostel()->PlanList(query).status());
  ASSERT_TRUE(details.has_value());
  std::vector<std::string> paths;
  for (const auto& violation : details->violations()) paths.push_back(violation.field());
  EXPECT_THAT(paths, ElementsAre("filter.vendor_filter.guest_id", "filter.vendor_filter.limit",
                                 "filter.vendor_filter.status"));
}

TEST(HostelmateList, TheNextPageHasTheSizeOfTheOneBefore) {
  const std::string item = R"({"id":"b-1"})";
  EXPECT_EQ(ReadPage(ListBody(item, 3, 9), {}, "3/49")->next_cursor, "4/49");
  EXPECT_EQ(ReadPage(ListBody(item, 3, 9), {}, "3")->next_cursor, "4");
  EXPECT_EQ(ReadPage(ListBody(item, 3, 3), {}, "3/49")->next_cursor, std::nullopt);
}

TEST(HostelmateList, GarbledCursorsAreRefused) {
  for (const char* cursor : {"0", "-1", "1 ", "x", "99999999999999999999", "3/50", "3/"}) {
    EXPECT_EQ(ReasonOf(ReadPage(ListBody(""), {}, cursor).status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << cursor;
  }
}

TEST(HostelmateEtag, IsTheSameInBothViews) {
  const std::string members = R"("description":"a","surprise":1)";
  EXPECT_EQ(ReadBooking(members).etag(), ReadBooking(members, v1::BOOKING_VIEW_FULL).etag());
  EXPECT_NE(ReadBooking(members).etag(), ReadBooking(R"("description":"a")").etag());
}

}  // namespace
}  // namespace bookings::hostelmate
