// Connections and answers for the tests of the HostelMate connector.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "connectors/hostelmate/hostelmate_connector.h"
#include "gtest/gtest.h"
#include "tests/support/play.h"

namespace bookings::hostelmate {

// A hostel in Lisbon that lets guests in at 15:00 and out at 11:00.
inline config::v1::ConnectionConfig HostelConfig() {
  config::v1::ConnectionConfig config;
  config.set_id("casa");
  config.set_time_zone("Europe/Lisbon");
  config.mutable_hostelmate()->mutable_api_key()->set_env("HM_KEY");
  config.mutable_hostelmate()->set_currency("EUR");
  config.mutable_hostelmate()->set_check_in_time("15:00");
  config.mutable_hostelmate()->set_check_out_time("11:00");
  return config;
}

inline std::unique_ptr<Connector> Hostel() { return MakeConnector(HostelConfig()); }

inline std::string ListBody(const std::string& items, int page = 1, int pages = 1) {
  return R"({"results":[)" + items + R"(],"total_count":1,"total_pages":)" + std::to_string(pages) +
         R"(,"current_page":)" + std::to_string(page) + "}";
}

// The page that a list makes of one answer.
inline absl::StatusOr<Page> ReadPage(const std::string& body, const ListQuery& query = {},
                                     std::string_view cursor = "") {
  const auto connector = Hostel();
  const absl::StatusOr<ListPlan> plan = connector->PlanList(query);
  if (!plan.ok()) return plan.status();
  return testing::Play(connector->ListPage(*plan, cursor), {body}).answer;
}

// The booking that a list makes of one item; `members` are those besides its id.
inline v1::Booking ReadBooking(const std::string& members,
                               v1::BookingView view = v1::BOOKING_VIEW_BASIC) {
  ListQuery query;
  query.view = view;
  const absl::StatusOr<Page> page = ReadPage(ListBody(R"({"id":"b-1",)" + members + "}"), query);
  EXPECT_TRUE(page.ok()) << page.status();
  return page.ok() && page->bookings.size() == 1 ? *page->bookings[0] : v1::Booking();
}

inline std::string Night(std::string_view date, std::string_view bed = "bed-1") {
  return R"({"date":")" + std::string(date) + R"(","amount":2700,"room":"room-1","bed":")" +
         std::string(bed) + R"("})";
}

}  // namespace bookings::hostelmate
