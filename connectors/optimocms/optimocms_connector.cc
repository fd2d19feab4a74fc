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
#include "connectors/optimocms/optimocms_capabilities.h"
#include "connectors/optimocms/optimocms_days.h"
#include "connectors/optimocms/optimocms_messages.h"
#include "connectors/optimocms/optimocms_order.h"
#include "connectors/optimocms/optimocms_slots.h"
#include "connectors/optimocms/optimocms_words.h"
#include "connectors/optimocms/optimocms_writes.h"

namespace bookings::optimocms {
namespace {

// Of a booking: a month is more than any service lasts.
constexpr int kMaxBookingMinutes = 31 * 24 * 60;

Settings ReadSettings(const config::v1::ConnectionConfig& config) {
  return {config.id(), config.time_zone(),
          FindZone(config.time_zone()).value_or(absl::UTCTimeZone()),
          absl::Minutes(config.optimocms().booking_minutes()),
          absl::StrCat("/v1/sites/", PercentEncode(config.optimocms().site_id()), "/booking")};
}

class OptimocmsConnector : public Connector {
 public:
  explicit OptimocmsConnector(const config::v1::ConnectionConfig& config)
      : settings_(ReadSettings(config)),
        api_key_(config.optimocms().api_key()),
        capabilities_(MakeCapabilities(config.optimocms().booking_minutes() > 0 ? Ends::kConfigured
                                                                                : Ends::kUnknown)) {
  }

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
    const std::optional<Days> days = DaysOf(query, settings_.zone);
    ListPlan plan;
    plan.query = query;
    const bool by_range = days && !TextEntry(query.filter, kDate);
    plan.starts_at_resume = query.resume_from && by_range && IsByStart(query);
    plan.pushed_down = PushedDown(query.filter, days);
    if (days) plan.expected_calls = days->last - days->first + 1;
    return plan;
  }

  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override {
    const std::optional<Days> days = DaysOf(plan.query, settings_.zone);
    absl::StatusOr<Position> position = ParsePosition(cursor, days);
    if (!position.ok()) return position.status();
    HttpRequest request;
    request.target = Target(plan.query.filter, *position);
    request.purpose = Purpose::kListBookings;
    request.replay = ReplaySafety::kSafe;
    return {std::move(request),
            [this, days, at = *std::move(position), query = plan.query](HttpResponse response)
                -> Step<Page> { return ReadPage(std::move(response), query, at, days); }};
  }

  Step<SlotPlan> PlanSlots(const SlotQuery& query) const override {
    return PlanDays(query, settings_);
  }
  Step<SlotPage> ListSlots(const SlotPlan& plan, std::string_view window,
                           std::string_view cursor) const override {
    const absl::StatusOr<SlotCall> call = ReadCall(plan.query, window, cursor);
    if (!call.ok()) return call.status();
    return {BuildSlots(*call, plan.query, settings_),
            [this, call = *call, query = plan.query](HttpResponse response) {
              return Step<SlotPage>(ParseSlots(std::move(response.body), call, query, settings_));
            }};
  }

  WriteProblems CheckCreate(const CreateInput& input) const override {
    return CheckOrder(input, settings_);
  }
  WriteProblems CheckCancel(const CancelInput& input) const override {
    return CheckStatusChange(input.request.etag(), input.request.notification());
  }
  WriteProblems CheckUpdateStatus(const UpdateStatusInput& input) const override {
    WriteProblems problems = CheckStatusChange(input.request.etag(), input.request.notification());
    if (!StatusWord(input.request.status())) {
      problems.unsupported.push_back({"status", "must be CONFIRMED, COMPLETED or NO_SHOW"});
    }
    return problems;
  }

  // No idempotency key is documented, and no field is read back that could hold a mark
  // (optimocms.md 7, trap 1).
  CreateGuarantee create_guarantee() const override {
    CreateGuarantee guarantee;
    guarantee.trace = CreateGuarantee::Trace::kLookAlike;
    return guarantee;
  }
  Step<CreatePlan> PlanCreate(const CreateInput& input) const override {
    CreatePlan plan = PlanOrder(input, settings_);
    if (plan.data.size() <= kMaxPlanBytes) return plan;
    return InvalidRequest({{"notes", "make the request larger than can be kept"}});
  }
  Step<v1::Booking> SendCreate(const CreatePlan& plan, const WriteIdentity&) const override {
    return SendOrder(plan, settings_);
  }
  Step<FoundBookings> FindCreated(const CreatePlan& plan,
                                  const WriteIdentity& identity) const override {
    return FindOrder(plan, identity.begun, settings_);
  }

  Step<Written> Cancel(const CancelInput& input, const WriteIdentity&) const override {
    return SetStatus(input.vendor_id, kCancelled, settings_);
  }
  Step<Written> UpdateStatus(const UpdateStatusInput& input, const WriteIdentity&) const override {
    const std::optional<std::string_view> word = StatusWord(input.request.status());
    if (!word) return InvalidRequest({{"status", "must be CONFIRMED, COMPLETED or NO_SHOW"}});
    return SetStatus(input.vendor_id, *word, settings_);
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
    UrlTarget target(settings_.site_path + "/bookings");
    target.Add("limit", std::to_string(kPageSize));
    if (position.day) target.Add("date", FormatDate(*position.day));
    const std::string word =
        TextEntry(filter, kStatus).value_or(std::string(FilterWord(filter).value_or("")));
    if (!word.empty()) target.Add("status", word);
    if (!position.vendor_cursor.empty()) target.Add("cursor", position.vendor_cursor);
    return std::move(target).Take();
  }

  absl::StatusOr<Page> ReadPage(HttpResponse response, const ListQuery& query, const Position& at,
                                const std::optional<Days>& days) const {
    absl::StatusOr<ListAnswer> answer = ParseList(std::move(response), settings_, query.view);
    if (!answer.ok()) return answer.status();
    Page page = std::move(answer->page);
    if (days) page.vendor_total.reset();  // it counts one day only
    const std::optional<Position> next = Behind(at, answer->vendor_cursor, days);
    if (!next) return page;
    page.next_cursor = FormatPosition(*next);
    if (days && IsByStart(query)) page.rest_from = RestFrom(*next, *days, settings_.zone);
    return page;
  }

  const Settings settings_;
  const config::v1::Secret api_key_;
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
