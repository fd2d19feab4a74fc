// See hostelmate_connector.h. Every operation is one exchange.
#include "connectors/hostelmate/hostelmate_connector.h"

#include <optional>
#include <string>
#include <utility>

#include "connectors/api/capabilities.h"
#include "connectors/api/cursor.h"
#include "connectors/api/refusal.h"
#include "connectors/api/url.h"
#include "connectors/api/vendor_filter.h"
#include "connectors/hostelmate/hostelmate_capabilities.h"
#include "connectors/hostelmate/hostelmate_messages.h"
#include "connectors/hostelmate/hostelmate_property.h"
#include "connectors/hostelmate/hostelmate_words.h"

namespace bookings::hostelmate {
namespace {

// Sandbox and landing page speak of a request id; its header is not documented (hostelmate.md 5).
constexpr std::string_view kRequestIdHeader = "X-Request-Id";
constexpr std::string_view kBookingNotFound = "booking_not_found";

Violations CheckFilter(const v1::BookingFilter& filter, const v1::Capabilities& capabilities) {
  Violations violations = CheckVendorFilter(filter, capabilities);
  const std::optional<std::string> status = TextEntry(filter, kStatus);
  if (status && !Translate<v1::BookingStatus>(kStatuses, *status)) {
    violations.push_back({VendorFilterPath(kStatus), "must be `confirmed`, `cancelled` or `paid`"});
  }
  return violations;
}

// The fields that the asked first night, and the vendor's own filters, stand for.
std::vector<std::string> PushedDown(const v1::BookingFilter& filter, bool asks_for_first_night) {
  std::vector<std::string> fields;
  if (asks_for_first_night) {
    if (filter.start_time().has_from()) fields.push_back("start_time");
    if (filter.end_time().has_from()) fields.push_back("end_time");
    if (!filter.stay().from().empty()) fields.push_back("stay");
  }
  if (filter.vendor_filter().fields_size() > 0) fields.push_back("vendor_filter");
  return fields;
}

class HostelmateConnector final : public Connector {
 public:
  explicit HostelmateConnector(const config::v1::ConnectionConfig& config)
      : property_(MakeProperty(config)),
        api_key_(config.hostelmate().api_key()),
        capabilities_(MakeCapabilities()) {}

  std::string_view vendor() const override { return "hostelmate"; }
  std::string_view default_base_url() const override { return "https://api.hostelmate.co"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }

  Credentials credentials() const override {
    Credentials credentials;
    credentials.header = "X-API-Key";
    credentials.secret = api_key_;
    return credentials;
  }

  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override {
    const Violations violations = CheckFilter(query.filter, capabilities_);
    if (!violations.empty()) return InvalidRequest(violations);
    const auto first_night = FirstNight(query.filter, property_.zone);
    ListPlan plan;
    plan.query = query;
    plan.vendor_query = BuildQuery(query.filter, first_night);
    plan.pushed_down = PushedDown(query.filter, first_night.has_value());
    return plan;
  }

  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override {
    const absl::StatusOr<int64_t> page = ReadNumberCursor(cursor, 1);
    if (!page.ok()) return page.status();
    return {BuildList(plan.vendor_query, *page),
            [this, asked = *page, view = plan.query.view](HttpResponse response) {
              return Step<Page>(ParseList(std::move(response.body), asked, property_, view));
            }};
  }

  Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView view) const override {
    if (!IsPathSegment(vendor_id)) return UnknownBooking();
    return {BuildGet(vendor_id), [this, view](HttpResponse response) {
              return Step<Page>(ParseGet(std::move(response.body), property_, view));
            }};
  }

  // A 404 with another code than the booking's own is not about the booking.
  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    const VendorRefusal refusal =
        ReadRefusal(response, ParseErrorCode(response.body), kRequestIdHeader);
    const bool about_booking = refusal.code.empty() || refusal.code == kBookingNotFound;
    return ExplainHttpStatus(about_booking ? purpose : Purpose::kListBookings, refusal);
  }

 private:
  const Property property_;
  const config::v1::Secret api_key_;
  const v1::Capabilities capabilities_;
};

}  // namespace

Violations CheckConfig(const config::v1::ConnectionConfig& config) { return CheckProperty(config); }

std::unique_ptr<Connector> MakeConnector(const config::v1::ConnectionConfig& config) {
  return std::make_unique<HostelmateConnector>(config);
}

}  // namespace bookings::hostelmate
