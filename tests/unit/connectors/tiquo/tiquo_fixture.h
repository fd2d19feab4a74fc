// What the tests of the Tiquo connector share: configurations and answers of the vendor.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "connectors/api/text.h"
#include "connectors/tiquo/tiquo_connector.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "tests/support/play.h"

namespace bookings::tiquo {

using ::bookings::testing::Play;
using ::bookings::testing::Played;

inline config::v1::ConnectionConfig Config(const std::string& text) {
  config::v1::ConnectionConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config)) << text;
  return config;
}

inline std::unique_ptr<Connector> Client(const std::string& settings = "") {
  return MakeConnector(Config(absl::StrCat("id: 'ada' tiquo { mode: 'client' ", settings, " }")));
}

// Reads November 2026 to March 2027 in New York.
inline std::unique_ptr<Connector> Admin() {
  return MakeConnector(
      Config("id: 'spa' time_zone: 'America/New_York' tiquo { mode: 'admin' api_key { env: 'KEY' } "
             "history_from: '2026-11-01' horizon: '2027-03-31' }"));
}

// An answer of the Client API with these rows.
inline std::string ClientBody(const std::string& rows, std::string_view has_more = "false") {
  return absl::StrCat(R"({"success":true,"data":{"bookings":[)", rows, R"(],"hasMore":)",
                      ToAbsl(has_more), "}}");
}

inline std::string AdminBody(const std::vector<std::string>& rows) {
  return absl::StrCat(R"({"success":true,"data":[)", absl::StrJoin(rows, ","), "]}");
}

inline ListPlan PlanOf(const Connector& connector, const ListQuery& query = {}) {
  absl::StatusOr<ListPlan> plan = connector.PlanList(query);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? *std::move(plan) : ListPlan();
}

inline Played<Page> List(const Connector& connector, const std::vector<std::string>& bodies,
                         const ListQuery& query = {}, std::string_view cursor = "") {
  return Play(connector.ListPage(PlanOf(connector, query), cursor), bodies);
}

}  // namespace bookings::tiquo
