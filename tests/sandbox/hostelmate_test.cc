// The simulated HostelMate against hostelmate.md: what it serves, refuses and switches.
#include <algorithm>
#include <set>
#include <string>

#include "deploy/sandbox/hostelmate/hostelmate_api.h"
#include "tests/sandbox/sandbox_fixture.h"

namespace bookings::sandbox {
namespace {

constexpr char kList[] = "/api/v1/client/bookings";
constexpr char kGuests[] = "/api/v1/client/guests";

class HostelmateTest : public SandboxFixture {
 protected:
  HostelmateTest() : SandboxFixture(MakeHostelmateVendor()) {
    headers_ = {{"X-API-Key", "hm_live_test"}, {"Content-Type", "application/json"}};
  }

  std::vector<Json> Crawl(const std::string& query) {
    std::vector<Json> bookings;
    for (int page = 1;; ++page) {
      const Json body = GetJson(std::string(kList) + "?page=" + std::to_string(page) + query);
      for (const Json& booking : body.value("results", Json::array())) bookings.push_back(booking);
      if (page >= body.value("total_pages", 0)) return bookings;
    }
  }

  std::set<std::string> CrawlIds(const std::string& query) {
    std::set<std::string> ids;
    for (const Json& booking : Crawl(query)) ids.insert(booking["id"].get<std::string>());
    return ids;
  }

  template <typename Keep>
  std::set<std::string> ModelIds(Keep keep) {
    std::set<std::string> ids;
    for (const Json& row : Rows()) {
      if (keep(row)) ids.insert(row["id"].get<std::string>());
    }
    return ids;
  }

