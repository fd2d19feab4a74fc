// Connections and answers for the tests of the Wix connector.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"
#include "connectors/wix/wix_connector.h"
#include "tests/support/play.h"

namespace bookings::wix {

inline config::v1::ConnectionConfig SiteConfig(std::string_view api, std::string_view method = "") {
  config::v1::ConnectionConfig config;
  config.set_id("salon");
  config.mutable_wix()->set_api(std::string(api));
  config.mutable_wix()->set_list_method(std::string(method));
  config.mutable_wix()->mutable_api_key()->set_env("WIX_API_KEY");
  config.mutable_wix()->set_site_id("96000000-0000-4000-8000-000000000001");
  return config;
}

inline std::unique_ptr<Connector> Site(std::string_view api, std::string_view method = "") {
  return MakeConnector(SiteConfig(api, method));
}

// An answer of the API with these entries, JSON texts that are joined by commas.
inline std::string Answer(std::string_view api, std::string_view entries,
                          std::string_view paging = R"({"cursors":{}})") {
  const char* key = api == "v1" ? "bookingsEntries" : "extendedBookings";
  return absl::StrCat("{\"", key, "\":[", ToAbsl(entries), "],\"pagingMetadata\":", ToAbsl(paging),
                      "}");
}

// The page that a list makes of one answer.
inline absl::StatusOr<Page> ReadPage(const Connector& connector, const std::string& answer,
                                     const ListQuery& query = {}, std::string_view cursor = "") {
  const absl::StatusOr<ListPlan> plan = connector.PlanList(query);
  if (!plan.ok()) return plan.status();
  return testing::Play(connector.ListPage(*plan, cursor), {answer}).answer;
}

// The booking that a list makes of one entry; `members` are those of `booking` besides its id.
inline v1::Booking ReadBooking(std::string_view api, std::string_view members,
                               std::string_view beside = "",
                               v1::BookingView view = v1::BOOKING_VIEW_BASIC) {
  const std::string entry = absl::StrCat("{\"booking\":{\"id\":\"b-1\",", ToAbsl(members), "}",
                                         beside.empty() ? "" : ",", ToAbsl(beside), "}");
  ListQuery query;
  query.view = view;
  const absl::StatusOr<Page> page = ReadPage(*Site(api), Answer(api, entry), query);
  return page.ok() && page->bookings.size() == 1 ? *page->bookings[0] : v1::Booking();
}

// The body of the first request of a list.
inline HttpRequest ListRequest(const Connector& connector, const ListQuery& query,
                               std::string_view cursor = "") {
  const absl::StatusOr<ListPlan> plan = connector.PlanList(query);
  if (!plan.ok()) return {};
  Step<Page> step = connector.ListPage(*plan, cursor);
  return step.pending() == nullptr ? HttpRequest() : step.TakeRequest();
}

}  // namespace bookings::wix
