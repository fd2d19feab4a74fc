// Reading a configuration: what is accepted, and every problem at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/config/check_config.h"
#include "service/config/checked_config.h"
#include "service/config/limits.h"
#include "service/config/load_config.h"
#include "service/config/nearest_name.h"
#include "tests/unit/service/config/config_text.h"

namespace bookings {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kTokenKey(32, 'k');

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    setenv("TOKEN_KEY", kTokenKey.c_str(), 1);
    setenv("API_KEY", "hush", 1);
  }

  static CheckedConfig Read(const std::string& yaml) {
    return ReadConfigText(yaml, kFakeConnectors);
  }
  static std::vector<std::string> Problems(const std::string& yaml) { return Read(yaml).problems; }
  // The good configuration with one piece of its text replaced.
  static std::vector<std::string> ProblemsWith(const std::string& good, const std::string& bad) {
    std::string yaml = kGoodConfig;
    const size_t at = yaml.find(good);
    EXPECT_NE(at, std::string::npos) << good;
    return Problems(yaml.replace(at, good.size(), bad));
  }
};

TEST_F(ConfigTest, ReadsAGoodOne) {
  const CheckedConfig checked = Read(kGoodConfig);
  EXPECT_THAT(checked.problems, IsEmpty());
  EXPECT_THAT(checked.warnings, IsEmpty());
  EXPECT_EQ(checked.config.connections(0).id(), "salon");
  EXPECT_EQ(checked.config.connections(0).time_zone(), "Europe/Prague");
  const Secret secret = checked.secrets.Find(checked.config.connections(0).jicoo().api_key());
  EXPECT_EQ(secret.RevealForUse(), "hush");
}

TEST_F(ConfigTest, FillsInTheDefaultsOfTheLimits) {
  const Limits limits = LimitsOf(Read(kGoodConfig).config);
  EXPECT_EQ(limits.event_loops, 2);
  EXPECT_EQ(limits.attempt_timeout, absl::Seconds(90));
  EXPECT_EQ(limits.token_lifetime, absl::Hours(96));
  EXPECT_EQ(limits.max_attempts, 4);
  EXPECT_EQ(limits.pages_in_flight, 8);
  EXPECT_EQ(limits.drain_grace, absl::Seconds(10));
}

