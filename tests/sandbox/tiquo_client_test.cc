// The simulated Tiquo Client API against tiquo.md: sessions, pages, filters, rows.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "tests/sandbox/tiquo_fixture.h"

namespace bookings::sandbox {
namespace {

class TiquoClientTest : public TiquoFixture {
 protected:
  Json Page(const std::string& query) {
    return GetJson(std::string(kClient) + "/bookings" + query)["data"];
  }

  int Status(const std::string& query) {
    return GetStatus(std::string(kClient) + "/bookings" + query);
  }

  // All pages, by the id of the last booking.
  std::vector<Json> Crawl(const std::string& query) {
    std::vector<Json> bookings;
    std::string cursor;
    for (bool more = true; more;) {
      const Json page = Page("?limit=7" + query + cursor);
      for (const Json& booking : page["bookings"]) bookings.push_back(booking);
      more = page["hasMore"].get<bool>();
      if (more) cursor = "&cursor=" + Escape(bookings.back()["id"].get<std::string>());
    }
    return bookings;
  }

  Json Served(const std::string& id) {
    for (const Json& booking : Crawl("")) {
      if (booking["id"] == id) return booking;
    }
    ADD_FAILURE() << "not served: " << id;
    return {};
  }

  Json ServedTrap(const std::string& trap) {
    return Served(TrapRow(trap)["id"].get<std::string>());
  }

  // The status and body of a refresh.
  std::pair<int, Json> Refresh(const Json& body) {
    const httplib::Result result =
        client().Post((std::string(kClient) + "/refresh").c_str(), body.dump(), "application/json");
    if (!result) return {0, {}};
    return {result->status, ParseJson(result->body).value_or(Json())};
  }
};

TEST_F(TiquoClientTest, RefusesRequestsWithoutAValidToken) {
  headers_.clear();
  EXPECT_EQ(Status(""), 401);
  headers_ = {{"Authorization", "Bearer eyJ.self.made"}};
  EXPECT_EQ(Status(""), 401);
}

TEST_F(TiquoClientTest, TheAdminKeyDoesNotOpenTheClientApi) {
  Use("admin_key");
  EXPECT_EQ(Status(""), 401);
}

TEST_F(TiquoClientTest, TheTokenIsAJwtWithTheClaimsOfTheSession) {
  const std::vector<std::string> parts =
      absl::StrSplit(account_["access_token"].get<std::string>(), '.');
  ASSERT_EQ(parts.size(), 3u);
  std::string text;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[1], &text));
  const Json claims = Json::parse(text);
  EXPECT_EQ(claims["iss"], "https://auth.tiquo.app");
  EXPECT_EQ(claims["aud"], "tiquo-client-api");
  EXPECT_EQ(claims["sub"], account_["subject"]);
  EXPECT_EQ(claims["organization_id"], account_["organization_id"]);
  EXPECT_EQ(claims["exp"].get<int64_t>() - claims["iat"].get<int64_t>(), 3600);
  EXPECT_TRUE(claims.contains("email"));
}

TEST_F(TiquoClientTest, TheTokenEndsAfterAnHour) {
  SetNow("2026-11-20T09:00:00Z");
  account_ = CreateAccount({{"bookings", 3}});
  Use("access_token");
  EXPECT_EQ(Status(""), 200);
  SetNow("2026-11-20T09:59:59Z");
  EXPECT_EQ(Status(""), 200);
  SetNow("2026-11-20T10:00:00Z");
  EXPECT_EQ(Error(std::string(kClient) + "/bookings", 401), "Invalid or expired access token");
  const auto [status, body] = Refresh({{"refresh_token", account_["refresh_token"]}});
  EXPECT_EQ(status, 200);
  EXPECT_EQ(body["data"]["expires_in"], 3600);
  EXPECT_EQ(body["data"]["expires_at"], 1795172400000);
  headers_ = {{"Authorization", "Bearer " + body["data"]["access_token"].get<std::string>()}};
  EXPECT_EQ(Status(""), 200);
}

