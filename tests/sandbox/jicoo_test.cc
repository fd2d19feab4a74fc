// The simulated Jicoo against jicoo.md: what it serves, refuses and switches.
#include <algorithm>
#include <set>
#include <string>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/jicoo/jicoo_api.h"
#include "tests/sandbox/sandbox_fixture.h"

namespace bookings::sandbox {
namespace {

constexpr char kErrorBody[] = R"({"errors":{"code":"unprocessable_entity","message":")";

class JicooTest : public SandboxFixture {
 protected:
  JicooTest() : SandboxFixture(MakeJicooVendor()) {
    headers_ = {{"X-Jicoo-Api-Key", "sk_live_test"}};
  }

  // The bookings of all pages, following nextPage.
  std::vector<Json> Crawl(const std::string& query) {
    std::vector<Json> bookings;
    for (Json page = 1; page.is_number();) {
      const Json body = GetJson("/v1/bookings?page=" + page.dump() + query);
      for (const Json& booking : body.value("data", Json::array())) bookings.push_back(booking);
      page = body.value("nextPage", Json());
    }
    return bookings;
  }

  std::set<std::string> CrawlIds(const std::string& query) {
    std::set<std::string> ids;
    for (const Json& booking : Crawl(query)) ids.insert(booking["uid"].get<std::string>());
    return ids;
  }