TEST_F(ConfigTest, ReadsTheLimitsOfStreamsAndOfDeadVendors) {
  config::v1::GatewayConfig config;
  const Limits defaults = LimitsOf(config);
  EXPECT_EQ(defaults.streams, 4'096);
  EXPECT_EQ(defaults.streams_per_caller, 2'048);
  EXPECT_EQ(defaults.breaker_failures, 5);
  EXPECT_EQ(defaults.breaker_open, absl::Seconds(30));
  EXPECT_EQ(defaults.breaker_longest_open, absl::Minutes(5));
  EXPECT_EQ(defaults.sort_window_bookings, 50'000);
  EXPECT_EQ(defaults.stream_bytes, 64 << 20);
  EXPECT_EQ(defaults.pages_in_flight, 8);
  config = ParseConfig(R"(limits:
  streams: 10
  streams_per_caller: 3
  sort_window_bookings: 5
  stream_bytes: 2000000
  pages_in_flight: 2
  circuit_breaker: {failures: 2, open: 1s, longest_open: 2s}
)")
               .config;
  const Limits limits = LimitsOf(config);
  EXPECT_EQ(limits.streams, 10);
  EXPECT_EQ(limits.streams_per_caller, 3);
  EXPECT_EQ(limits.sort_window_bookings, 5);
  EXPECT_EQ(limits.stream_bytes, 2'000'000);
  EXPECT_EQ(limits.pages_in_flight, 2);
  EXPECT_EQ(limits.breaker_failures, 2);
  EXPECT_EQ(limits.breaker_open, absl::Seconds(1));
  EXPECT_EQ(limits.breaker_longest_open, absl::Seconds(2));
  config.mutable_limits()->mutable_circuit_breaker()->Clear();
  config.mutable_limits()->mutable_circuit_breaker()->set_off(true);
  EXPECT_EQ(LimitsOf(config).breaker_failures, 0);
}

// What is wrong with a connection's own limits, given as YAML beside its id.
std::vector<std::string> LimitProblems(const std::vector<std::string>& connections) {
  std::string yaml = "connections:\n";
  for (const std::string& limits : connections) {
    absl::StrAppend(&yaml, "  - {id: c", yaml.size(), ", ", limits,
                    ", jicoo: {api_key: {env: API_KEY}}}\n");
  }
  std::vector<std::string> problems;
  for (const Violation& violation : CheckGatewayConfig(ParseConfig(yaml).config, kFakeConnectors)) {
    if (violation.path.find("connections[") != 0) continue;
    problems.push_back(violation.path + " " + violation.problem);
  }
  return problems;
}

TEST_F(ConfigTest, ChecksTheLimitsOfAConnection) {
  EXPECT_THAT(
      LimitProblems({"rate_limit: {calls: 10, window: 1s, burst: 10, group: one}",
                     "rate_limit: {off: true}", "calls_in_flight: 3", "rate_limit: {burst: 5}"}),
      IsEmpty());
  EXPECT_THAT(LimitProblems({"rate_limit: {calls: 100001, window: 25h}, calls_in_flight: 257"}),
              ElementsAre("connections[0].calls_in_flight must be between 1 and 256",
                          "connections[0].rate_limit.calls must be between 1 and 100000",
                          "connections[0].rate_limit.window must be between 100ms and 24h"));
  EXPECT_THAT(
      LimitProblems({"rate_limit: {calls: 10}"}),
      ElementsAre("connections[0].rate_limit needs both calls and window, or none of them"));
  EXPECT_THAT(LimitProblems({"rate_limit: {calls: 10, window: 1s, burst: 11, group: 'One two'}"}),
              ElementsAre("connections[0].rate_limit.burst must not be more than calls",
                          "connections[0].rate_limit.group must match [a-z][a-z0-9-]{0,62}"));
  EXPECT_THAT(LimitProblems({"rate_limit: {off: true, burst: 1}"}),
              ElementsAre("connections[0].rate_limit must hold nothing else where it is off"));
}

TEST_F(ConfigTest, AGroupHasOneLimit) {
  EXPECT_THAT(LimitProblems({"rate_limit: {group: one}", "rate_limit: {group: one}",
                             "rate_limit: {group: two, burst: 3}"}),
              IsEmpty());
  const char* const problem =
      "connections[1].rate_limit.group is that of connections[0], so vendor, rate_limit and "
      "calls_in_flight must be the same";
  EXPECT_THAT(LimitProblems({"rate_limit: {group: one}", "rate_limit: {group: one, burst: 3}"}),
              ElementsAre(problem));
  EXPECT_THAT(
      LimitProblems({"rate_limit: {group: one}", "rate_limit: {group: one}, calls_in_flight: 3"}),
      ElementsAre(problem));
}

TEST_F(ConfigTest, AQuotaNeedsALedger) {
  EXPECT_THAT(
      LimitProblems({"monthly_quota: 1000"}),
      ElementsAre("connections[0].monthly_quota needs a ledger, where the calls are counted"));
  EXPECT_THAT(
      LimitProblems({"monthly_quota: -1"}),
      ElementsAre("connections[0].monthly_quota must be between 1 and 1000000000",
                  "connections[0].monthly_quota needs a ledger, where the calls are counted"));
}

TEST_F(ConfigTest, TellsEveryProblemAtOnceWithPathAndLine) {
  setenv("SHORT", "short", 1);
  EXPECT_THAT(
      Problems(R"(listen: {address: nowhere}
page_tokens:
  lifetime: 5m
  keys:
    - {id: K1, secret: {env: SHORT}}
    - {id: k2, secret: {env: NOT_THERE, file: /nowhere}}
    - {id: k2, secret: {}}
limits:
  event_lops: 3
  max_attempts: many
  attempt_timeout: 3
  drain_grace: -3s
  scan_pages: -1
  scan_pages: 2
connections:
  - id: Salon
    time_zone: Europe/Atlantis
    base_url: http://vendor.example
    allow_plain_http: maybe
    jicoo: {api_key: ~}
  - id: spa
    tiquo: {mode: client}
  - id: spa
  - just text
surprise: 1
)"),
      ElementsAre(
          "page_tokens.keys[1].secret.file (line 6): cannot stand beside `env`: only one may be "
          "set",
          "limits.event_lops (line 9): is no known name; did you mean `event_loops`?",
          "limits.max_attempts (line 10): must be a whole number",
          "limits.attempt_timeout (line 11): must be a duration such as 30s, 5m or 72h",
          "limits.drain_grace (line 12): must be a duration such as 30s, 5m or 72h",
          "limits.scan_pages (line 13): is set twice, again in line 14",
          "connections[0].allow_plain_http (line 19): must be true or false",
          "connections[0].jicoo.api_key (line 20): has no value",
          "connections[3] (line 24): must be a mapping of names to values",
          "surprise (line 25): is no known name",
          "listen.address (line 1): must be host:port with a port from 0 to 65535",
          "page_tokens.keys[0].id (line 5): must be 1 to 16 characters of a-z, 0-9 and -",
          "page_tokens.keys[2].id (line 7): is the same as that of keys[1]",
          "page_tokens.keys[2].secret (line 7): must name a `file` or an `env` with the secret",
          "page_tokens.lifetime (line 3): must be between 72h and 2160h",
          "connections[0].id (line 16): must match [a-z][a-z0-9-]{0,62}",
          "connections[0].time_zone (line 17): is not a known IANA time zone",
          testing::StartsWith("connections[0].base_url (line 18): "),
          "session_store.file: is required, as connections[1] has a session that rotates",
          "connections[2].id (line 23): is the same as that of connections[1]",
          "connections[2] (line 23): needs one of jicoo, tiquo",
          "page_tokens.keys[1].secret (line 6): names an environment variable that is not set",
          "page_tokens.keys[0].secret (line 5): must have at least 32 bytes"));
}

TEST_F(ConfigTest, PrefixesTheProblemsOfAConnector) {
  EXPECT_THAT(ProblemsWith("{api_key: {env: API_KEY}}", "{}"),
              ElementsAre("connections[0].jicoo.api_key (line 14): is required"));
}

TEST_F(ConfigTest, WantsKeysAndConnections) {
  EXPECT_THAT(Problems("{}"), ElementsAre("page_tokens.keys: needs at least one key",
                                          "connections: needs at least one connection"));
}

TEST_F(ConfigTest, RefusesTwoVendorsInOneConnection) {
  EXPECT_THAT(ProblemsWith("{api_key: {env: API_KEY}}", "{api_key: {env: API_KEY}}\n    tiquo: {}"),
              ElementsAre(HasSubstr("cannot stand beside `jicoo`: only one may be set")));
}

TEST_F(ConfigTest, RefusesWhatIsNoSingleYamlDocument) {
  EXPECT_THAT(Problems("a: [1, 2"), ElementsAre(HasSubstr("is no valid YAML")));
  EXPECT_THAT(Problems(""), ElementsAre("the configuration: must hold exactly one YAML document"));
  EXPECT_THAT(Problems("{}\n---\n{}"),
              ElementsAre("the configuration: must hold exactly one YAML document"));
  EXPECT_THAT(Problems("just text"), ElementsAre(HasSubstr("must be a mapping")));
  EXPECT_THAT(Problems(std::string(kMaxConfigBytes + 1, ' ')),
              ElementsAre(HasSubstr("is larger than")));
}

TEST_F(ConfigTest, RefusesWrongTypes) {
  EXPECT_THAT(ProblemsWith("event_loops: 2", "event_loops: '2'"),
              ElementsAre(HasSubstr("event_loops (line 8): must be a whole number")));
  EXPECT_THAT(ProblemsWith("event_loops: 2", "event_loops: 99999999999"),
              ElementsAre(HasSubstr("must be a whole number")));
  EXPECT_THAT(ProblemsWith("id: salon", "id: [salon]"),
              ElementsAre("connections[0].id (line 11): must be a single value"));
  EXPECT_THAT(ProblemsWith("id: salon", "[x]: y"), Contains(HasSubstr("no plain text")));
  EXPECT_THAT(Problems("connections: {}\npage_tokens: {keys: 3}"),
              ElementsAre("connections (line 1): must be a list",
                          "page_tokens.keys (line 2): must be a list"));
}

struct Bound {
  const char* text;
  const char* problem;
};

class BoundTest : public testing::TestWithParam<Bound> {};

TEST_P(BoundTest, IsEnforced) {
  LoadedConfig loaded = ParseConfig(std::string("limits: {") + GetParam().text + "}");
  ASSERT_THAT(loaded.problems, IsEmpty());
  std::vector<std::string> problems;
  for (const Violation& violation : CheckGatewayConfig(loaded.config, kFakeConnectors)) {
    problems.push_back(violation.path + " " + violation.problem);
  }
  EXPECT_THAT(problems, Contains(std::string("limits.") + GetParam().problem));
}

INSTANTIATE_TEST_SUITE_P(
    EveryLimit, BoundTest,
    testing::Values(
        Bound{"event_loops: 65", "event_loops must be between 1 and 64"},
        Bound{"max_response_bytes: 65535",
              "max_response_bytes must be between 65536 and 268435456"},
        Bound{"scan_pages: -1", "scan_pages must be between 1 and 100000"},
        Bound{"calls_in_flight_per_connection: 257",
              "calls_in_flight_per_connection must be between 1 and 256"},
        Bound{"max_attempts: 11", "max_attempts must be between 1 and 10"},
        Bound{"sort_window_bookings: 10000001",
              "sort_window_bookings must be between 1 and 10000000"},
        Bound{"stream_bytes: 1024", "stream_bytes must be between 1048576 and 68719476736"},
        Bound{"pages_in_flight: 65", "pages_in_flight must be between 1 and 64"},
        Bound{"streams: -1", "streams must be between 1 and 1000000"},
        Bound{"streams_per_caller: 1000001", "streams_per_caller must be between 1 and 1000000"},
        Bound{"circuit_breaker: {failures: -1}",
              "circuit_breaker.failures must be between 1 and 1000"},
        Bound{"circuit_breaker: {open: 2h}", "circuit_breaker.open must be between 100ms and 1h"},
        Bound{"circuit_breaker: {longest_open: 1ms}",
              "circuit_breaker.longest_open must be between 100ms and 1h"},
        Bound{"circuit_breaker: {off: true, failures: 3}",
              "circuit_breaker must hold nothing else where it is off"},
        Bound{"default_stream_deadline: 25h", "default_stream_deadline must be between 1s and 24h"},
        Bound{"default_unary_deadline: 0s", "default_unary_deadline must be between 1s and 1h"},
        Bound{"attempt_timeout: 99ms", "attempt_timeout must be between 100ms and 10m"},
        Bound{"write_stall_timeout: 2h", "write_stall_timeout must be between 100ms and 1h"},
        Bound{"rest_stalled_streams: 0s", "rest_stalled_streams must be between 100ms and 1h"},
        Bound{"drain_grace: 11m", "drain_grace must be between 0 and 10m"}));

TEST_F(ConfigTest, UnreadableFileIsAProblem) {
  EXPECT_THAT(ReadConfigFile("/nowhere/config.yaml", kFakeConnectors).problems,
              ElementsAre("cannot read the file /nowhere/config.yaml"));
  EXPECT_THAT(ReadConfigFile("/", kFakeConnectors).problems, ElementsAre("cannot read the file /"));
}

TEST_F(ConfigTest, ReadsAFile) {
  const std::string path = testing::TempDir() + "/config_test.yaml";
  std::ofstream(path) << kGoodConfig;
  EXPECT_THAT(ReadConfigFile(path, kFakeConnectors).problems, IsEmpty());
}

TEST(NearestName, FindsWhatWasMeant) {
  const std::vector<std::string> names = {"api_key", "site_id", "app"};
  EXPECT_EQ(NearestName("api_kye", names), "api_key");
  EXPECT_EQ(NearestName("siteid", names), "site_id");
  EXPECT_EQ(NearestName("list_method", names), "");
}

}  // namespace
}  // namespace bookings
