// See jicoo_connector.h. Every operation is one exchange.
#include "connectors/jicoo/jicoo_connector.h"

#include <string>
#include <utility>

#include "connectors/api/capabilities.h"
#include "connectors/api/config_check.h"
#include "connectors/api/cursor.h"
#include "connectors/api/refusal.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/jicoo/jicoo_capabilities.h"
#include "connectors/jicoo/jicoo_contacts.h"
#include "connectors/jicoo/jicoo_messages.h"

namespace bookings::jicoo {
namespace {

// What the vendor is asked for, by the wish of the caller. A list that ends at some start is read
// by start, so that it can be left as soon as the starts reach that end.
v1::OrderBy VendorOrder(const ListQuery& query) {
  if (query.order != v1::ORDER_BY_UNSPECIFIED) return query.order;
  return query.filter.start_time().has_to() ? v1::ORDER_BY_START_TIME_ASC
                                            : v1::ORDER_BY_UNSPECIFIED;
}

bool NeedsContacts(const ListQuery& query) {
  return query.view == v1::BOOKING_VIEW_FULL || query.filter.customer_emails_size() > 0;
}

// Whether all that follows this page starts at `to` or later. Only a page that keeps to its order
// can tell.
bool EndsTheRange(const Page& page, absl::Time to) {
  absl::Time before = absl::InfinitePast();
  for (const v1::Booking* booking : page.bookings) {
    if (!booking->has_start_time()) return false;
    const absl::Time start = FromTimestamp(booking->start_time());
    if (start < before) return false;
    before = start;
  }
  return !page.bookings.empty() && before >= to;
}

class JicooConnector final : public Connector {
 public:
  explicit JicooConnector(const config::v1::ConnectionConfig& config)
      : connection_id_(config.id()),
        api_key_(config.jicoo().api_key()),
        capabilities_(MakeCapabilities()) {}

  std::string_view vendor() const override { return "jicoo"; }
  std::string_view default_base_url() const override { return "https://api.jicoo.com"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }

  Credentials credentials() const override {
    Credentials credentials;
    credentials.header = "X-Jicoo-Api-Key";
    credentials.secret = api_key_;
    return credentials;
  }

  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override {
    const Violations violations = CheckVendorFilter(query.filter, capabilities_);
    if (!violations.empty()) return InvalidRequest(violations);
    ListPlan plan;
    plan.query = query;
    plan.vendor_order = VendorOrder(query);
    if (query.filter.start_time().has_from()) plan.pushed_down.push_back("start_time");
    if (NeedsContacts(query)) plan.details = DetailCalls::kPerBooking;
    plan.vendor_query = BuildQuery(plan);
    return plan;
  }

  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override {
    const absl::StatusOr<int64_t> page = ReadNumberCursor(cursor, 1);
    if (!page.ok()) return page.status();
    const bool by_start = plan.vendor_order == v1::ORDER_BY_START_TIME_ASC;
    const v1::TimeRange& range = plan.query.filter.start_time();
    const absl::Time to =
        by_start && range.has_to() ? FromTimestamp(range.to()) : absl::InfiniteFuture();
    return {BuildList(plan.vendor_query, *page),
            [this, to, asked = *page, view = plan.query.view](HttpResponse response) {
              return OnList(std::move(response), to, asked, view);
            }};
  }

  Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView view) const override {
    if (!IsPathSegment(vendor_id)) return UnknownBooking();
    return {BuildGet(vendor_id), [this, view](HttpResponse response) {
              return Step<Page>(ParseGet(std::move(response.body), connection_id_, view));
            }};
  }

  Step<v1::Booking> FetchDetails(const v1::Booking& booking) const override {
    if (!IsPathSegment(booking.vendor_id())) return UnknownBooking();
    return {BuildContacts(booking.vendor_id()), [](HttpResponse response) {
              return Step<v1::Booking>(ParseContacts(std::move(response.body)));
            }};
  }

  // The vendor documents no codes in its error bodies: the status alone decides (jicoo.md 5).
  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    return ExplainHttpStatus(purpose, ReadRefusal(response, "", ""));
  }

 private:
  Step<Page> OnList(HttpResponse response, absl::Time to, int64_t asked,
                    v1::BookingView view) const {
    absl::StatusOr<Page> page = ParseList(std::move(response.body), connection_id_, view);
    if (!page.ok()) return page.status();
    if (page->next_cursor == std::to_string(asked)) {
      return ResponseInvalid("a page names itself as the next one");
    }
    if (EndsTheRange(*page, to)) page->next_cursor.reset();
    return page;
  }

  const std::string connection_id_;
  const config::v1::Secret api_key_;
  const v1::Capabilities capabilities_;
};

}  // namespace

Violations CheckConfig(const config::v1::ConnectionConfig& config) {
  Violations violations;
  RequireSecret(config.jicoo().api_key(), "jicoo.api_key", &violations);
  return violations;
}

std::unique_ptr<Connector> MakeConnector(const config::v1::ConnectionConfig& config) {
  return std::make_unique<JicooConnector>(config);
}

}  // namespace bookings::jicoo