  // The ids of the model rows that pass `keep`.
  template <typename Keep>
  std::set<std::string> ModelIds(Keep keep) {
    std::set<std::string> ids;
    for (const Json& row : Rows()) {
      if (keep(row)) ids.insert(row["id"].get<std::string>());
    }
    return ids;
  }
};

// Else the list, which is in the order of the milliseconds, would not be in that of what it tells.
TEST_F(JicooTest, NoMillisecondsHideBehindWholeSeconds) {
  int found = 0;
  for (const Json& row : Rows()) {
    if (row["time_style"] != "seconds") continue;
    ++found;
    EXPECT_EQ(row["created_ms"].get<int64_t>() % kMillisPerSecond, 0) << row;
  }
  EXPECT_GT(found, 0);
}

TEST_F(JicooTest, RefusesRequestsWithoutAKnownKey) {
  headers_.clear();
  EXPECT_EQ(GetStatus("/v1/bookings"), 401);
  headers_ = {{"X-Jicoo-Api-Key", "sk_live_other"}};
  EXPECT_EQ(GetStatus("/v1/bookings"), 401);
  headers_ = {{"Authorization", "Bearer sk_live_test"}};
  EXPECT_EQ(GetStatus("/v1/bookings"), 401);
}

TEST_F(JicooTest, TheDefaultAccountHasAWellKnownKey) {
  headers_ = {{"X-Jicoo-Api-Key", "sk_live_sandbox"}};
  EXPECT_EQ(GetStatus("/v1/bookings"), 200);
}

TEST_F(JicooTest, ListsTwentyOfTheNewestByDefault) {
  const Json body = GetJson("/v1/bookings");
  EXPECT_EQ(body["data"].size(), 20u);
  EXPECT_EQ(body["totalCount"], 300);
  EXPECT_EQ(body["count"], 20);
  EXPECT_EQ(body["currentPage"], 1);
  EXPECT_EQ(body["nextPage"], 2);
  EXPECT_EQ(body["numberOfPages"], 15);
  EXPECT_EQ(body["errors"], Json::object());
  EXPECT_GE(body["data"][0]["createdAt"], body["data"][19]["createdAt"]);
}

TEST_F(JicooTest, AllPagesTogetherAreTheModel) {
  const std::vector<Json> bookings = Crawl("&perPage=7&order=createdAt&sort=asc");
  EXPECT_EQ(bookings.size(), 300u);
  std::set<std::string> ids;
  for (const Json& booking : bookings) ids.insert(booking["uid"].get<std::string>());
  EXPECT_EQ(ids, ModelIds([](const Json&) { return true; }));
}

TEST_F(JicooTest, SortIsTheDirectionAndOrderTheField) {
  const std::vector<Json> ascending = Crawl("&perPage=100&order=startedAt&sort=asc");
  const auto earlier = [](const Json& a, const Json& b) {
    return *ParseInstantMillis(a["startedAt"].get<std::string>()) <
           *ParseInstantMillis(b["startedAt"].get<std::string>());
  };
  EXPECT_TRUE(std::is_sorted(ascending.begin(), ascending.end(), earlier));
  const std::vector<Json> descending = Crawl("&perPage=100&order=startedAt&sort=desc");
  EXPECT_TRUE(std::is_sorted(descending.rbegin(), descending.rend(), earlier));
}

TEST_F(JicooTest, ABookingHasAllTwentyOneKeys) {
  CreateAccount({{"seed", 1}, {"bookings", 5}, {"traps", false}});
  const Json page = GetJson("/v1/bookings");
  for (const Json& booking : page["data"]) EXPECT_EQ(booking.size(), 21u);
}

TEST_F(JicooTest, TimeFiltersSelectBookingsWhollyInside) {
  const int64_t from = *ParseInstantMillis("2026-11-01T00:00:00.000Z");
  const int64_t to = *ParseInstantMillis("2026-12-01T00:00:00.000Z");
  const std::set<std::string> ids =
      CrawlIds("&startedAt=2026-11-01T00:00:00.000Z&endedAt=2026-12-01T00:00:00.000Z");
  EXPECT_EQ(ids, ModelIds([&](const Json& row) {
              return row["started_ms"] >= from && row["ended_ms"] <= to;
            }));
  EXPECT_FALSE(ids.empty());
}

TEST_F(JicooTest, AStartFilterAloneCutsTheOrderedListAtTheSamePlace) {
  const int64_t from = *ParseInstantMillis("2026-12-01T00:00:00.000Z");
  const auto expected = ModelIds([&](const Json& row) { return row["started_ms"] >= from; });
  const std::string filter = "&startedAt=2026-12-01T00:00:00.000Z";
  EXPECT_EQ(CrawlIds(filter + "&order=startedAt&sort=asc"), expected);
  EXPECT_EQ(CrawlIds(filter + "&order=startedAt&sort=desc"), expected);
  EXPECT_EQ(CrawlIds(filter), expected);
}

TEST_F(JicooTest, FiltersByTheTwoStatusesAndListsAllWithoutOne) {
  EXPECT_EQ(CrawlIds("&status=cancel"),
            ModelIds([](const Json& row) { return row["status"] == "cancel"; }));
  EXPECT_EQ(CrawlIds("&status=open"),
            ModelIds([](const Json& row) { return row["status"] == "open"; }));
}

TEST_F(JicooTest, RefusesQueriesThatTheVendorRefuses) {
  const char* const queries[] = {"status=request",
                                 "status=%20open",
                                 "status=",
                                 "page=0",
                                 "page=x",
                                 "page=-1",
                                 "page=1.5",
                                 "perPage=0",
                                 "perPage=101",
                                 "sort=up",
                                 "order=updatedAt",
                                 "startedAt=2026-11-01",
                                 "startedAt=2026-11-01T00:00:00",
                                 "endedAt=now",
                                 "limit=10",
                                 "page=1&page=2"};
  for (const char* query : queries) {
    const httplib::Result result = Get(std::string("/v1/bookings?") + query);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 422) << query;
    EXPECT_THAT(result->body, testing::StartsWith(kErrorBody)) << query;
  }
}

TEST_F(JicooTest, ConvertsOffsetsInFilterTimes) {
  EXPECT_EQ(CrawlIds("&startedAt=2026-12-01T09:00:00%2B09:00"),
            CrawlIds("&startedAt=2026-12-01T00:00:00Z"));
}

