// The policy file, and where the gateway may listen without one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/config/check_callers.h"
#include "service/config/checked_config.h"
#include "tests/unit/service/config/config_text.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// 16 bytes and 32 bytes of zeros.
constexpr char kHash[] = "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

std::string Token(const std::string& id) {
  return absl::StrCat("{id: \"", id, "\", salted_sha256: ", kHash, "}");
}

const std::string kToken = "tokens: [" + Token("0123456789ab") + "]";

class PolicyTest : public testing::Test {
 protected:
  PolicyTest() {
    setenv("TOKEN_KEY", std::string(32, 'k').c_str(), 1);
    setenv("API_KEY", "hush", 1);
  }

  // The good configuration with this policy; `more` stands in front of it.
  static CheckedConfig Read(const std::string& policy, const std::string& more = "") {
    std::ofstream(Path()) << policy;
    return ReadConfigText(absl::StrCat("policy_file: ", Path(), "\n", more, kGoodConfig),
                          kFakeConnectors);
  }
  // Problems without the file's name in front.
  static std::vector<std::string> Problems(const std::string& policy) {
    std::vector<std::string> problems = Read(policy).problems;
    const std::string file = absl::StrCat("policy_file ", Path(), ": ");
    for (std::string& problem : problems) {
      EXPECT_THAT(problem, testing::StartsWith(file));
      problem = problem.substr(file.size());
    }
    return problems;
  }
  static std::string Path() { return testing::TempDir() + "/policy_test.yaml"; }
};

TEST_F(PolicyTest, IsRead) {
  const CheckedConfig checked =
      Read("callers:\n- {name: desk, connections: [salon], access: read_and_write, " + kToken +
           ", limits: {streams: 5}}\n- {name: audit, all_connections: true, tokens: [" +
           Token("ffffffffffff") + "]}\n");
  EXPECT_THAT(checked.problems, IsEmpty());
  ASSERT_EQ(checked.policy.callers_size(), 2);
  EXPECT_THAT(checked.policy.callers(0).connections(), ElementsAre("salon"));
  EXPECT_EQ(checked.policy.callers(0).limits().streams(), 5);
  EXPECT_EQ(checked.policy.callers(0).tokens(0).salted_sha256(), kHash);
  EXPECT_TRUE(checked.policy.callers(1).all_connections());
}

TEST_F(PolicyTest, TellsEveryProblemAtOnceWithPathAndLine) {
  EXPECT_THAT(
      Problems("callers:\n"
               "- name: Desk\n"
               "  acces: read\n"
               "  connections: [salon, slaon, {a: b}]\n"
               "- name: audit\n"
               "  all_connections: true\n"
               "  connections: [salon]\n"
               "  access: write\n"
               "  tokens: [{id: x, salted_sha256: hush}]\n"
               "  certificates: [{}, {dns: a, uri: b}]\n"
               "  limits: {streams: -1}\n"),
      ElementsAre(
          "callers[0].acces (line 3): is no known name; did you mean `access`?",
          "callers[0].connections[2] (line 4): must be a single value",
          "callers[0].name (line 2): must match [a-z][a-z0-9-]{0,62}",
          "callers[0] (line 2): needs tokens or certificates: nobody could be this caller",
          "callers[0].connections[1] (line 4): is no connection of the configuration; did you mean "
          "`salon`?",
          "callers[1].tokens[0].id (line 9): must be 12 characters of 0-9 and a-f, as --make_token "
          "prints them",
          "callers[1].tokens[0].salted_sha256 (line 9): must be a hash as --make_token prints it",
          "callers[1].certificates[0] (line 10): needs exactly one of common_name, dns, uri",
          "callers[1].certificates[1] (line 10): needs exactly one of common_name, dns, uri",
          "callers[1].certificates (line 10): need listen.tls.client_ca_file in the configuration",
          "callers[1] (line 5): needs either connections or all_connections: true",
          "callers[1].access (line 8): must be read or read_and_write",
          "callers[1].limits.streams (line 11): must be between 1 and 1000000"));
}

TEST_F(PolicyTest, RefusesWhatIsSaidTwice) {
  const std::string caller = "{name: desk, all_connections: true, " + kToken + "}";
  EXPECT_THAT(
      Problems("callers:\n- " + caller + "\n- " + caller + "\n"),
      ElementsAre("callers[1].name (line 3): is the same as callers[0].name",
                  "callers[1].tokens[0].id (line 3): is the same as callers[0].tokens[0].id"));
}

TEST_F(PolicyTest, RefusesACallerWithoutConnections) {
  EXPECT_THAT(
      Problems("callers:\n- {name: desk, " + kToken + "}\n"),
      ElementsAre("callers[0] (line 2): needs either connections or all_connections: true"));
}

