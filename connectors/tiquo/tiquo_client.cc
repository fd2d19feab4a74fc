// See tiquo_client.h.
#include "connectors/tiquo/tiquo_client.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "connectors/api/capabilities.h"
#include "connectors/api/cursor.h"
#include "connectors/api/url.h"
#include "connectors/api/vendor_filter.h"
#include "connectors/tiquo/tiquo_capabilities.h"
#include "connectors/tiquo/tiquo_messages.h"
#include "connectors/tiquo/tiquo_settings.h"
#include "connectors/tiquo/tiquo_words.h"

namespace bookings::tiquo {
namespace {

// A cursor is a booking id, of whatever characters the vendor makes it; real ones have about 16.
constexpr size_t kMaxCursorSize = 256;

// The vendor takes one status (tiquo.md 2.1); "" where the filter cannot be sent as one.
std::string_view OneWord(const v1::BookingFilter& filter) {
  const std::vector<std::string_view> words = FilterWords(filter);
  return words.size() == 1 ? words.front() : std::string_view();
}

bool NeedsProfile(const ListQuery& query) {
  return query.view == v1::BOOKING_VIEW_FULL || query.filter.customer_emails_size() > 0 ||
         query.filter.customer_ids_size() > 0;
}

class ClientConnector : public Connector {
 public:
  explicit ClientConnector(const config::v1::ConnectionConfig& config)
      : settings_(ReadSettings(config)),
        refresh_token_(config.tiquo().refresh_token()),
        capabilities_(ClientCapabilities()) {}

  std::string_view vendor() const override { return "tiquo"; }
  std::string_view mode() const override { return kClientMode; }
  std::string_view default_base_url() const override {
    return "https://edge.tiquo.app/api/client/v1";
  }
  const v1::Capabilities& capabilities() const override { return capabilities_; }

  Credentials credentials() const override {
    Credentials credentials;
    const bool configured = refresh_token_.source_case() != config::v1::Secret::SOURCE_NOT_SET;
    credentials.kind =
        configured ? Credentials::Kind::kRotatingSession : Credentials::Kind::kCallerToken;
    credentials.header = "Authorization";
    credentials.prefix = "Bearer ";
    credentials.secret = refresh_token_;
    credentials.accepts_caller_token = true;
    return credentials;
  }

  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override {
    const Violations problems = CheckVendorFilter(query.filter, capabilities_);
    if (!problems.empty()) return InvalidRequest(problems);
    ListPlan plan;
    plan.query = query;
    plan.vendor_query = ListTarget(query.filter);
    plan.pushed_down = PushedDown(query.filter);
    plan.details = NeedsProfile(query) ? DetailCalls::kShared : DetailCalls::kNone;
    return plan;
  }

  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override {
    if (cursor.size() > kMaxCursorSize) return GarbledCursor();
    std::string target = plan.vendor_query;
    if (!cursor.empty()) absl::StrAppend(&target, "&cursor=", PercentEncode(cursor));
    return {GetRequest(std::move(target), Purpose::kListBookings),
            [this, view = plan.query.view](HttpResponse response) -> Step<Page> {
              return ParseClientPage(std::move(response), settings_, view);
            }};
  }

  Step<v1::Booking> FetchSharedDetails() const override {
    return {GetRequest("/profile", Purpose::kBookingDetails),
            [](HttpResponse response) -> Step<v1::Booking> {
              return ParseProfile(std::move(response));
            }};
  }

  Step<Tokens> ExchangeTokens(std::string_view secret) const override {
    return {BuildRefresh(secret),
            [](HttpResponse response) -> Step<Tokens> { return ParseTokens(std::move(response)); }};
  }

  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    return tiquo::ExplainFailure(purpose, response);
  }

 private:
  static std::string ListTarget(const v1::BookingFilter& filter) {
    UrlTarget target("/bookings");
    target.Add("limit", std::to_string(kPageSize));
    const std::string_view word = OneWord(filter);
    if (!word.empty()) target.Add("status", word);
    const std::optional<bool> upcoming = BoolEntry(filter, kUpcoming);
    if (upcoming) target.Add(kUpcoming, *upcoming ? "true" : "false");
    return std::move(target).Take();
  }

  static std::vector<std::string> PushedDown(const v1::BookingFilter& filter) {
    std::vector<std::string> fields;
    if (!OneWord(filter).empty()) fields.emplace_back("statuses");
    if (BoolEntry(filter, kUpcoming)) fields.emplace_back("vendor_filter");
    return fields;
  }

  const Settings settings_;
  const config::v1::Secret refresh_token_;
  const v1::Capabilities capabilities_;
};

}  // namespace

std::unique_ptr<Connector> MakeClientConnector(const config::v1::ConnectionConfig& config) {
  return std::make_unique<ClientConnector>(config);
}

}  // namespace bookings::tiquo