TEST_F(JicooTest, APagePastTheEndIsEmptyAndHasNoNextPage) {
  const Json body = GetJson("/v1/bookings?page=16");
  EXPECT_EQ(body["data"], Json::array());
  EXPECT_EQ(body["count"], 0);
  EXPECT_EQ(body["totalCount"], 300);
  EXPECT_FALSE(body.contains("nextPage"));
  EXPECT_FALSE(GetJson("/v1/bookings?page=15").contains("nextPage"));
  GetJson("/v1/bookings?page=9223372036854775807");
}

TEST_F(JicooTest, AnEmptyAccountHasNoPages) {
  CreateAccount({{"bookings", 0}});
  const Json body = GetJson("/v1/bookings");
  EXPECT_EQ(body["numberOfPages"], 0);
  EXPECT_EQ(body["totalCount"], 0);
}

TEST_F(JicooTest, GetsEveryBookingOfTheListByItsPercentEncodedUid) {
  for (const Json& booking : Crawl("&perPage=100")) {
    const std::string uid = httplib::detail::encode_query_param(booking["uid"].get<std::string>());
    EXPECT_EQ(GetJson("/v1/bookings/" + uid),
              Json({{"data", booking}, {"errors", Json::object()}}));
  }
  EXPECT_EQ(GetStatus("/v1/bookings/unknown"), 404);
}

TEST_F(JicooTest, ContactsHaveElevenKeysAndNoId) {
  for (const Json& row : Rows()) {
    const std::string uid = httplib::detail::encode_query_param(row["id"].get<std::string>());
    const Json contacts = GetJson("/v1/bookings/" + uid + "/contacts")["data"];
    ASSERT_EQ(contacts.size(), row["contacts"].size());
    for (size_t i = 0; i < contacts.size(); ++i) {
      EXPECT_EQ(contacts[i].size(), 11u);
      EXPECT_EQ(contacts[i]["name"], row["contacts"][i]["name"]);
      EXPECT_EQ(contacts[i]["answers"], row["contacts"][i]["answers"]);
    }
  }
  EXPECT_EQ(GetStatus("/v1/bookings/unknown/contacts"), 404);
}

TEST_F(JicooTest, ServesEventTypesHostsAndUsers) {
  const Json types = GetJson("/v1/event_types?page=1&perPage=50");
  EXPECT_EQ(types["totalCount"], types["data"].size());
  const std::string uid = types["data"][0]["uid"].get<std::string>();
  EXPECT_EQ(GetJson("/v1/event_types/" + uid)["data"], types["data"][0]);
  EXPECT_EQ(GetStatus("/v1/event_types/none"), 404);
  EXPECT_EQ(GetJson("/v1/event_type_hosts")["data"][0].size(), 8u);
  EXPECT_TRUE(GetJson("/v1/organization/users")["data"][0].contains("id"));
}

TEST_F(JicooTest, AnswersTheSixtyFirstRequestOfAMinuteWith429) {
  SetRateScale(1);
  SetNow("2026-11-20T09:00:00Z");
  for (int i = 0; i < 60; ++i) EXPECT_EQ(GetStatus("/v1/event_types"), 200);
  const httplib::Result refused = Get("/v1/event_types");
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->get_header_value("Retry-After"), "1");
  SetNow("2026-11-20T09:01:00Z");
  EXPECT_EQ(GetStatus("/v1/event_types"), 200);
}

TEST_F(JicooTest, SwitchesOfPaging) {
  SetSwitch("default_page_size", "10");
  EXPECT_EQ(GetJson("/v1/bookings")["count"], 10);
  SetSwitch("max_page_size", "50");
  EXPECT_EQ(GetStatus("/v1/bookings?perPage=51"), 422);
  SetSwitch("over_max_page_size", "clamp");
  EXPECT_EQ(GetJson("/v1/bookings?perPage=51")["count"], 50);
  SetSwitch("default_page", "required");
  EXPECT_EQ(GetStatus("/v1/bookings"), 422);
  SetSwitch("last_next_page", "null");
  EXPECT_TRUE(GetJson("/v1/bookings?page=30").at("nextPage").is_null());
  SetSwitch("past_the_end", "404");
  EXPECT_EQ(GetStatus("/v1/bookings?page=31"), 404);
  SetSwitch("unknown_query", "ignore");
  EXPECT_EQ(GetStatus("/v1/bookings?page=1&limit=3"), 200);
}

