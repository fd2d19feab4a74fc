// The configuration for people: nothing secret in it.
#include "service/admin/config_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bookings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ConfigPage, TellsWhereSecretsComeFrom) {
  config::v1::GatewayConfig config;
  auto* connection = config.add_connections();
  connection->set_id("tokyo");
  connection->mutable_jicoo()->mutable_api_key()->set_env("JICOO_KEY");
  const std::string page = DescribeConfig(config);
  EXPECT_THAT(page, HasSubstr("\"id\": \"tokyo\""));
  EXPECT_THAT(page, HasSubstr("\"api_key\""));
  EXPECT_THAT(page, HasSubstr("JICOO_KEY"));
}

TEST(ConfigPage, MasksWhoAnAddressIsUsedAs) {
  config::v1::GatewayConfig config;
  config.add_connections()->set_base_url("https://user:pass@word@vendor.example/api@v1");
  config.add_connections()->set_base_url("https://vendor.example/a@b");
  const std::string page = DescribeConfig(config);
  EXPECT_THAT(page, HasSubstr("https://***@vendor.example/api@v1"));
  EXPECT_THAT(page, HasSubstr("https://vendor.example/a@b"));
  EXPECT_THAT(page, Not(HasSubstr("pass")));
}

}  // namespace
}  // namespace bookings
