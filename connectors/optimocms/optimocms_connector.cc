// See optimocms_connector.h.
#include "connectors/optimocms/optimocms_connector.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/capabilities.h"
#include "connectors/api/civil.h"
#include "connectors/api/config_check.h"
#include "connectors/api/url.h"
#include "connectors/api/vendor_filter.h"
#include "connectors/optimocms/optimocms_booking.h"
#include "connectors/optimocms/optimocms_days.h"
#include "connectors/optimocms/optimocms_messages.h"
#include "connectors/optimocms/optimocms_words.h"

namespace bookings::optimocms {
namespace {

// The vendor_filter entry that is sent as the vendor's status.
constexpr std::string_view kStatus = "status";

// Of a booking: a month is more than any service lasts.
constexpr int kMaxBookingMinutes = 31 * 24 * 60;

// optimocms.md 5: the smallest plan that has bookings, Professional, allows so many calls a minute.
constexpr int kCallsPerMinute = 20;
constexpr int64_t kMinuteSeconds = 60;

constexpr std::string_view kUnreported[] = {
    "references",   "title",       "description",    "stay",        "service",
    "session_id",   "schedule_id", "staff",          "party_size",  "location",
    "total",        "amount_paid", "payment_status", "priority",    "allowed_actions",
    "cancellation", "update_time", "kind",           "external_id",
};

void SetOperations(v1::Capabilities* out) {
  SetOperation(v1::OPERATION_LIST_BOOKINGS, v1::SUPPORT_NATIVE,
               {"The vendor tells no end: end_time is unset unless booking_minutes is configured.",
                "Neither service nor staff nor place of a booking is told."},
               out);
  SetOperation(v1::OPERATION_GET_BOOKING, v1::SUPPORT_EMULATED,
               {"The booking is searched for in a bounded scan of the list."}, out);
  for (v1::Operation operation :
       {v1::OPERATION_LIST_SLOTS, v1::OPERATION_CREATE_BOOKING, v1::OPERATION_CANCEL_BOOKING,
        v1::OPERATION_UPDATE_BOOKING_STATUS}) {
    SetOperation(operation, v1::SUPPORT_NONE, {kLaterRelease}, out);
  }
}

v1::Capabilities MakeCapabilities(bool ends_are_known) {
  v1::Capabilities out = LeastCapabilities();
  SetOperations(&out);
  SetFilters(v1::FILTER_SUPPORT_PUSHED_DOWN, {"statuses", "start_time", "vendor_filter"}, &out);
  SetFilters(v1::FILTER_SUPPORT_UNREPORTED,
             {"update_time", "stay", "customer_ids", "service_ids", "staff_ids", "location_ids",
              "session_ids", "schedule_ids", "references"},
             &out);
  if (!ends_are_known) {
    SetFilters(v1::FILTER_SUPPORT_UNREPORTED, {"end_time"}, &out);
    out.add_unreported_fields("end_time");
  }
  AddVendorFilter(kDate, "string", "Only bookings of this civil day of the site, YYYY-MM-DD.",
                  &out);
  AddVendorFilter(kStatus, "string", "Only bookings with exactly this status word.", &out);
  out.set_vendor_page_size(kPageSize);
  out.set_rate_limit_calls(kCallsPerMinute);
  out.mutable_rate_limit_window()->set_seconds(kMinuteSeconds);
  // The vendor's cursor is the last row of a page.
  out.set_resume(v1::RESUME_SUPPORT_EXACT);
  for (std::string_view field : kUnreported) out.add_unreported_fields(std::string(field));
  out.add_full_view_fields("vendor_fields");
  return out;
}

Settings ReadSettings(const config::v1::ConnectionConfig& config) {
  return {config.id(), config.time_zone(),
          FindZone(config.time_zone()).value_or(absl::UTCTimeZone()),
          absl::Minutes(config.optimocms().booking_minutes())};
}

class OptimocmsConnector : public Connector {
 public:
  explicit OptimocmsConnector(const config::v1::ConnectionConfig& config)
      : settings_(ReadSettings(config)),
        api_key_(config.optimocms().api_key()),
        list_path_(absl::StrCat("/v1/sites/", PercentEncode(config.optimocms().site_id()),
                                "/booking/bookings")),
        capabilities_(MakeCapabilities(config.optimocms().booking_minutes() > 0)) {}