  std::string ListWith(const std::string& query) { return std::string(kList) + "?" + query; }
};

bool HasNight(const Json& row, const std::string& from, const std::string& to) {
  return std::any_of(row["stay_dates"].begin(), row["stay_dates"].end(), [&](const Json& night) {
    return night["date"] >= from && night["date"] <= to;
  });
}

TEST_F(HostelmateTest, RefusesRequestsWithoutAKnownKey) {
  headers_ = {{"Content-Type", "application/json"}};
  EXPECT_EQ(GetStatus(kList), 401);
  headers_.emplace("X-API-Key", "hm_live_other");
  const httplib::Result result = Get(kList);
  EXPECT_EQ(result->status, 401);
  EXPECT_EQ(Json::parse(result->body)["code"], "unauthorized");
}

TEST_F(HostelmateTest, TheDefaultAccountHasAWellKnownKey) {
  headers_ = {{"X-API-Key", "hm_live_sandbox"}, {"Content-Type", "application/json"}};
  EXPECT_EQ(GetStatus(kList), 200);
}

TEST_F(HostelmateTest, WantsAContentTypeOnGetToo) {
  headers_ = {{"X-API-Key", "hm_live_test"}};
  EXPECT_EQ(GetStatus(kList), 400);
  SetSwitch("missing_content_type", "415");
  EXPECT_EQ(GetStatus(kList), 415);
  SetSwitch("missing_content_type", "accepted");
  EXPECT_EQ(GetStatus(kList), 200);
}

TEST_F(HostelmateTest, RefusesForeignOrigins) {
  headers_.emplace("Origin", "https://evil.example");
  EXPECT_EQ(GetStatus(kList), 403);
  SetSwitch("origin", "ignore");
  EXPECT_EQ(GetStatus(kList), 200);
}

TEST_F(HostelmateTest, ListsTenByDefaultNewestFirst) {
  const Json body = GetJson(kList);
  EXPECT_EQ(body["results"].size(), 10u);
  EXPECT_EQ(body["total_count"], 300);
  EXPECT_EQ(body["total_pages"], 30);
  EXPECT_EQ(body["current_page"], 1);
  EXPECT_GE(body["results"][0]["created"], body["results"][9]["created"]);
}

TEST_F(HostelmateTest, AllPagesTogetherAreTheModel) {
  EXPECT_EQ(Crawl("&limit=7").size(), 300u);
  EXPECT_EQ(CrawlIds("&limit=7"), ModelIds([](const Json&) { return true; }));
}

TEST_F(HostelmateTest, AnOrdinaryBookingHasTheNineDocumentedMembers) {
  CreateAccount({{"bookings", 5}, {"traps", false}});
  for (const Json& booking : Crawl("")) {
    EXPECT_EQ(booking.size(), 9u);
    EXPECT_THAT(booking["created"].get<std::string>(), testing::EndsWith("Z"));
    EXPECT_EQ(booking["created"].get<std::string>().size(), 20u);
    EXPECT_FALSE(booking.contains("guest_id"));
  }
}

TEST_F(HostelmateTest, DatesSelectBookingsWithANightInBetween) {
  const auto ids = CrawlIds("&start_date=2026-12-01&end_date=2026-12-10&limit=100");
  EXPECT_FALSE(ids.empty());
  EXPECT_EQ(ids,
            ModelIds([](const Json& row) { return HasNight(row, "2026-12-01", "2026-12-10"); }));
  EXPECT_EQ(CrawlIds("&start_date=2026-12-01&limit=100"),
            ModelIds([](const Json& row) { return HasNight(row, "2026-12-01", "9999-12-31"); }));
}

TEST_F(HostelmateTest, FiltersByStatus) {
  for (const char* status : {"confirmed", "cancelled", "paid"}) {
    EXPECT_EQ(CrawlIds("&limit=100&status=" + std::string(status)),
              ModelIds([&](const Json& row) { return row["status"] == status; }));
  }
}

TEST_F(HostelmateTest, FiltersByTheGuestsApiIdAndNotByTheBookingsOwn) {
  const Json row = Rows()[0];
  const auto with_guest = [&](const Json& other) { return other["guest_id"] == row["guest_id"]; };
  EXPECT_EQ(CrawlIds("&guest_id=" + row["guest_id"].get<std::string>()), ModelIds(with_guest));
  EXPECT_TRUE(CrawlIds("&guest_id=" + row["guest_internal_id"].get<std::string>()).empty());
}

TEST_F(HostelmateTest, RefusesQueriesThatTheVendorRefuses) {
  for (const char* query :
       {"page=0", "page=a", "page=-1", "limit=0", "limit=101", "limit=1.0", "status=Reserved",
        "status=confirmed,paid", "status=", "start_date=2026-02-30", "start_date=01.12.2026",
        "end_date=2026-12-01T00:00:00Z", "start_date=2026-12-02&end_date=2026-12-01", "perPage=5",
        "limit=5&limit=6"}) {
    const httplib::Result result = Get(ListWith(query));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 400) << query;
    EXPECT_EQ(Json::parse(result->body)["code"], "bad_request") << query;
    EXPECT_TRUE(Json::parse(result->body)["error"].is_string()) << query;
  }
}

TEST_F(HostelmateTest, APagePastTheEndIsEmptyWithTheTrueTotals) {
  const Json body = GetJson(ListWith("page=31"));
  EXPECT_EQ(body["results"], Json::array());
  EXPECT_EQ(body["total_count"], 300);
  EXPECT_EQ(body["total_pages"], 30);
  EXPECT_EQ(body["current_page"], 31);
}

TEST_F(HostelmateTest, GetsEveryBookingOfTheListBare) {
  for (const Json& booking : Crawl("&limit=100")) {
    const std::string id = httplib::detail::encode_query_param(booking["id"].get<std::string>());
    EXPECT_EQ(GetJson(std::string(kList) + "/" + id), booking);
  }
  const httplib::Result missing = Get(std::string(kList) + "/none");
  EXPECT_EQ(missing->status, 404);
  EXPECT_EQ(Json::parse(missing->body)["code"], "booking_not_found");
}

TEST_F(HostelmateTest, AnUnknownEndpointIs404) {
  EXPECT_EQ(GetStatus("/api/v1/client/rooms"), 404);
}

TEST_F(HostelmateTest, ServesGuestsBySearchAndById) {
  const Json body = GetJson(std::string(kGuests) + "?limit=100&name=silva");
  ASSERT_FALSE(body["guests"].empty());
  EXPECT_EQ(body["guests"][0]["last_name"], "Silva");
  const Json row = Rows()[0];
  const std::string guest_id = row["guest_id"].get<std::string>();
  const Json guest = GetJson(std::string(kGuests) + "/" + guest_id);
  EXPECT_EQ(guest["guestId"], guest_id);
  EXPECT_EQ(guest["bookings"]["total"], CrawlIds("&limit=100&guest_id=" + guest_id).size());
  EXPECT_EQ(GetStatus(std::string(kGuests) + "?limit=101"), 400);
  EXPECT_EQ(GetStatus(std::string(kGuests) + "/none"), 404);
}

TEST_F(HostelmateTest, AnswersTheHundredAndTwentyFirstRequestOfAMinuteWith429) {
  SetRateScale(1);
  SetNow("2026-11-20T09:00:00Z");
  for (int i = 0; i < 120; ++i) EXPECT_EQ(GetStatus(ListWith("limit=1")), 200);
  const httplib::Result refused = Get(kList);
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->get_header_value("Retry-After"), "60");
  SetSwitch("retry_after", "date");
  EXPECT_EQ(Get(kList)->get_header_value("Retry-After"), "Fri, 20 Nov 2026 09:01:00 GMT");
  SetSwitch("retry_after", "absent");
  EXPECT_FALSE(Get(kList)->has_header("Retry-After"));
  SetNow("2026-11-20T09:01:00Z");
  EXPECT_EQ(GetStatus(kList), 200);
}

