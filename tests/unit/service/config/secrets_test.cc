// Secrets: where they come from, what is refused, and that no message holds them.
#include "service/config/secrets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "absl/strings/str_cat.h"

namespace bookings {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kHush[] = "hush-hush-hush";

std::string WriteFile(const std::string& name, const std::string& text, mode_t mode = 0600) {
  const std::string path = absl::StrCat(testing::TempDir(), "/secrets_test_", name);
  std::ofstream(path, std::ios::binary) << text;
  EXPECT_EQ(chmod(path.c_str(), mode), 0);
  return path;
}

config::v1::GatewayConfig WithFile(const std::string& path) {
  config::v1::GatewayConfig config;
  config.add_connections()->mutable_jicoo()->mutable_api_key()->set_file(path);
  return config;
}

std::string ValueOf(const config::v1::GatewayConfig& config) {
  const ReadSecretsResult result = ReadSecrets(config);
  EXPECT_THAT(result.problems, IsEmpty());
  return result.vault.Find(config.connections(0).jicoo().api_key()).RevealForUse();
}

std::string ProblemOf(const config::v1::GatewayConfig& config) {
  const ReadSecretsResult result = ReadSecrets(config);
  if (result.problems.size() != 1) return absl::StrCat(result.problems.size(), " problems");
  EXPECT_THAT(result.problems[0].problem, Not(HasSubstr("hush")));
  return absl::StrCat(result.problems[0].path, " ", result.problems[0].problem);
}

TEST(Secrets, OfAFileEndBeforeItsTrailingLineEnds) {
  EXPECT_EQ(ValueOf(WithFile(WriteFile("plain", kHush))), kHush);
  EXPECT_EQ(ValueOf(WithFile(WriteFile("lines", absl::StrCat(kHush, "\r\n\n")))), kHush);
  EXPECT_EQ(ValueOf(WithFile(WriteFile("spaces", " hush "))), " hush ");
}

TEST(Secrets, OfAVariableAreTakenAsTheyAre) {
  setenv("SECRETS_TEST", kHush, 1);
  config::v1::GatewayConfig config;
  config.add_connections()->mutable_jicoo()->mutable_api_key()->set_env("SECRETS_TEST");
  EXPECT_EQ(ValueOf(config), kHush);
}

TEST(Secrets, ThatCannotBeUsedAreProblems) {
  const std::string path = "connections[0].jicoo.api_key ";
  EXPECT_EQ(ProblemOf(WithFile("/nowhere")), path + "names a file that does not exist");
  EXPECT_EQ(ProblemOf(WithFile("/")), path + "names something that is no file");
  EXPECT_EQ(ProblemOf(WithFile(WriteFile("empty", "\n"))), path + "is empty");
  EXPECT_EQ(ProblemOf(WithFile(WriteFile("control", "hush\nhush"))),
            path + "holds control characters");
  EXPECT_EQ(ProblemOf(WithFile(WriteFile("huge", std::string(kMaxSecretBytes + 1, 'x')))),
            path + "names a file that is too large");
}

TEST(Secrets, AreFoundWhereverTheyStandAndAllProblemsTold) {
  config::v1::GatewayConfig config;
  config.mutable_page_tokens()->add_keys()->mutable_secret()->set_env("SECRETS_TEST_NONE");
  config.add_connections()->mutable_wix()->mutable_app()->mutable_client_secret()->set_file("/a");
  config.add_connections()->mutable_tiquo()->mutable_refresh_token()->set_file("/b");
  const ReadSecretsResult result = ReadSecrets(config);
  ASSERT_THAT(result.problems, SizeIs(3));
  EXPECT_EQ(result.problems[0].path, "page_tokens.keys[0].secret");
  EXPECT_EQ(result.problems[1].path, "connections[0].wix.app.client_secret");
  EXPECT_EQ(result.problems[2].path, "connections[1].tiquo.refresh_token");
}

TEST(Secrets, OfPageTokensNeedThirtyTwoBytes) {
  config::v1::GatewayConfig config;
  config::v1::TokenKey* key = config.mutable_page_tokens()->add_keys();
  key->mutable_secret()->set_file(WriteFile("short", std::string(31, 'x')));
  EXPECT_EQ(ProblemOf(config), "page_tokens.keys[0].secret must have at least 32 bytes");
  key->mutable_secret()->set_file(WriteFile("long", std::string(32, 'x')));
  EXPECT_THAT(ReadSecrets(config).problems, IsEmpty());
}

TEST(Secrets, KeysOfTheLedgerNeedThirtyTwoBytesToo) {
  config::v1::GatewayConfig config;
  config::v1::TokenKey* key = config.mutable_ledger()->add_keys();
  key->mutable_secret()->set_file(WriteFile("short", std::string(31, 'x')));
  EXPECT_EQ(ProblemOf(config), "ledger.keys[0].secret must have at least 32 bytes");
  key->mutable_secret()->set_file(WriteFile("long", std::string(32, 'x')));
  EXPECT_THAT(ReadSecrets(config).problems, IsEmpty());
}

TEST(Secrets, InFilesThatEveryUserCanReadAreWarnedOf) {
  const ReadSecretsResult open = ReadSecrets(WithFile(WriteFile("open", kHush, 0644)));
  ASSERT_THAT(open.warnings, SizeIs(1));
  EXPECT_EQ(open.warnings[0].path, "connections[0].jicoo.api_key");
  EXPECT_THAT(ReadSecrets(WithFile(WriteFile("group", kHush, 0640))).warnings, IsEmpty());
}

TEST(SecretVault, HasNothingForOtherReferences) {
  SecretVault vault;
  config::v1::Secret file;
  file.set_file("x");
  vault.Put(file, Secret(kHush));
  config::v1::Secret variable;
  variable.set_env("x");
  EXPECT_TRUE(vault.Find(variable).empty());
  EXPECT_FALSE(vault.Find(file).empty());
}

}  // namespace
}  // namespace bookings
