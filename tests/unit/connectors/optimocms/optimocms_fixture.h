// What the tests of the OptimoCMS connector share: configurations and answers of the vendor.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "connectors/optimocms/optimocms_connector.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/support/play.h"

namespace bookings::optimocms {

using ::bookings::testing::Play;
using ::bookings::testing::Played;

inline config::v1::ConnectionConfig Config(const std::string& text) {
  config::v1::ConnectionConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config)) << text;
  return config;
}

// A site in Amsterdam.
inline std::unique_ptr<Connector> Site(const std::string& settings = "") {
  return MakeConnector(
      Config(absl::StrCat("id: 'barber' time_zone: 'Europe/Amsterdam' optimocms { api_key { env: "
                          "'KEY' } site_id: 'site_demo' ",
                          settings, " }")));
}

// An answer with these rows; `cursor` is JSON.
inline std::string Body(const std::string& rows, const std::string& cursor = "null") {
  return absl::StrCat(R"({"data":[)", rows, R"(],"meta":{},"pagination":{"total":7,"nextCursor":)",
                      cursor, "}}");
}

inline Played<Page> List(const Connector& connector, const std::vector<std::string>& bodies,
                         const ListQuery& query = {}, std::string_view cursor = "") {
  const absl::StatusOr<ListPlan> plan = connector.PlanList(query);
  EXPECT_TRUE(plan.ok()) << plan.status();
  if (!plan.ok()) return {};
  return Play(connector.ListPage(*plan, cursor), bodies);
}

}  // namespace bookings::optimocms