  std::string_view vendor() const override { return "optimocms"; }
  std::string_view default_base_url() const override { return "https://api.optimocms.com"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }

  Credentials credentials() const override {
    Credentials credentials;
    credentials.header = "X-Api-Key";
    credentials.secret = api_key_;
    return credentials;
  }

  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override {
    const absl::Status checked = CheckFilter(query.filter);
    if (!checked.ok()) return checked;
    const std::optional<Days> days = DaysOf(query.filter, settings_.zone);
    ListPlan plan;
    plan.query = query;
    plan.pushed_down = PushedDown(query.filter, days);
    if (days) plan.expected_calls = days->last - days->first + 1;
    return plan;
  }

  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override {
    const std::optional<Days> days = DaysOf(plan.query.filter, settings_.zone);
    absl::StatusOr<Position> position = ParsePosition(cursor, days);
    if (!position.ok()) return position.status();
    HttpRequest request;
    request.target = Target(plan.query.filter, *position);
    request.purpose = Purpose::kListBookings;
    request.replay = ReplaySafety::kSafe;
    return {std::move(request),
            [this, days, at = *std::move(position), view = plan.query.view](HttpResponse response)
                -> Step<Page> { return ReadPage(std::move(response), view, at, days); }};
  }

  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    return optimocms::ExplainFailure(purpose, response);
  }

 private:
  absl::Status CheckFilter(const v1::BookingFilter& filter) const {
    Violations problems = CheckVendorFilter(filter, capabilities_);
    const std::optional<std::string> date = TextEntry(filter, kDate);
    if (date && !ParseDate(*date)) {
      problems.push_back({VendorFilterPath(kDate), "must be a day YYYY-MM-DD"});
    }
    return problems.empty() ? absl::OkStatus() : InvalidRequest(problems);
  }

  static std::vector<std::string> PushedDown(const v1::BookingFilter& filter,
                                             const std::optional<Days>& days) {
    std::vector<std::string> fields;
    if (!TextEntry(filter, kStatus) && FilterWord(filter)) fields.emplace_back("statuses");
    if (!TextEntry(filter, kDate) && days) fields.emplace_back("start_time");
    if (filter.vendor_filter().fields_size() > 0) fields.emplace_back("vendor_filter");
    return fields;
  }

  std::string Target(const v1::BookingFilter& filter, const Position& position) const {
    UrlTarget target(list_path_);
    target.Add("limit", std::to_string(kPageSize));
    if (position.day) target.Add("date", FormatDate(*position.day));
    const std::string word =
        TextEntry(filter, kStatus).value_or(std::string(FilterWord(filter).value_or("")));
    if (!word.empty()) target.Add("status", word);
    if (!position.vendor_cursor.empty()) target.Add("cursor", position.vendor_cursor);
    return std::move(target).Take();
  }

  absl::StatusOr<Page> ReadPage(HttpResponse response, v1::BookingView view, const Position& at,
                                const std::optional<Days>& days) const {
    absl::StatusOr<ListAnswer> answer = ParseList(std::move(response), settings_, view);
    if (!answer.ok()) return answer.status();
    Page page = std::move(answer->page);
    if (days) page.vendor_total.reset();  // it counts one day only
    const std::optional<Position> next = Behind(at, answer->vendor_cursor, days);
    if (next) page.next_cursor = FormatPosition(*next);
    return page;
  }

  const Settings settings_;
  const config::v1::Secret api_key_;
  const std::string list_path_;
  const v1::Capabilities capabilities_;
};

}  // namespace

Violations CheckConfig(const config::v1::ConnectionConfig& config) {
  Violations problems;
  RequireTimeZone(config, &problems);
  RequireSecret(config.optimocms().api_key(), "optimocms.api_key", &problems);
  RequireText(config.optimocms().site_id(), "optimocms.site_id", &problems);
  const int minutes = config.optimocms().booking_minutes();
  if (minutes < 0 || minutes > kMaxBookingMinutes) {
    problems.push_back({"optimocms.booking_minutes",
                        absl::StrCat("must be 0 to ", kMaxBookingMinutes, " minutes")});
  }
  return problems;
}

std::unique_ptr<Connector> MakeConnector(const config::v1::ConnectionConfig& config) {
  return std::make_unique<OptimocmsConnector>(config);
}

}  // namespace bookings::optimocms
