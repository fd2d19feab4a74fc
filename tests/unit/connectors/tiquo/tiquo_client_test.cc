// Tests of Tiquo's Client API: plans, cursors, tokens and the profile.
#include <string>

#include "connectors/api/failure.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/tiquo/tiquo_fixture.h"

namespace bookings::tiquo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ListQuery UpcomingQuery(bool upcoming) {
  ListQuery query;
  (*query.filter.mutable_vendor_filter()->mutable_fields())["upcoming"].set_bool_value(upcoming);
  return query;
}

TEST(TiquoClientPlan, AnUnfilteredListAsksForFullPagesOfAllBookings) {
  const auto client = Client();
  const ListPlan plan = PlanOf(*client);
  EXPECT_EQ(plan.vendor_query, "/bookings?limit=100");
  EXPECT_THAT(plan.pushed_down, IsEmpty());
  EXPECT_EQ(plan.vendor_order, v1::ORDER_BY_UNSPECIFIED);
  EXPECT_EQ(plan.details, DetailCalls::kNone);
}

TEST(TiquoClientPlan, SendsOneStatusOnly) {
  const auto client = Client();
  ListQuery query;
  query.filter.add_statuses(v1::BOOKING_STATUS_NO_SHOW);
  EXPECT_EQ(PlanOf(*client, query).vendor_query, "/bookings?limit=100&status=no_show");
  EXPECT_THAT(PlanOf(*client, query).pushed_down, ElementsAre("statuses"));
  query.filter.add_statuses(v1::BOOKING_STATUS_CANCELLED);
  EXPECT_EQ(PlanOf(*client, query).vendor_query, "/bookings?limit=100");
  EXPECT_THAT(PlanOf(*client, query).pushed_down, IsEmpty());
}

TEST(TiquoClientPlan, SendsUpcomingInTheOnlySpellingThatIsDocumented) {
  const auto client = Client();
  EXPECT_EQ(PlanOf(*client, UpcomingQuery(true)).vendor_query, "/bookings?limit=100&upcoming=true");
  EXPECT_EQ(PlanOf(*client, UpcomingQuery(false)).vendor_query,
            "/bookings?limit=100&upcoming=false");
}

TEST(TiquoClientPlan, RefusesVendorFiltersThatItDoesNotKnowAllAtOnce) {
  const auto client = Client();
  ListQuery query;
  auto& fields = *query.filter.mutable_vendor_filter()->mutable_fields();
  fields["upcoming"].set_string_value("true");
  fields["search"].set_string_value("ada");
  const absl::Status refused = client->PlanList(query).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  const auto details = DetailsOf(refused);
  ASSERT_TRUE(details.has_value());
  ASSERT_EQ(details->violations_size(), 2);
  EXPECT_EQ(details->violations(0).field(), "filter.vendor_filter.search");
  EXPECT_EQ(details->violations(1).field(), "filter.vendor_filter.upcoming");
}

TEST(TiquoClientPlan, ReadsTheProfileForFullViewsAndCustomerFilters) {
  const auto client = Client();
  ListQuery full;
  full.view = v1::BOOKING_VIEW_FULL;
  EXPECT_EQ(PlanOf(*client, full).details, DetailCalls::kShared);
  ListQuery by_email;
  by_email.filter.add_customer_emails("ada@example.com");
  EXPECT_EQ(PlanOf(*client, by_email).details, DetailCalls::kShared);
  ListQuery by_id;
  by_id.filter.add_customer_ids("k1");
  EXPECT_EQ(PlanOf(*client, by_id).details, DetailCalls::kShared);
}

TEST(TiquoClientCursor, IsTheLastIdOfThePageWhileThereIsMore) {
  const auto client = Client();
  const auto played = List(*client, {ClientBody(R"({"id":"b"},{"id":"a"})", "true")});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.answer->next_cursor, "a");
}

TEST(TiquoClientCursor, IsTheLastUsableIdWhereTheLastRowHasNone) {
  const auto client = Client();
  const auto played = List(*client, {ClientBody(R"({"id":"b"},{"id":null})", "true")});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.answer->next_cursor, "b");
  EXPECT_EQ(played.answer->dropped, 1);
}

TEST(TiquoClientCursor, IsGoneOnTheLastPageWhateverElseIsSent) {
  const auto client = Client();
  const auto played =
      List(*client, {R"({"data":{"bookings":[{"id":"a"}],"hasMore":false,"nextCursor":"z"}})"});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.answer->next_cursor, std::nullopt);
}

TEST(TiquoClientCursor, IsEscapedInTheRequest) {
  const auto client = Client();
  const auto played = List(*client, {ClientBody("")}, {}, "a&limit=1");
  EXPECT_EQ(played.requests.at(0).target, "/bookings?limit=100&cursor=a%26limit%3D1");
  EXPECT_EQ(played.requests.at(0).replay, ReplaySafety::kSafe);
}

