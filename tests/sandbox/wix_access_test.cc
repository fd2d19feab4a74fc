// The simulated Wix: credentials, tokens, scopes, limits, faults, and the state that later writes
// will use.
#include <string>

#include "absl/time/time.h"
#include "deploy/sandbox/wix/wix_account.h"
#include "deploy/sandbox/wix/wix_json.h"
#include "deploy/sandbox/wix/wix_switches.h"
#include "tests/sandbox/wix_fixture.h"

namespace bookings::sandbox {
namespace {

using testing::StartsWith;

class WixAccessTest : public WixFixture {
 protected:
  Json TokenRequest() const {
    return {{"grant_type", "client_credentials"},
            {"client_id", site_["client_id"]},
            {"client_secret", site_["client_secret"]},
            {"instance_id", site_["instance_id"]}};
  }

  std::string OAuthError(const Json& request, int status) {
    const httplib::Result result = Post("/oauth2/token", request);
    EXPECT_EQ(result ? result->status : 0, status);
    return ParseJson(result->body).value_or(Json::object()).value("error", "");
  }

  int StatusNow() {
    const httplib::Result result = Post(kV2Query, {{"query", Json::object()}});
    return result ? result->status : 0;
  }
};

TEST_F(WixAccessTest, RefusesWithoutAKnownCredential) {
  headers_.clear();
  EXPECT_EQ(CodeIn(Post(kV1Query, Json::object()), 401), "UNAUTHENTICATED");
  headers_ = {{"Authorization", "wix_key_wrong"}, {"wix-site-id", site_["site_id"]}};
  EXPECT_EQ(CodeIn(Post(kV1Query, Json::object()), 401), "UNAUTHENTICATED");
}

TEST_F(WixAccessTest, AnApiKeyNeedsItsSite) {
  headers_ = {{"Authorization", site_["api_key"].get<std::string>()}};
  EXPECT_EQ(CodeIn(Post(kV1Query, Json::object()), 428), "MISSING_METASITE_ID");
  headers_.emplace("wix-site-id", "96000000-0000-4000-8000-00000000ffff");
  EXPECT_EQ(CodeIn(Post(kV1Query, Json::object()), 403), "PERMISSION_DENIED");
}

TEST_F(WixAccessTest, TheBearerWordIsOptionalUnlessSwitched) {
  headers_ = {{"Authorization", "Bearer " + site_["api_key"].get<std::string>()},
              {"wix-site-id", site_["site_id"].get<std::string>()}};
  EXPECT_EQ(StatusNow(), 200);
  SetSwitch("bearer_word", "raw_only");
  EXPECT_EQ(StatusNow(), 401);
}

TEST_F(WixAccessTest, ATokenLivesFourHoursAndNeedsNoSite) {
  SetNow("2026-11-20T09:00:00Z");
  headers_.clear();
  const Json answer = Ask("/oauth2/token", TokenRequest());
  EXPECT_EQ(answer["token_type"], "Bearer");
  EXPECT_EQ(answer["expires_in"], 14400);
  headers_ = {{"Authorization", answer["access_token"].get<std::string>()}};
  EXPECT_EQ(StatusNow(), 200);
  SetNow("2026-11-20T12:59:59Z");
  EXPECT_EQ(StatusNow(), 200);
  SetNow("2026-11-20T13:00:00Z");
  EXPECT_EQ(StatusNow(), 401);
  SetNow(nullptr);
}

TEST_F(WixAccessTest, TheTokenEndpointAnswersErrorsInOAuthsForm) {
  headers_.clear();
  for (const std::string name : {"grant_type", "client_id", "client_secret", "instance_id"}) {
    Json request = TokenRequest();
    request.erase(name);
    EXPECT_EQ(OAuthError(request, 400), "invalid_request") << name;
  }
  Json request = TokenRequest();
  request["client_secret"] = "wrong";
  EXPECT_EQ(OAuthError(request, 401), "invalid_client");
  request["client_id"] = "unknown";
  EXPECT_EQ(OAuthError(request, 401), "invalid_client");
  request = TokenRequest();
  request["grant_type"] = "refresh_token";
  EXPECT_EQ(OAuthError(request, 400), "unsupported_grant_type");
  request = TokenRequest();
  request["instance_id"] = "other";
  EXPECT_EQ(OAuthError(request, 400), "invalid_grant");
}

TEST_F(WixAccessTest, AMemberSeesOnlyItsOwnBookingsAndNoReader) {
  headers_ = {{"Authorization", site_["member_token"].get<std::string>()}};
  EXPECT_EQ(SetOf(Ids(V1({{"filter", {{"status", AllV1()}}}}))), ModelIds([](const Json& row) {
              return row["contact"] == 0 && row["state"] != "unknown_word" &&
                     row["state"] != "near_miss";
            }));
  EXPECT_EQ(CodeIn(Post(kV2Query, {{"query", Json::object()}}), 403), "PERMISSION_DENIED");
}

TEST_F(WixAccessTest, MissingScopesAreRefused) {
  SetSwitch("granted_scopes", "no_orders");
  EXPECT_EQ(StatusNow(), 200);
  EXPECT_EQ(CodeIn(Post(kV2Query, {{"query", Json::object()}, {"withEcomOrder", true}}), 403),
            "PERMISSION_DENIED");
  SetSwitch("granted_scopes", "no_read");
  EXPECT_EQ(StatusNow(), 403);
  EXPECT_EQ(CodeIn(Post(kV1Query, Json::object()), 403), "PERMISSION_DENIED");
  EXPECT_EQ(CodeIn(Get(kV1List), 403), "PERMISSION_DENIED");
}

TEST_F(WixAccessTest, TheTwoHundredAndFirstRequestOfAMinuteIsThrottled) {
  SetNow("2026-11-20T09:00:00Z");
  SetRateScale(1);
  const Json query = {{"query", {{"filter", {{"id", "none"}}}}}};
  for (int i = 0; i < 200; ++i) ASSERT_EQ(Post(kV2Query, query)->status, 200) << i;
  const httplib::Result refused = Post(kV2Query, query);
  EXPECT_EQ(CodeIn(refused, 429), "RESOURCE_EXHAUSTED");
  EXPECT_FALSE(refused->has_header("Retry-After"));
  SetSwitch("retry_after", "seconds");
  EXPECT_EQ(Post(kV2Query, query)->get_header_value("Retry-After"), "60");
  SetNow("2026-11-20T09:01:01Z");
  EXPECT_EQ(Post(kV2Query, query)->status, 200);
  SetNow(nullptr);
}

TEST_F(WixAccessTest, EveryAnswerHasARequestId) {
  EXPECT_NE(Post(kV2Query, {{"query", Json::object()}})->get_header_value("x-wix-request-id"), "");
  EXPECT_NE(Post(kV2Query, Json::object())->get_header_value("x-wix-request-id"), "");
  EXPECT_NE(Get("/bookings/v1/nothing")->get_header_value("x-wix-request-id"), "");
}

TEST_F(WixAccessTest, UnknownPathsAndSingleBookingsAreNotFound) {
  EXPECT_EQ(Get("/bookings/v1/bookings/" + Model()[0]["id"].get<std::string>())->status, 404);
  EXPECT_EQ(Get(kV1Query)->status, 404);
}

TEST_F(WixAccessTest, FaultsReplaceAnswers) {
  SetFault({{"path", "extended-bookings"},
            {"kind", "status"},
            {"status", 503},
            {"body", "{\"message\":\"\",\"details\":{}}"}});
  EXPECT_EQ(StatusNow(), 503);
  SetFault({{"path", "extended-bookings"}, {"kind", "html"}});
  EXPECT_THAT(Post(kV2Query, {{"query", Json::object()}})->body, StartsWith("<"));
  EXPECT_EQ(StatusNow(), 200);
}

TEST_F(WixAccessTest, AnswersCarryAConsistencyTokenWhenSwitched) {
  EXPECT_FALSE(Post(kV2Query, {{"query", Json::object()}})->has_header("x-wix-consistent"));
  SetSwitch("consistent_token", "always");
  EXPECT_TRUE(Post(kV2Query, {{"query", Json::object()}})->has_header("x-wix-consistent"));
}

TEST(WixAccountTest, ReadsSeeAChangeAfterTheLagOrWithItsToken) {
  AccountSpec spec;
  spec.name = "lag";
  spec.epoch = absl::FromUnixSeconds(1'795'132'800);
  absl::StatusOr<wix::Offers> offers = wix::Offers::Make(spec);
  ASSERT_TRUE(offers.ok());
  wix::WixAccount account(spec, *std::move(offers));
  ASSERT_TRUE(account.switches.Set("read_lag_ms", "2000").ok());
  const absl::Time now = spec.epoch;
  wix::Row row;
  row.id = "b0000000-0000-4000-8000-000000000001";
  account.Put(row, now);
  account.Settle(now + absl::Milliseconds(1999), std::nullopt);
  EXPECT_FALSE(account.store().Find(row.id));
  account.Settle(now + absl::Milliseconds(1999), account.ConsistentToken());
  EXPECT_TRUE(account.store().Find(row.id));
  account.Remove(row.id, now);
  account.Settle(now + absl::Milliseconds(2000), std::nullopt);
  EXPECT_FALSE(account.store().Find(row.id));
}

TEST(WixJsonTest, KeepsTheFirstOfRepeatedKeys) {
  EXPECT_EQ(wix::ParseKeepingFirst(R"({"a":{"x":1,"x":[2]},"a":2,"b":[{"c":1,"c":{}}]})"),
            Json::parse(R"({"a":{"x":1},"b":[{"c":1}]})"));
  EXPECT_EQ(wix::ParseKeepingFirst("{"), std::nullopt);
  EXPECT_EQ(wix::ParseKeepingFirst(std::string(100'000, '[')), std::nullopt);
}

}  // namespace
}  // namespace bookings::sandbox