TEST_F(HostelmateTest, SwitchesOfPaging) {
  SetSwitch("max_limit", "50");
  EXPECT_EQ(GetStatus(ListWith("limit=51")), 400);
  SetSwitch("over_max_limit", "clamp");
  EXPECT_EQ(GetJson(ListWith("limit=51"))["results"].size(), 50u);
  SetSwitch("past_the_end", "404");
  EXPECT_EQ(GetStatus(ListWith("page=31")), 404);
  SetSwitch("unknown_query", "ignore");
  EXPECT_EQ(GetStatus(ListWith("perPage=5")), 200);
  SetSwitch("guest_paging_keys", "absent");
  EXPECT_EQ(GetJson(kGuests).size(), 1u);
  CreateAccount({{"bookings", 0}});
  EXPECT_EQ(GetJson(kList)["total_pages"], 0);
  SetSwitch("empty_total_pages", "1");
  EXPECT_EQ(GetJson(kList)["total_pages"], 1);
}

TEST_F(HostelmateTest, EachOrderHoldsTheSameBookings) {
  std::set<std::vector<Json>> sequences;
  const std::set<std::string> all = CrawlIds("&limit=100");
  for (const char* order : {"created_desc", "created_asc", "id", "scrambled"}) {
    SetSwitch("order", order);
    EXPECT_EQ(CrawlIds("&limit=100"), all);
    sequences.insert(Crawl("&limit=100"));
  }
  EXPECT_EQ(sequences.size(), 4u);
}

TEST_F(HostelmateTest, SwitchesOfTheDateWindow) {
  Control("POST", "/bookings",
          {{"id", "gap"},
           {"stay_dates",
            {{{"date", "2026-12-01"}, {"amount", 1}, {"room", "r"}},
             {{"date", "2026-12-20"}, {"amount", 1}, {"room", "r"}}}}});
  const std::string between = "&limit=100&start_date=2026-12-05&end_date=2026-12-10";
  EXPECT_FALSE(CrawlIds(between).contains("gap"));
  SetSwitch("date_window", "any_nights");
  EXPECT_TRUE(CrawlIds(between).contains("gap"));
  const std::string later = "&limit=100&start_date=2026-12-05&end_date=2026-12-31";
  EXPECT_TRUE(CrawlIds(later).contains("gap"));
  SetSwitch("date_window", "arrival");
  EXPECT_FALSE(CrawlIds(later).contains("gap"));
  SetSwitch("start_after_end", "empty");
  EXPECT_TRUE(CrawlIds("&start_date=2026-12-02&end_date=2026-12-01").empty());
}

TEST_F(HostelmateTest, SwitchesOfFilters) {
  SetSwitch("unknown_status", "empty");
  EXPECT_TRUE(CrawlIds("&status=nonsense").empty());
  SetSwitch("unknown_guest", "404");
  EXPECT_EQ(GetStatus(ListWith("guest_id=nobody")), 404);
}

TEST_F(HostelmateTest, SwitchesOfBodies) {
  CreateAccount({{"bookings", 1}, {"traps", false}});
  SetSwitch("list_paid_days", "left_out");
  EXPECT_FALSE(GetJson(kList)["results"][0].contains("paidDays"));
  const std::string missing = std::string(kList) + "/none";
  SetSwitch("not_found_code", "not_found");
  EXPECT_EQ(Json::parse(Get(missing)->body)["code"], "not_found");
  SetSwitch("error_body", "nested");
  EXPECT_EQ(Json::parse(Get(missing)->body)["error"]["code"], "not_found");
  SetSwitch("error_body", "empty");
  EXPECT_EQ(Get(missing)->body, "");
  EXPECT_TRUE(Get(kList)->has_header("X-Request-Id"));
  SetSwitch("request_id", "absent");
  EXPECT_FALSE(Get(kList)->has_header("X-Request-Id"));
}

TEST_F(HostelmateTest, EveryTrapOccursInAThousandRows) {
  CreateAccount({{"bookings", 1000}});
  std::set<std::string> traps;
  for (const Json& row : Rows()) traps.insert(row["trap"].get<std::string>());
  // One of them is the empty name of the ordinary rows.
  EXPECT_EQ(traps.size(), 25u);
}

}  // namespace
}  // namespace bookings::sandbox
