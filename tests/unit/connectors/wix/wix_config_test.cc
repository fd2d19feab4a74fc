// Settings of a Wix connection, and how it proves who it is.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/wix/wix_fixture.h"

namespace bookings::wix {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> PathsOf(const Violations& violations) {
  std::vector<std::string> paths;
  for (const Violation& violation : violations) paths.push_back(violation.path);
  return paths;
}

config::v1::ConnectionConfig AppConfig() {
  config::v1::ConnectionConfig config;
  config.set_id("salon");
  config::v1::WixApp* app = config.mutable_wix()->mutable_app();
  app->set_client_id("app-id");
  app->mutable_client_secret()->set_env("WIX_APP_SECRET");
  app->set_instance_id("instance-id");
  return config;
}

TEST(WixConfig, AcceptsBothCredentialsAndAllWaysOfReading) {
  EXPECT_THAT(CheckConfig(SiteConfig("")), IsEmpty());
  EXPECT_THAT(CheckConfig(SiteConfig("v2")), IsEmpty());
  EXPECT_THAT(CheckConfig(SiteConfig("v1")), IsEmpty());
  EXPECT_THAT(CheckConfig(SiteConfig("v1", "query")), IsEmpty());
  EXPECT_THAT(CheckConfig(SiteConfig("v1", "get")), IsEmpty());
  EXPECT_THAT(CheckConfig(AppConfig()), IsEmpty());
}

TEST(WixConfig, TellsAllProblemsAtOnce) {
  config::v1::ConnectionConfig config;
  config.mutable_wix()->set_api("v3");
  config.mutable_wix()->set_list_method("post");
  config.mutable_wix()->set_site_id("my-site");
  config.mutable_wix()->mutable_app();
  config.mutable_wix()->mutable_api_key();
  EXPECT_THAT(PathsOf(CheckConfig(config)),
              ElementsAre("wix.api", "wix.list_method", "wix", "wix.api_key", "wix.app.client_id",
                          "wix.app.client_secret", "wix.app.instance_id", "wix.site_id"));
}

TEST(WixConfig, RequiresACredential) {
  config::v1::ConnectionConfig config;
  config.mutable_wix();
  EXPECT_THAT(PathsOf(CheckConfig(config)), ElementsAre("wix"));
}

TEST(WixConfig, AnApiKeyNeedsItsSite) {
  config::v1::ConnectionConfig config = SiteConfig("v2");
  config.mutable_wix()->clear_site_id();
  EXPECT_THAT(PathsOf(CheckConfig(config)), ElementsAre("wix.site_id"));
}

TEST(WixConfig, TheListMethodIsForV1Only) {
  EXPECT_THAT(PathsOf(CheckConfig(SiteConfig("v2", "get"))), ElementsAre("wix.list_method"));
}

TEST(WixConfig, TheModeFollowsTheApi) {
  EXPECT_EQ(Site("v1")->mode(), "v1");
  EXPECT_EQ(Site("v2")->mode(), "v2");
  EXPECT_EQ(Site("")->mode(), "v2");
}

TEST(WixCredentials, AnApiKeyIsSentBareBesideItsSite) {
  const Credentials credentials = Site("v2")->credentials();
  EXPECT_EQ(credentials.kind, Credentials::Kind::kStaticSecret);
  EXPECT_EQ(credentials.header, "Authorization");
  EXPECT_EQ(credentials.prefix, "");
  EXPECT_EQ(credentials.secret.env(), "WIX_API_KEY");
  ASSERT_EQ(credentials.plain_headers.size(), 1U);
  EXPECT_EQ(credentials.plain_headers[0].name, "wix-site-id");
  EXPECT_EQ(credentials.plain_headers[0].value, "96000000-0000-4000-8000-000000000001");
}

TEST(WixCredentials, AnAppTradesItsSecretForTokensOfOneSite) {
  const Credentials credentials = MakeConnector(AppConfig())->credentials();
  EXPECT_EQ(credentials.kind, Credentials::Kind::kExchangedSecret);
  EXPECT_EQ(credentials.secret.env(), "WIX_APP_SECRET");
  EXPECT_THAT(credentials.plain_headers, IsEmpty());
}

// [assumed] in the sheet: an app's token needs no site id. Where it does, the id can be configured.
TEST(WixCredentials, AnAppMayNameItsSiteToo) {
  config::v1::ConnectionConfig config = AppConfig();
  config.mutable_wix()->set_site_id("96000000-0000-4000-8000-000000000001");
  EXPECT_THAT(CheckConfig(config), IsEmpty());
  EXPECT_EQ(MakeConnector(config)->credentials().plain_headers.size(), 1U);
}

absl::StatusOr<Tokens> Exchange(const std::string& answer) {
  return testing::Play(MakeConnector(AppConfig())->ExchangeTokens("s\"1"), {answer}).answer;
}

TEST(WixTokens, AreAskedForWithoutACredential) {
  Step<Tokens> step = MakeConnector(AppConfig())->ExchangeTokens("s\"1");
  ASSERT_NE(step.pending(), nullptr);
  EXPECT_EQ(step.pending()->authorization, Authorization::kNone);
  EXPECT_EQ(step.pending()->purpose, Purpose::kExchangeTokens);
  EXPECT_EQ(step.pending()->body,
            R"({"grant_type":"client_credentials","client_id":"app-id","client_secret":"s\"1",)"
            R"("instance_id":"instance-id"})");
}

TEST(WixTokens, LiveAsLongAsTheAnswerSaysOrFourHours) {
  EXPECT_EQ(Exchange(R"({"access_token":"t","expires_in":60})")->lifetime, absl::Minutes(1));
  EXPECT_EQ(Exchange(R"({"access_token":"t"})")->lifetime, absl::Hours(4));
}

TEST(WixTokens, UnusableAnswersAreRefused) {
  for (const char* answer :
       {"{}", R"({"access_token":""})", R"({"access_token":7})",
        R"({"access_token":"t","expires_in":"soon"})", R"({"access_token":"t","expires_in":0})"}) {
    EXPECT_EQ(ReasonOf(Exchange(answer).status()), v1::ERROR_REASON_VENDOR_RESPONSE_INVALID)
        << answer;
  }
}

}  // namespace
}  // namespace bookings::wix