TEST_F(TiquoClientTest, EveryRefreshUsesUpItsToken) {
  const Json first = {{"refresh_token", account_["refresh_token"]}};
  const auto [status, body] = Refresh(first);
  ASSERT_EQ(status, 200);
  EXPECT_EQ(Refresh(first).first, 401);
  EXPECT_EQ(Refresh({{"refresh_token", body["data"]["refresh_token"]}}).first, 200);
}

TEST_F(TiquoClientTest, ARefreshTokenEndsAfterThirtyDays) {
  SetNow("2026-11-20T09:00:00Z");
  account_ = CreateAccount({{"bookings", 3}});
  SetNow("2026-12-20T09:00:00Z");
  EXPECT_EQ(Refresh({{"refresh_token", account_["refresh_token"]}}).first, 401);
}

TEST_F(TiquoClientTest, AReusedRefreshTokenCanEndTheSession) {
  SetSwitch("refresh_reuse", "end_session");
  const Json first = {{"refresh_token", account_["refresh_token"]}};
  const auto [status, body] = Refresh(first);
  ASSERT_EQ(status, 200);
  EXPECT_EQ(Refresh(first).first, 401);
  EXPECT_EQ(Refresh({{"refresh_token", body["data"]["refresh_token"]}}).first, 401);
  EXPECT_EQ(Status(""), 401);
}

TEST_F(TiquoClientTest, RefreshRefusesBadBodies) {
  EXPECT_EQ(Refresh(Json::object()).first, 400);
  EXPECT_EQ(Refresh({{"refreshToken", account_["refresh_token"]}}).first, 400);
  EXPECT_EQ(Refresh({{"refresh_token", 7}}).first, 400);
  EXPECT_EQ(Refresh({{"refresh_token", "rt_unknown"}}).first, 401);
  EXPECT_EQ(Refresh({{"refresh_token", account_["admin_key"]}}).first, 401);
  EXPECT_EQ(Refresh({{"refresh_token", account_["access_token"]}}).first, 401);
}

TEST_F(TiquoClientTest, TheDefaultAccountHasAWellKnownRefreshToken) {
  EXPECT_EQ(Refresh({{"refresh_token", "rt_sandbox"}}).first, 200);
}

TEST_F(TiquoClientTest, ListsFiftyByDefaultWithoutACursorField) {
  const Json data = Page("");
  EXPECT_EQ(data["bookings"].size(), 50u);
  EXPECT_EQ(data["hasMore"], true);
  EXPECT_EQ(data.size(), 2u);
  EXPECT_GE(data["bookings"][0]["createdAt"], data["bookings"][49]["createdAt"]);
}

TEST_F(TiquoClientTest, AllPagesTogetherAreTheCustomersBookingsOnce) {
  const std::vector<Json> bookings = Crawl("");
  EXPECT_EQ(bookings.size(), 300u);
  EXPECT_EQ(Ids(bookings), ModelIds(IsOwn));
}

TEST_F(TiquoClientTest, BookingsOfOneInstantAreOrderedById) {
  const std::vector<Json> bookings = Crawl("");
  for (size_t i = 1; i < bookings.size(); ++i) {
    const Json& a = bookings[i - 1];
    const Json& b = bookings[i];
    EXPECT_TRUE(a["createdAt"] > b["createdAt"] ||
                (a["createdAt"] == b["createdAt"] && a["id"] > b["id"]));
  }
}

TEST_F(TiquoClientTest, RowsThatComeAndGoDoNotMoveTheOthers) {
  const Json first = Page("?limit=10");
  const std::string cursor = first["bookings"][9]["id"].get<std::string>();
  const Json before = Page("?limit=10&cursor=" + cursor);
  Control("POST", "/bookings", {{"id", "jx7new"}, {"createdAt", 1999999999999}});
  Control("DELETE", "/bookings/" + Escape(first["bookings"][3]["id"].get<std::string>()));
  EXPECT_EQ(Page("?limit=10&cursor=" + cursor), before);
  EXPECT_EQ(Page("?limit=1")["bookings"][0]["id"], "jx7new");
}