TEST(TiquoClientCursor, IsAnyIdThatTheVendorMakes) {
  const auto client = Client();
  const auto played = List(*client, {ClientBody("")}, {}, "a b/\xC3\xA9\n");
  EXPECT_EQ(played.requests.at(0).target, "/bookings?limit=100&cursor=a%20b%2F%C3%A9%0A");
}

TEST(TiquoClientCursor, LongerThanAnyIdIsRefusedWithoutACall) {
  const auto client = Client();
  const auto played = List(*client, {}, {}, std::string(300, 'a'));
  EXPECT_THAT(played.requests, IsEmpty());
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST(TiquoClientPage, WithoutItsDocumentedPartsIsRefused) {
  const auto client = Client();
  for (const std::string& body :
       {std::string("[]"), std::string("{}"), std::string("null"),
        std::string(R"({"success":true,"data":[]})"),
        std::string(R"({"success":true,"data":{"bookings":[]}})"),
        std::string(R"({"success":true,"data":{"bookings":{},"hasMore":false}})"),
        std::string(R"({"success":true,"data":{"bookings":[],"hasMore":"false"}})")}) {
    EXPECT_EQ(ReasonOf(List(*client, {body}).answer.status()),
              v1::ERROR_REASON_VENDOR_RESPONSE_INVALID)
        << body;
  }
}

TEST(TiquoTokens, AreExchangedWithoutAuthorizationAndNeverTwice) {
  const auto client = Client("refresh_token { env: 'T' }");
  const auto played = Play(
      client->ExchangeTokens("rt_\"1"),
      {R"({"success":true,"data":{"access_token":"a","refresh_token":"r","expires_in":3600}})"});
  const HttpRequest& request = played.requests.at(0);
  EXPECT_EQ(request.method, HttpMethod::kPost);
  EXPECT_EQ(request.target, "/refresh");
  EXPECT_EQ(request.body, R"({"refresh_token":"rt_\"1"})");
  EXPECT_EQ(request.authorization, Authorization::kNone);
  EXPECT_EQ(request.purpose, Purpose::kExchangeTokens);
  EXPECT_EQ(request.replay, ReplaySafety::kUnsafe);
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.answer->refresh_token, "r");
  EXPECT_EQ(played.answer->lifetime, absl::Hours(1));
}

TEST(TiquoTokens, LiveForTheDocumentedHourWhereTheAnswerSaysNothingUsable) {
  const auto client = Client();
  for (const char* lifetime : {"null", "0", "-5", "\"3600\"", "99999999999"}) {
    const auto played =
        Play(client->ExchangeTokens("rt"),
             {absl::StrCat(R"({"data":{"access_token":"a","refresh_token":"r","expires_in":)",
                           lifetime, "}}")});
    ASSERT_TRUE(played.answer.ok()) << played.answer.status();
    EXPECT_EQ(played.answer->lifetime, absl::Hours(1)) << lifetime;
  }
}

TEST(TiquoProfile, WithoutACustomerHasNone) {
  const auto client = Client();
  const auto played = Play(
      client->FetchSharedDetails(),
      {R"({"success":true,"data":{"user":{"id":"u1","email":"x@example.com"},"customer":null}})"});
  EXPECT_EQ(played.requests.at(0).target, "/profile");
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.answer->customers_size(), 0);
}

TEST(TiquoProfile, PrefersTheNameThatTheVendorShows) {
  const auto client = Client();
  const auto played = Play(
      client->FetchSharedDetails(),
      {R"({"data":{"customer":{"id":"k1","firstName":"Ada","lastName":"E","displayName":"Countess"}}})"});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.answer->customers(0).display_name(), "Countess");
}

TEST(TiquoFailures, FreeTextOfTheVendorStaysOut) {
  const HttpResponse response{403, {}, R"({"success":false,"error":"Ada may not do this"})"};
  const absl::Status failure = Client()->ExplainFailure(Purpose::kListBookings, response);
  EXPECT_EQ(ReasonOf(failure), v1::ERROR_REASON_VENDOR_PERMISSION_DENIED);
  EXPECT_FALSE(DetailsOf(failure)->metadata().contains("vendor_code"));
  EXPECT_EQ(std::string(failure.message()).find("Ada"), std::string::npos);
}

TEST(TiquoFailures, AnObjectAsErrorGivesItsCode) {
  const HttpResponse response{400, {}, R"({"error":{"code":"validation_error","message":"x"}})"};
  const absl::Status failure = Client()->ExplainFailure(Purpose::kListBookings, response);
  EXPECT_EQ(DetailsOf(failure)->metadata().at("vendor_code"), "validation_error");
}

}  // namespace
}  // namespace bookings::tiquo