TEST_F(JicooTest, SwitchesOfOrder) {
  const std::vector<Json> plain = Crawl("&perPage=100&order=startedAt&sort=asc");
  SetSwitch("ties", "uid_desc");
  const std::vector<Json> turned = Crawl("&perPage=100&order=startedAt&sort=asc");
  EXPECT_NE(plain, turned);
  for (size_t i = 0; i < plain.size(); ++i) {
    EXPECT_EQ(*ParseInstantMillis(plain[i]["startedAt"].get<std::string>()),
              *ParseInstantMillis(turned[i]["startedAt"].get<std::string>()));
  }
  SetSwitch("ties", "uid_asc");
  SetSwitch("default_order", "startedAt");
  SetSwitch("default_sort", "asc");
  EXPECT_EQ(GetJson("/v1/bookings?perPage=100")["data"][0], plain[0]);
}

TEST_F(JicooTest, SwitchesOfFilters) {
  SetSwitch("status_request", "filter");
  EXPECT_EQ(CrawlIds("&status=request"),
            ModelIds([](const Json& row) { return row["status"] == "request"; }));
  SetSwitch("unfiltered_requests", "hidden");
  EXPECT_EQ(CrawlIds(""), ModelIds([](const Json& row) { return row["status"] != "request"; }));
  SetSwitch("offset_times", "refuse");
  EXPECT_EQ(GetStatus("/v1/bookings?startedAt=2026-12-01T09:00:00%2B09:00"), 422);
  SetSwitch("zoneless_times", "utc");
  EXPECT_EQ(GetStatus("/v1/bookings?startedAt=2026-12-01T09:00:00"), 200);
}

TEST_F(JicooTest, SwitchesOfErrorsAndEventTypes) {
  SetSwitch("error_body", "list");
  EXPECT_TRUE(Json::parse(Get("/v1/bookings?page=0")->body)["errors"].is_array());
  SetSwitch("error_body", "empty");
  EXPECT_EQ(Get("/v1/bookings?page=0")->body, "");
  SetSwitch("event_type_paging", "whole");
  EXPECT_EQ(GetJson("/v1/event_types?perPage=1")["data"].size(), 8u);
  SetSwitch("event_type_envelope", "bare");
  EXPECT_TRUE(GetJson("/v1/event_types/b7Yw-1QeRt5u").contains("uid"));
  SetSwitch("event_type_scope", "denied");
  EXPECT_EQ(GetStatus("/v1/event_types"), 403);
  CreateAccount({{"bookings", 0}});
  SetSwitch("empty_page_count", "1");
  EXPECT_EQ(GetJson("/v1/bookings")["numberOfPages"], 1);
}

TEST_F(JicooTest, SwitchesOfRetryAfter) {
  SetNow("2026-11-20T09:00:00Z");
  SetRateScale(1);
  for (int i = 0; i < 60; ++i) Get("/v1/event_types");
  SetSwitch("retry_after", "date");
  EXPECT_EQ(Get("/v1/event_types")->get_header_value("Retry-After"),
            "Fri, 20 Nov 2026 09:00:01 GMT");
  SetSwitch("retry_after", "absent");
  EXPECT_FALSE(Get("/v1/event_types")->has_header("Retry-After"));
}

TEST_F(JicooTest, EveryTrapOccursInAThousandRows) {
  CreateAccount({{"bookings", 1000}});
  std::set<std::string> traps;
  for (const Json& row : Rows()) traps.insert(row["trap"].get<std::string>());
  // One of them is the empty name of the ordinary rows.
  EXPECT_EQ(traps.size(), 23u);
}

}  // namespace
}  // namespace bookings::sandbox