TEST_F(TiquoClientTest, ACursorStaysValidWhenItsRowLeavesTheFilter) {
  const Json first = Page("?limit=2&status=confirmed");
  const std::string cursor = first["bookings"][1]["id"].get<std::string>();
  const Json before = Page("?limit=2&status=confirmed&cursor=" + Escape(cursor));
  Control("PATCH", "/bookings/" + Escape(cursor), {{"status", "cancelled"}});
  EXPECT_EQ(Page("?limit=2&status=confirmed&cursor=" + Escape(cursor)), before);
}

TEST_F(TiquoClientTest, RefusesUnknownAndForeignCursors) {
  EXPECT_EQ(Status("?cursor=jx7nothing"), 400);
  EXPECT_EQ(Status("?cursor="), 400);
  const std::set<std::string> foreign = ModelIds([](const Json& row) { return !IsOwn(row); });
  ASSERT_EQ(foreign.size(), 100u);
  EXPECT_EQ(Status("?cursor=" + Escape(*foreign.begin())), 400);
  SetSwitch("unknown_cursor", "empty");
  EXPECT_EQ(Page("?cursor=jx7nothing")["bookings"].size(), 0u);
  SetSwitch("unknown_cursor", "restart");
  EXPECT_EQ(Page("?cursor=jx7nothing"), Page(""));
}

TEST_F(TiquoClientTest, RefusesWhatThePagesDoNotAllow) {
  for (const char* query :
       {"?limit=0", "?limit=101", "?limit=-1", "?limit=ten", "?limit=", "?limit=5&limit=6",
        "?status=confirmed,pending", "?status=Confirmed", "?status=", "?upcoming=1",
        "?upcoming=TRUE", "?upcoming=", "?dateFrom=2026-12-05", "?page=2"}) {
    EXPECT_EQ(Status(query), 400) << query;
  }
}

TEST_F(TiquoClientTest, SwitchesLoosenWhatIsRefused) {
  SetSwitch("limit_out_of_range", "clamp");
  EXPECT_EQ(Page("?limit=0")["bookings"].size(), 1u);
  EXPECT_EQ(Page("?limit=5000")["bookings"].size(), 100u);
  SetSwitch("unknown_parameter", "ignore");
  EXPECT_EQ(Status("?page=2"), 200);
  SetSwitch("boolean_spelling", "loose");
  EXPECT_EQ(Status("?upcoming=1"), 200);
  SetSwitch("unknown_status", "empty");
  EXPECT_EQ(Page("?status=Confirm")["bookings"].size(), 0u);
}

TEST_F(TiquoClientTest, FiltersByOneStatusOfAllThirteen) {
  const std::set<std::string> pending =
      ModelIds([](const Json& row) { return IsOwn(row) && row["status"] == "pending"; });
  EXPECT_EQ(Ids(Crawl("&status=pending")), pending);
  EXPECT_EQ(Status("?status=scheduled"), 200);
  SetSwitch("status_vocabulary", "later");
  EXPECT_EQ(Status("?status=pending"), 400);
  SetSwitch("status_vocabulary", "earlier");
  EXPECT_EQ(Status("?status=scheduled"), 400);
}

TEST_F(TiquoClientTest, UpcomingMeansTheStartAndKeepsCancelledOnes) {
  Control("POST", "/bookings",
          {{"id", "soon"},
           {"day", "2026-12-05"},
           {"startTime", "19:00"},
           {"status", "cancelled"},
           {"venueZone", "America/New_York"},
           {"timezone", "America/New_York"}});
  SetNow("2026-12-06T00:00:00Z");
  // The first access token is over by then.
  const auto [status, body] = Refresh({{"refresh_token", account_["refresh_token"]}});
  ASSERT_EQ(status, 200);
  headers_ = {{"Authorization", "Bearer " + body["data"]["access_token"].get<std::string>()}};
  EXPECT_TRUE(Ids(Crawl("&upcoming=true")).contains("soon"));
  EXPECT_TRUE(Ids(Crawl("&upcoming=false")).contains("soon"));
  SetNow("2026-12-06T00:00:01Z");
  EXPECT_FALSE(Ids(Crawl("&upcoming=true")).contains("soon"));
}

