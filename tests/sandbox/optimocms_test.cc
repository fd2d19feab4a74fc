// The simulated OptimoCMS against optimocms.md: keys, sites, pages, filters, forms, quotas.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "deploy/sandbox/optimocms/optimocms_api.h"
#include "tests/sandbox/sandbox_fixture.h"

namespace bookings::sandbox {
namespace {

class OptimocmsTest : public SandboxFixture {
 protected:
  OptimocmsTest() : SandboxFixture(MakeOptimocmsVendor()) {
    headers_ = {{"X-Api-Key", "omc_test"}};
  }

  static std::string List(const std::string& query) {
    return "/v1/sites/site_test/booking/bookings" + query;
  }

  std::vector<Json> Crawl(const std::string& query) {
    std::vector<Json> bookings;
    std::string cursor;
    while (true) {
      const Json page = GetJson(List("?limit=9" + query + cursor));
      for (const Json& booking : page["data"]) bookings.push_back(booking);
      const Json next = page["pagination"]["nextCursor"];
      if (!next.is_string()) return bookings;
      cursor = "&cursor=" + Escape(next.get<std::string>());
    }
  }

  // The first booking of a trap as the API serves it.
  Json ServedTrap(const std::string& trap) {
    const std::set<std::string> ids =
        ModelIds([&](const Json& row) { return row["trap"] == trap; });
    for (const Json& booking : Crawl("")) {
      if (ids.contains(booking["id"].get<std::string>())) return booking;
    }
    ADD_FAILURE() << "not served: " << trap;
    return {};
  }

  // The error object of an answer that must have this status.
  Json Error(const std::string& target, int status) {
    const httplib::Result result = Get(target);
    EXPECT_EQ(result ? result->status : 0, status) << target;
    const Json body = result ? ParseJson(result->body).value_or(Json()) : Json();
    EXPECT_TRUE(body.contains("meta")) << body;
    return body.value("error", Json());
  }

