// Connections and answers for the tests of the Jicoo connector.
#pragma once

#include <memory>
#include <string>

#include "connectors/jicoo/jicoo_connector.h"
#include "gtest/gtest.h"
#include "tests/support/play.h"

namespace bookings::jicoo {

inline config::v1::ConnectionConfig StudioConfig() {
  config::v1::ConnectionConfig config;
  config.set_id("studio");
  config.mutable_jicoo()->mutable_api_key()->set_env("JICOO_KEY");
  return config;
}

inline std::unique_ptr<Connector> Studio() { return MakeConnector(StudioConfig()); }

inline std::string ListBody(const std::string& items, const std::string& paging = "") {
  return R"({"data":[)" + items + R"(],"errors":{})" + paging + "}";
}

// The page that a list makes of one answer.
inline absl::StatusOr<Page> ReadPage(const std::string& body, const ListQuery& query = {},
                                     std::string_view cursor = "") {
  const auto connector = Studio();
  const absl::StatusOr<ListPlan> plan = connector->PlanList(query);
  if (!plan.ok()) return plan.status();
  return testing::Play(connector->ListPage(*plan, cursor), {body}).answer;
}

// The booking that a list makes of one item; `members` are those besides its uid.
inline v1::Booking ReadBooking(const std::string& members,
                               v1::BookingView view = v1::BOOKING_VIEW_BASIC) {
  ListQuery query;
  query.view = view;
  const absl::StatusOr<Page> page = ReadPage(ListBody(R"({"uid":"u-1",)" + members + "}"), query);
  EXPECT_TRUE(page.ok()) << page.status();
  return page.ok() && page->bookings.size() == 1 ? *page->bookings[0] : v1::Booking();
}

}  // namespace bookings::jicoo