TEST_F(TiquoClientTest, ABookingHasTheDocumentedFields) {
  Control("POST", "/bookings",
          {{"id", "whole"},
           {"day", "2026-12-05"},
           {"startTime", "14:30"},
           {"endTime", "15:15"},
           {"duration", 45},
           {"venueZone", "America/New_York"},
           {"timezone", "America/New_York"},
           {"ticketing", "off"},
           {"createdAt", 1999999999999}});
  const Json booking = Page("?limit=1")["bookings"][0];
  std::set<std::string> names;
  for (const auto& [name, value] : booking.items()) names.insert(name);
  EXPECT_EQ(names,
            (std::set<std::string>{"id", "bookingNumber", "confirmationCode", "status", "date",
                                   "startTime", "endTime", "duration", "timezone", "attendeeCount",
                                   "serviceName", "serviceId", "sublocationId",
                                   "serviceCategoryName", "ticketing", "createdAt"}));
  EXPECT_EQ(booking["date"], 1796446800000);
  EXPECT_EQ(booking["ticketing"]["qrCodeTicketsEnabled"], false);
}

TEST_F(TiquoClientTest, FieldsFollowTheRevisionOfThePage) {
  SetSwitch("client_fields", "earlier");
  EXPECT_FALSE(Page("?limit=1")["bookings"][0].contains("serviceCategoryName"));
  SetSwitch("client_fields", "later_cut");
  EXPECT_FALSE(Page("?limit=1")["bookings"][0].contains("createdAt"));
}

TEST_F(TiquoClientTest, TheOrderCanBeAnother) {
  SetSwitch("list_order", "oldest_first");
  const std::vector<Json> oldest = Crawl("");
  EXPECT_EQ(oldest.size(), 300u);
  EXPECT_LE(oldest.front()["createdAt"], oldest.back()["createdAt"]);
  SetSwitch("list_order", "by_id");
  const std::vector<Json> by_id = Crawl("");
  EXPECT_EQ(by_id.size(), 300u);
  EXPECT_LT(by_id.front()["id"], by_id.back()["id"]);
}

struct DateVector {
  const char* zone;
  const char* day;
  const char* start;
  const char* encoding;
  int64_t number;
};

class TiquoDateTest : public TiquoClientTest, public testing::WithParamInterface<DateVector> {};

TEST_P(TiquoDateTest, EncodesTheDay) {
  const DateVector& vector = GetParam();
  SetSwitch("date_encoding", vector.encoding);
  Control("POST", "/bookings",
          {{"id", "vector"},
           {"day", vector.day},
           {"startTime", vector.start},
           {"venueZone", vector.zone},
           {"timezone", vector.zone},
           {"createdAt", 1999999999999}});
  EXPECT_EQ(Page("?limit=1")["bookings"][0]["date"], vector.number);
}

// tiquo.md 7.1, and the row of the vendor's own page.
INSTANTIATE_TEST_SUITE_P(
    Vectors, TiquoDateTest,
    testing::Values(
        DateVector{"America/New_York", "2026-12-05", "14:30", "utc_midnight", 1796428800000},
        DateVector{"America/New_York", "2026-12-05", "14:30", "zone_midnight", 1796446800000},
        DateVector{"Europe/London", "2026-07-01", "09:00", "zone_midnight", 1782860400000},
        DateVector{"Asia/Tokyo", "2026-12-05", "10:00", "zone_midnight", 1796396400000},
        DateVector{"Africa/Cairo", "2027-04-30", "09:00", "zone_midnight", 1809036000000},
        DateVector{"America/New_York", "2027-03-14", "02:30", "zone_midnight", 1805000400000},
        DateVector{"America/New_York", "2027-11-07", "01:30", "zone_midnight", 1825560000000},
        DateVector{"America/New_York", "2026-12-05", "19:00", "start_instant", 1796515200000},
        DateVector{"America/New_York", "2024-01-30", "14:30", "seed_row", 1706662800000}));

