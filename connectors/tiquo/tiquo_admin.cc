// See tiquo_admin.h. How a list walks through the days stands in tiquo_walk.h and tiquo_window.h.
#include "connectors/tiquo/tiquo_admin.h"

#include <string>
#include <utility>

#include "connectors/api/capabilities.h"
#include "connectors/api/url.h"
#include "connectors/api/vendor_filter.h"
#include "connectors/tiquo/tiquo_capabilities.h"
#include "connectors/tiquo/tiquo_messages.h"
#include "connectors/tiquo/tiquo_settings.h"
#include "connectors/tiquo/tiquo_walk.h"
#include "connectors/tiquo/tiquo_window.h"
#include "connectors/tiquo/tiquo_words.h"

namespace bookings::tiquo {
namespace {

// A filter for times that are not read at all.
Page EmptyPage(const WalkBounds& bounds) {
  Page page;
  if (bounds.exceeded) page.notes.push_back(v1::SOURCE_NOTE_RANGE_NOT_COVERED);
  return page;
}

bool IsByStart(const ListQuery& query) {
  return query.order == v1::ORDER_BY_START_TIME_ASC || query.order == v1::ORDER_BY_START_TIME_DESC;
}

// Such an id would be a step within the path.
absl::Status UnknownAdminBooking() {
  return MakeFailure(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND,
                     "no booking has an id of dots");
}

class AdminConnector : public Connector {
 public:
  explicit AdminConnector(const config::v1::ConnectionConfig& config)
      : settings_(ReadSettings(config)),
        api_key_(config.tiquo().api_key()),
        capabilities_(AdminCapabilities()) {}

  std::string_view vendor() const override { return "tiquo"; }
  std::string_view mode() const override { return kAdminMode; }
  std::string_view default_base_url() const override { return "https://api.tiquo.app/api/v1"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }

  Credentials credentials() const override {
    Credentials credentials;
    credentials.header = "Authorization";
    credentials.prefix = "Bearer ";
    credentials.secret = api_key_;
    return credentials;
  }

  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override {
    const v1::BookingFilter& filter = query.filter;
    const Violations problems = CheckVendorFilter(filter, capabilities_);
    if (!problems.empty()) return InvalidRequest(problems);
    ListPlan plan;
    plan.query = query;
    plan.starts_at_resume = query.resume_from && IsByStart(query);
    if (filter.has_start_time()) plan.pushed_down.emplace_back("start_time");
    if (!FilterWords(filter).empty()) plan.pushed_down.emplace_back("statuses");
    if (!SearchOf(filter).empty()) plan.pushed_down.emplace_back("vendor_filter");
    return plan;
  }

  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override {
    Walk walk = WalkOf(plan.query);
    if (walk.bounds.days.count() <= 0 && cursor.empty()) return EmptyPage(walk.bounds);
    const absl::StatusOr<WalkPosition> position =
        ParsePosition(cursor, walk.bounds, walk.SplitBy().size());
    if (!position.ok()) return position.status();
    return ReadWindow(std::move(walk), *position);
  }

  Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView) const override {
    if (vendor_id.find_first_not_of('.') == std::string_view::npos) return UnknownAdminBooking();
    return {GetRequest("/bookings/" + PercentEncode(vendor_id), Purpose::kGetBooking),
            [this, id = std::string(vendor_id)](HttpResponse response) -> Step<Page> {
              return ParseAdminBooking(std::move(response), id, settings_);
            }};
  }

  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    return tiquo::ExplainFailure(purpose, response);
  }

 private:
  static std::string SearchOf(const v1::BookingFilter& filter) {
    return TextEntry(filter, kSearch).value_or("");
  }

  Walk WalkOf(const ListQuery& query) const {
    return {&settings_,
            query.view,
            BoundsOf(query, settings_),
            FilterWords(query.filter),
            SearchOf(query.filter),
            IsByStart(query),
            query.order != v1::ORDER_BY_UNSPECIFIED};
  }

  const Settings settings_;
  const config::v1::Secret api_key_;
  const v1::Capabilities capabilities_;
};

}  // namespace

std::unique_ptr<Connector> MakeAdminConnector(const config::v1::ConnectionConfig& config) {
  return std::make_unique<AdminConnector>(config);
}

}  // namespace bookings::tiquo
