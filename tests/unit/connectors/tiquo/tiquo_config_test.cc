// Tests of Tiquo's settings: every problem at once, and what the credentials become.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/tiquo/tiquo_fixture.h"

namespace bookings::tiquo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> ProblemsOf(const std::string& text) {
  std::vector<std::string> paths;
  for (const Violation& violation : CheckConfig(Config(text))) paths.push_back(violation.path);
  return paths;
}

TEST(TiquoConfig, AcceptsAClientWithAndWithoutASession) {
  EXPECT_THAT(ProblemsOf("tiquo { mode: 'client' }"), IsEmpty());
  EXPECT_THAT(ProblemsOf("time_zone: 'Europe/London' tiquo { mode: 'client' date_encoding: 'utc' "
                         "refresh_token { env: 'T' } }"),
              IsEmpty());
}

TEST(TiquoConfig, AcceptsAnAdminOfOneDay) {
  EXPECT_THAT(ProblemsOf("tiquo { mode: 'admin' api_key { file: '/k' } history_from: '2026-01-01' "
                         "horizon: '2026-01-01' }"),
              IsEmpty());
}

TEST(TiquoConfig, NamesAllProblemsOfAnAdminAtOnce) {
  EXPECT_THAT(ProblemsOf("time_zone: 'Mars/Base' tiquo { mode: 'admin' date_encoding: 'utc' "
                         "refresh_token { env: 'T' } horizon: '2026-02-30' }"),
              ElementsAre("tiquo.api_key", "tiquo.refresh_token", "tiquo.date_encoding",
                          "tiquo.history_from", "tiquo.horizon", "time_zone"));
}

TEST(TiquoConfig, NamesAllProblemsOfAClientAtOnce) {
  EXPECT_THAT(ProblemsOf("tiquo { mode: 'client' date_encoding: 'local' api_key { env: 'K' } "
                         "refresh_token {} history_from: '2026-01-01' horizon: '2026-02-01' }"),
              ElementsAre("tiquo.date_encoding", "tiquo.refresh_token", "tiquo.api_key",
                          "tiquo.history_from", "tiquo.horizon"));
}

TEST(TiquoConfig, RefusesAnUnknownModeAndAHorizonBeforeTheHistory) {
  EXPECT_THAT(ProblemsOf("tiquo { mode: 'legacy' }"), ElementsAre("tiquo.mode"));
  EXPECT_THAT(ProblemsOf("tiquo {}"), ElementsAre("tiquo.mode"));
  EXPECT_THAT(ProblemsOf("tiquo { mode: 'admin' api_key { env: 'K' } history_from: '2026-02-01' "
                         "horizon: '2026-01-31' }"),
              ElementsAre("tiquo.horizon"));
}

TEST(TiquoConfig, RefusesAHistoryThatAWalkCouldNotEnd) {
  EXPECT_THAT(ProblemsOf("tiquo { mode: 'admin' api_key { env: 'K' } history_from: '0001-01-01' "
                         "horizon: '9999-12-31' }"),
              ElementsAre("tiquo.history_from", "tiquo.horizon"));
}

TEST(TiquoCredentials, AConfiguredSessionRotates) {
  const Credentials credentials = Client("refresh_token { env: 'T' }")->credentials();
  EXPECT_EQ(credentials.kind, Credentials::Kind::kRotatingSession);
  EXPECT_EQ(credentials.secret.env(), "T");
  EXPECT_EQ(credentials.header, "Authorization");
  EXPECT_EQ(credentials.prefix, "Bearer ");
  EXPECT_TRUE(credentials.accepts_caller_token);
}

TEST(TiquoCredentials, AClientWithoutASessionNeedsTheCallersToken) {
  const Credentials credentials = Client()->credentials();
  EXPECT_EQ(credentials.kind, Credentials::Kind::kCallerToken);
  EXPECT_TRUE(credentials.accepts_caller_token);
}

TEST(TiquoCredentials, AnAdminKeyIsNeverReplacedByACustomersToken) {
  const Credentials credentials = Admin()->credentials();
  EXPECT_EQ(credentials.kind, Credentials::Kind::kStaticSecret);
  EXPECT_EQ(credentials.secret.env(), "KEY");
  EXPECT_EQ(credentials.prefix, "Bearer ");
  EXPECT_FALSE(credentials.accepts_caller_token);
}

TEST(TiquoModes, HaveTheirOwnAddresses) {
  EXPECT_EQ(Client()->default_base_url(), "https://edge.tiquo.app/api/client/v1");
  EXPECT_EQ(Client()->mode(), "client");
  EXPECT_EQ(Admin()->default_base_url(), "https://api.tiquo.app/api/v1");
  EXPECT_EQ(Admin()->mode(), "admin");
}

}  // namespace
}  // namespace bookings::tiquo