TEST_F(TiquoClientTest, TrapsAreServedAsTheyAre) {
  EXPECT_EQ(ServedTrap("end_both_null")["endTime"], Json());
  EXPECT_EQ(ServedTrap("end_both_null")["duration"], Json());
  EXPECT_EQ(ServedTrap("zone_null")["timezone"], Json());
  EXPECT_FALSE(ServedTrap("zone_absent").contains("timezone"));
  EXPECT_EQ(ServedTrap("zone_empty")["timezone"], "");
  EXPECT_EQ(ServedTrap("zone_unknown")["timezone"], "Mars/Olympus_Mons");
  EXPECT_EQ(ServedTrap("service_null")["serviceId"], Json());
  EXPECT_FALSE(ServedTrap("service_absent").contains("serviceId"));
  EXPECT_FALSE(ServedTrap("ticketing_absent").contains("ticketing"));
  EXPECT_EQ(ServedTrap("unknown_fields")["ledgerId"], 9007199254740993);
  EXPECT_EQ(ServedTrap("status_unknown")["status"], "on_hold");
}

TEST_F(TiquoClientTest, AllTrapsOccurAndOnlyWhenAskedFor) {
  std::set<std::string> traps;
  for (const Json& row : Rows()) traps.insert(row["trap"].get<std::string>());
  EXPECT_GT(traps.size(), 60u);
  CreateAccount({{"bookings", 300}, {"traps", false}});
  for (const Json& row : Rows()) EXPECT_EQ(row["trap"], "");
}

TEST_F(TiquoClientTest, ProfileNamesUserAndCustomer) {
  const std::string path = std::string(kClient) + "/profile";
  const Json data = GetJson(path)["data"];
  EXPECT_EQ(data["user"]["id"], account_["subject"]);
  EXPECT_EQ(data["customer"], account_["customer"]);
  SetSwitch("profile_customer", "null");
  EXPECT_EQ(GetJson(path)["data"]["customer"], Json());
  SetSwitch("profile_customer", "refused");
  EXPECT_EQ(GetStatus(path), 400);
}

TEST_F(TiquoClientTest, BookingsAreReadOnly) {
  const std::string path = std::string(kClient) + "/bookings";
  const httplib::Result post = client().Post(path.c_str(), headers_, "{}", "application/json");
  ASSERT_TRUE(post);
  EXPECT_EQ(post->status, 405);
  EXPECT_EQ(post->get_header_value("Allow"), "GET");
  SetSwitch("writes", "not_found");
  EXPECT_EQ(client().Delete((path + "/x").c_str(), headers_)->status, 404);
}

TEST_F(TiquoClientTest, LimitsRequestsAMinute) {
  SetNow("2026-11-20T09:00:00Z");
  account_ = CreateAccount({{"bookings", 3}});
  Use("access_token");
  SetRateScale(1);
  for (int i = 0; i < 120; ++i) ASSERT_EQ(Status("?limit=1"), 200) << i;
  const httplib::Result refused = Get(std::string(kClient) + "/bookings");
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->get_header_value("Retry-After"), "60");
  SetSwitch("retry_after", "absent");
  EXPECT_FALSE(Get(std::string(kClient) + "/bookings")->has_header("Retry-After"));
  SetNow("2026-11-20T09:01:00Z");
  EXPECT_EQ(Status("?limit=1"), 200);
}

TEST_F(TiquoClientTest, ErrorsCanHaveTheOlderShape) {
  SetSwitch("error_shape", "object");
  const httplib::Result result = Get(std::string(kClient) + "/bookings?limit=0");
  EXPECT_TRUE(Json::parse(result->body)["error"].is_object());
}

}  // namespace
}  // namespace bookings::sandbox