  // A booking of its own before all others.
  Json Insert(Json fields) {
    fields["createdAt"] = 1999999999000;
    Control("POST", "/bookings", fields);
    return GetJson(List("?limit=1"))["data"][0];
  }
};

TEST_F(OptimocmsTest, RefusesRequestsWithoutAKnownKey) {
  headers_.clear();
  EXPECT_EQ(Error(List(""), 401)["code"], "UNAUTHORIZED");
  headers_ = {{"X-Api-Key", "omc_other"}};
  EXPECT_EQ(Error(List(""), 401)["code"], "UNAUTHORIZED");
}

TEST_F(OptimocmsTest, RefusesTheKeyAsBearerUnlessSwitched) {
  headers_ = {{"Authorization", "Bearer omc_test"}};
  EXPECT_EQ(GetStatus(List("")), 401);
  SetSwitch("bearer", "accept");
  EXPECT_EQ(GetStatus(List("")), 200);
}

TEST_F(OptimocmsTest, TheDefaultAccountHasAWellKnownKeyAndSite) {
  headers_ = {{"X-Api-Key", "omc_sandbox"}};
  EXPECT_EQ(GetStatus("/v1/sites/site_sandbox/booking/bookings"), 200);
}

TEST_F(OptimocmsTest, RefusesSitesThatTheKeyMayNotUse) {
  EXPECT_EQ(Error("/v1/sites/nowhere/booking/bookings", 404)["code"], "NOT_FOUND");
  EXPECT_EQ(Error("/v1/sites/site_test_other/booking/bookings", 403)["code"], "FORBIDDEN");
  EXPECT_EQ(Error("/v1/sites/site_test_draft/booking/bookings", 403)["code"], "FORBIDDEN");
}

TEST_F(OptimocmsTest, RefusesAKeyWithoutTheScope) {
  CreateAccount({{"bookings", 3}, {"scopes", {"sites:read"}}});
  EXPECT_EQ(Error(List(""), 403)["code"], "FORBIDDEN");
  EXPECT_EQ(GetStatus("/v1/sites"), 200);
  CreateAccount({{"bookings", 3}, {"scopes", {"booking:read"}}});
  EXPECT_EQ(GetStatus("/v1/sites"), 403);
}

TEST_F(OptimocmsTest, HasNoCallForOneBookingAndNoOtherRoutes) {
  const std::string id = *ModelIds([](const Json&) { return true; }).begin();
  EXPECT_EQ(Error(List("/" + Escape(id)), 404)["code"], "NOT_FOUND");
  EXPECT_EQ(Error("/v1/sites/site_test", 404)["code"], "NOT_FOUND");
}

TEST_F(OptimocmsTest, ListsTwentyFiveByDefault) {
  const Json body = GetJson(List(""));
  EXPECT_EQ(body["data"].size(), 25u);
  EXPECT_EQ(body["pagination"]["total"], 300);
  EXPECT_EQ(body["pagination"]["limit"], 25);
  EXPECT_EQ(body["meta"]["requestId"].get<std::string>().size(), 36u);
  SetSwitch("default_limit", "20");
  EXPECT_EQ(GetJson(List(""))["data"].size(), 20u);
  SetSwitch("request_id", "req");
  EXPECT_EQ(GetJson(List(""))["meta"]["requestId"].get<std::string>().substr(0, 4), "req_");
}

TEST_F(OptimocmsTest, AllPagesTogetherAreTheModelOnce) {
  const std::vector<Json> bookings = Crawl("");
  EXPECT_EQ(bookings.size(), 300u);
  EXPECT_EQ(Ids(bookings), ModelIds([](const Json&) { return true; }));
}

TEST_F(OptimocmsTest, NewestComeFirstAndTiesById) {
  std::map<std::string, int64_t> created;
  for (const Json& row : Rows())
    created[row["id"].get<std::string>()] = row["createdAt"].get<int64_t>();
  const std::vector<Json> bookings = Crawl("");
  for (size_t i = 1; i < bookings.size(); ++i) {
    const std::string a = bookings[i - 1]["id"].get<std::string>();
    const std::string b = bookings[i]["id"].get<std::string>();
    EXPECT_GT(std::make_pair(created[a], a), std::make_pair(created[b], b));
  }
}

TEST_F(OptimocmsTest, TheOrderCanBeAnother) {
  SetSwitch("list_order", "by_id");
  const std::vector<Json> by_id = Crawl("");
  EXPECT_EQ(by_id.size(), 300u);
  EXPECT_LT(by_id.front()["id"], by_id.back()["id"]);
  SetSwitch("list_order", "oldest_first");
  EXPECT_EQ(Crawl("").size(), 300u);
}

TEST_F(OptimocmsTest, TheCursorIsJsonInBase64AndSurvivesItsRow) {
  const Json first = GetJson(List("?limit=5"));
  const std::string cursor = first["pagination"]["nextCursor"].get<std::string>();
  std::string text;
  ASSERT_TRUE(absl::Base64Unescape(cursor, &text));
  EXPECT_EQ(Json::parse(text)["id"], first["data"][4]["id"]);
  const Json before = GetJson(List("?limit=5&cursor=" + Escape(cursor)))["data"];
  Control("DELETE", "/bookings/" + Escape(first["data"][4]["id"].get<std::string>()));
  Insert({{"id", "bk_new"}});
  EXPECT_EQ(GetJson(List("?limit=5&cursor=" + Escape(cursor)))["data"], before);
}

TEST_F(OptimocmsTest, RefusesBrokenAndExpiredCursors) {
  EXPECT_EQ(Error(List("?cursor=!!"), 400)["code"], "BAD_REQUEST");
  EXPECT_EQ(Error(List("?cursor="), 400)["code"], "BAD_REQUEST");
  EXPECT_EQ(Error(List("?cursor=e30%3D"), 400)["code"], "BAD_REQUEST");
  SetSwitch("cursor_life", "minute");
  SetNow("2026-11-20T09:00:00Z");
  const Json page = GetJson(List("?limit=5"))["pagination"];
  const std::string target =
      List("?limit=5&cursor=" + Escape(page["nextCursor"].get<std::string>()));
  EXPECT_EQ(GetStatus(target), 200);
  SetNow("2026-11-20T09:01:00Z");
  EXPECT_EQ(GetStatus(target), 400);
}

TEST_F(OptimocmsTest, TheLastPageEndsInThreeWays) {
  const std::string target = List("?limit=100&date=2026-12-05");
  EXPECT_EQ(GetJson(target)["pagination"]["nextCursor"], Json());
  SetSwitch("last_cursor", "empty");
  EXPECT_EQ(GetJson(target)["pagination"]["nextCursor"], "");
  SetSwitch("last_cursor", "absent");
  EXPECT_FALSE(GetJson(target)["pagination"].contains("nextCursor"));
}

TEST_F(OptimocmsTest, FiltersByDayStatusAndBoth) {
  const auto day = [](const Json& row) { return row["day"] == "2026-12-05"; };
  const auto pending = [](const Json& row) { return row.value("status", Json()) == "pending"; };
  EXPECT_EQ(Ids(Crawl("&date=2026-12-05")), ModelIds(day));
  EXPECT_EQ(Ids(Crawl("&status=pending")), ModelIds(pending));
  EXPECT_EQ(Ids(Crawl("&status=pending&date=2026-12-05")),
            ModelIds([&](const Json& row) { return day(row) && pending(row); }));
}

TEST_F(OptimocmsTest, TheTotalCountsWhatMatches) {
  const auto matching = ModelIds([](const Json& row) { return row["day"] == "2026-12-05"; });
  const std::string target = List("?date=2026-12-05");
  EXPECT_EQ(GetJson(target)["pagination"]["total"], matching.size());
  SetSwitch("total", "all");
  EXPECT_EQ(GetJson(target)["pagination"]["total"], 300);
  SetSwitch("total", "absent");
  EXPECT_FALSE(GetJson(target)["pagination"].contains("total"));
}

TEST_F(OptimocmsTest, AnUnknownStatusFindsNothingUnlessSwitched) {
  EXPECT_EQ(Crawl("&status=canceled,pending").size(), 0u);
  EXPECT_EQ(Crawl("&status=Pending").size(), 0u);
  SetSwitch("unknown_status", "refuse");
  EXPECT_EQ(Error(List("?status=Pending"), 400)["code"], "VALIDATION_ERROR");
}

TEST_F(OptimocmsTest, NamesAllFieldsThatBreakARule) {
  const Json error = Error(List("?limit=101&date=05.12.2026"), 400);
  EXPECT_EQ(error["code"], "VALIDATION_ERROR");
  EXPECT_TRUE(error["details"]["fields"].contains("limit"));
  EXPECT_TRUE(error["details"]["fields"].contains("date"));
  SetSwitch("error_details", "omit");
  EXPECT_FALSE(Error(List("?limit=0"), 400).contains("details"));
}

TEST_F(OptimocmsTest, RefusesWhatThePagesDoNotAllow) {
  for (const char* query : {"?limit=0", "?limit=-5", "?limit=x", "?limit=", "?date=",
                            "?date=2026-02-30", "?date=2026-12-05T00:00:00Z"}) {
    EXPECT_EQ(Error(List(query), 400)["code"], "VALIDATION_ERROR") << query;
  }
  for (const char* query :
       {"?serviceId=x", "?orderBy=date", "?limit=5&limit=6", "?dateFrom=2026-12-05"}) {
    EXPECT_EQ(Error(List(query), 400)["code"], "BAD_REQUEST") << query;
  }
  SetSwitch("unknown_parameter", "ignore");
  EXPECT_EQ(GetStatus(List("?serviceId=x")), 200);
  SetSwitch("limit_out_of_range", "clamp");
  EXPECT_EQ(GetJson(List("?limit=500"))["data"].size(), 100u);
}

TEST_F(OptimocmsTest, ABookingHasTheSixDocumentedFields) {
  const Json booking = Insert({{"id", "bk_whole"},
                               {"day", "2026-12-05"},
                               {"start", 845},
                               {"status", "confirmed"},
                               {"firstName", "Ada"},
                               {"lastName", "Example"},
                               {"email", "ada@example.com"},
                               {"phone", "+31600000001"}});
  EXPECT_EQ(
      booking,
      Json({{"id", "bk_whole"},
            {"status", "confirmed"},
            {"date", "2026-12-05"},
            {"startTime", "14:05"},
            {"customer",
             {{"name", "Ada Example"}, {"email", "ada@example.com"}, {"phone", "+31600000001"}}},
            {"createdAt", "2033-05-18T03:33:19Z"}}));
  SetSwitch("extra_fields", "send");
  EXPECT_TRUE(GetJson(List("?limit=1"))["data"][0].contains("serviceId"));
}

TEST_F(OptimocmsTest, SwitchesChangeTheFormsOfOrdinaryRows) {
  const Json plain = Insert({{"day", "2026-12-05"}, {"start", 545}});
  SetSwitch("date_form", "midnight_utc");
  SetSwitch("time_form", "short");
  SetSwitch("customer", "flat");
  const Json other = GetJson(List("?limit=1"))["data"][0];
  EXPECT_EQ(other["date"], "2026-12-05T00:00:00Z");
  EXPECT_EQ(other["startTime"], "9:05");
  EXPECT_EQ(other["customer"]["customerName"], plain["customer"]["name"]);
  EXPECT_EQ(Rows().back()["timeForm"], "short");
}

TEST_F(OptimocmsTest, TrapsAreServedAsTheyAre) {
  EXPECT_EQ(ServedTrap("gap")["startTime"], "02:30");
  EXPECT_EQ(ServedTrap("gap")["date"], "2027-03-28");
  EXPECT_EQ(ServedTrap("time_null")["startTime"], Json());
  EXPECT_FALSE(ServedTrap("time_absent").contains("startTime"));
  EXPECT_EQ(ServedTrap("time_short")["startTime"], "9:05");
  const Json contradicting = ServedTrap("time_contradicts_date");
  EXPECT_NE(contradicting["startTime"].get<std::string>().substr(0, 10), contradicting["date"]);
  EXPECT_EQ(ServedTrap("customer_empty")["customer"], Json::object());
  EXPECT_FALSE(ServedTrap("customer_absent").contains("customer"));
  EXPECT_FALSE(ServedTrap("status_absent").contains("status"));
  EXPECT_EQ(ServedTrap("unknown_fields")["ledgerId"], 9007199254740993);
}

TEST_F(OptimocmsTest, TheSameInstantIsWrittenInSeveralForms) {
  Insert({{"id", "bk_offset"}, {"createdForm", "offset"}});
  EXPECT_EQ(GetJson(List("?limit=1"))["data"][0]["createdAt"], "2033-05-18T05:33:19+02:00");
}

TEST_F(OptimocmsTest, AllTrapsOccurAndOnlyWhenAskedFor) {
  std::set<std::string> traps;
  for (const Json& row : Rows()) traps.insert(row["trap"].get<std::string>());
  EXPECT_GT(traps.size(), 46u);
  CreateAccount({{"bookings", 300}, {"traps", false}});
  for (const Json& row : Rows()) EXPECT_EQ(row["trap"], "");
}

TEST_F(OptimocmsTest, ListsTheSitesOfTheKey) {
  const Json body = GetJson("/v1/sites");
  EXPECT_EQ(Ids(body["data"]),
            (std::set<std::string>{"site_test", "site_test_draft", "site_test_old"}));
  EXPECT_EQ(Ids(GetJson("/v1/sites?status=draft")["data"]),
            std::set<std::string>{"site_test_draft"});
  EXPECT_EQ(GetStatus("/v1/sites?status=active"), 400);
  const Json first = GetJson("/v1/sites?limit=2");
  EXPECT_EQ(first["data"].size(), 2u);
  const std::string cursor = Escape(first["pagination"]["nextCursor"].get<std::string>());
  EXPECT_EQ(GetJson("/v1/sites?limit=2&cursor=" + cursor)["data"].size(), 1u);
  SetSwitch("site_status", "tools");
  EXPECT_EQ(GetJson("/v1/sites")["data"][0]["status"], "active");
}

TEST_F(OptimocmsTest, LimitsRequestsAMinuteByPlan) {
  SetNow("2026-11-20T09:00:30Z");
  CreateAccount({{"bookings", 3}, {"plan", "starter"}});
  SetRateScale(1);
  for (int i = 0; i < 10; ++i) ASSERT_EQ(GetStatus(List("")), 200);
  EXPECT_EQ(Error(List(""), 429)["code"], "RATE_LIMIT_EXCEEDED");
  EXPECT_EQ(Get(List(""))->get_header_value("Retry-After"), "60");
  SetSwitch("retry_after", "date");
  EXPECT_EQ(Get(List(""))->get_header_value("Retry-After"), "Fri, 20 Nov 2026 09:01:30 GMT");
  SetSwitch("retry_after", "absent");
  EXPECT_FALSE(Get(List(""))->has_header("Retry-After"));
  SetSwitch("retry_after", "seconds");
  SetSwitch("rate_window", "fixed");
  EXPECT_EQ(Get(List(""))->get_header_value("Retry-After"), "30");
  SetNow("2026-11-20T09:01:00Z");
  EXPECT_EQ(GetStatus(List("")), 200);
}

TEST_F(OptimocmsTest, TheMonthsQuotaEndsWithTheMonth) {
  CreateAccount({{"bookings", 3}, {"plan", "starter"}});
  SetRateScale(1);
  for (int minute = 0; minute < 100; ++minute) {
    const std::string hour = minute < 50 ? "10:" : "11:";
    SetNow("2026-11-30T" + hour + std::to_string(10 + minute % 50) + ":00Z");
    for (int i = 0; i < 10; ++i) ASSERT_EQ(GetStatus(List("?limit=1")), 200) << minute;
  }
  SetNow("2026-11-30T23:00:00Z");
  EXPECT_EQ(Get(List(""))->get_header_value("Retry-After"), "3600");
  SetNow("2026-12-01T00:00:00Z");
  EXPECT_EQ(GetStatus(List("")), 200);
}

TEST_F(OptimocmsTest, RefusesPlansThatDoNotExist) {
  EXPECT_TRUE(CreateAccount({{"plan", "trial"}}).contains("error"));
}

}  // namespace
}  // namespace bookings::sandbox