TEST_F(PolicyTest, RefusesMoreTokensThanAnybodyNeeds) {
  std::string tokens;
  for (int i = 10; i <= 26; ++i)
    absl::StrAppend(&tokens, Token(absl::StrCat("0123456789", i)), ",");
  EXPECT_THAT(Problems("callers: [{name: desk, all_connections: true, tokens: [" + tokens + "]}]"),
              ElementsAre("callers[0].tokens (line 1): must not be more than 16"));
}

TEST_F(PolicyTest, RefusesWhatCannotBeRead) {
  EXPECT_THAT(Problems("callers: []"), ElementsAre("callers (line 1): needs at least one caller"));
  EXPECT_THAT(Problems(""), ElementsAre("the policy: must hold exactly one YAML document"));
  EXPECT_THAT(Problems("callers: [}"), ElementsAre(HasSubstr("the policy (line 1): is no valid")));
  EXPECT_THAT(ReadConfigText(absl::StrCat("policy_file: /nowhere\n", kGoodConfig), kFakeConnectors)
                  .problems,
              ElementsAre("policy_file: cannot read the file /nowhere"));
}

class ListenTest : public PolicyTest {
 protected:
  // The good configuration with this `listen`, and with a policy where `policy_file` is given.
  static std::vector<std::string> ProblemsWith(const std::string& listen,
                                               const std::string& more = "") {
    std::string yaml = kGoodConfig;
    const std::string good = "{address: \"127.0.0.1:0\"}";
    yaml.replace(yaml.find(good), good.size(), listen);
    return ReadConfigText(more + yaml, kFakeConnectors).problems;
  }
  static std::string PolicyFile() {
    std::ofstream(Path()) << "callers:\n- {name: desk, all_connections: true, " << kToken << "}\n";
    return absl::StrCat("policy_file: ", Path(), "\n");
  }
};

TEST_F(ListenTest, LoopbackNeedsNothing) {
  for (const char* host : {"127.0.0.1", "127.9.9.9", "localhost", "[::1]"}) {
    EXPECT_THAT(ProblemsWith(absl::StrCat("{address: \"", host, ":0\"}")), IsEmpty()) << host;
  }
}

TEST_F(ListenTest, OtherAddressesNeedEncryptionAndCallers) {
  for (const char* host :
       {"0.0.0.0", "[::]", "192.0.2.1", "gateway.example", "127.0.0.1.example"}) {
    const std::string listen = absl::StrCat("{address: \"", host, ":1\"}");
    EXPECT_THAT(ProblemsWith(listen),
                ElementsAre(HasSubstr("listen.tls (line 2): is required, as " + std::string(host)),
                            HasSubstr("policy_file: is required, as " + std::string(host))));
    EXPECT_THAT(ProblemsWith(listen, PolicyFile()),
                ElementsAre(HasSubstr("or set listen.insecure, if something")));
  }
}

TEST_F(ListenTest, OtherAddressesCanBeMeantSo) {
  EXPECT_THAT(ProblemsWith("{address: \"0.0.0.0:1\", insecure: true, allow_anonymous: true}"),
              IsEmpty());
  EXPECT_THAT(ProblemsWith("{address: \"0.0.0.0:1\", insecure: true}", PolicyFile()), IsEmpty());
}

TEST_F(ListenTest, TheFlagIsHeldToTheSameRules) {
  EXPECT_THAT(ReadConfigText(kGoodConfig, kFakeConnectors, "0.0.0.0:1").problems,
              ElementsAre(HasSubstr("as 0.0.0.0:1 is no loopback"), HasSubstr("policy_file")));
  EXPECT_THAT(ReadConfigText(kGoodConfig, kFakeConnectors, "nonsense").problems,
              ElementsAre(HasSubstr("listen.address")));
}

TEST_F(ListenTest, RefusesContradictions) {
  EXPECT_THAT(
      ProblemsWith("{insecure: true, allow_anonymous: true, tls: {certificate_file: /nowhere/c, "
                   "key_file: /nowhere/k, require_client_certificate: true}}",
                   PolicyFile()),
      ElementsAre(
          "listen.insecure (line 3): cannot stand beside listen.tls",
          "listen.allow_anonymous (line 3): cannot stand beside policy_file",
          "listen.tls.client_ca_file (line 3): is required by require_client_certificate",
          "listen.tls.certificate_file (line 3): names a file that does not exist: /nowhere/c",
          "listen.tls.key_file (line 3): names a file that does not exist: /nowhere/k"));
}

TEST_F(ListenTest, TlsNeedsItsFilesAndAnAddress) {
  EXPECT_THAT(
      ProblemsWith("{address: \"localhost:0\", tls: {}}"),
      ElementsAre("listen.tls.certificate_file (line 2): is required",
                  "listen.tls.key_file (line 2): is required",
                  "listen.address (line 2): must be an IP address where listen.tls is set"));
}

}  // namespace
}  // namespace bookings
