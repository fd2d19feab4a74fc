// See jicoo_connector.h. Reads and slots are one exchange a call; jicoo_create.h and jicoo_change.h
// make the writes.
#include "connectors/jicoo/jicoo_connector.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "connectors/api/capabilities.h"
#include "connectors/api/config_check.h"
#include "connectors/api/cursor.h"
#include "connectors/api/refusal.h"
#include "connectors/api/step_chain.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/jicoo/jicoo_account.h"
#include "connectors/jicoo/jicoo_capabilities.h"
#include "connectors/jicoo/jicoo_change.h"
#include "connectors/jicoo/jicoo_contacts.h"
#include "connectors/jicoo/jicoo_create.h"
#include "connectors/jicoo/jicoo_find.h"
#include "connectors/jicoo/jicoo_messages.h"
#include "connectors/jicoo/jicoo_order.h"
#include "connectors/jicoo/jicoo_slots.h"

namespace bookings::jicoo {
namespace {

// As the reason is read back; the other key is what a client of the vendor sends (jicoo.md 2.5).
constexpr std::string_view kDefaultReasonKey = "cancelReason";
constexpr std::string_view kReasonKeys[] = {"", kDefaultReasonKey, "reason"};

// What the vendor is asked for where the caller has no wish. A range of starts is read by start: it
// is left at its end, and goes on at a start. The vendor cannot narrow creations: a range of them
// that has a beginning is left there, the newest first. Else new bookings land at the end.
v1::OrderBy CheapestOrder(const v1::BookingFilter& filter) {
  if (filter.has_start_time()) return v1::ORDER_BY_START_TIME_ASC;
  if (filter.create_time().has_from()) return v1::ORDER_BY_CREATE_TIME_DESC;
  return v1::ORDER_BY_CREATE_TIME_ASC;
}

// Bookings are never removed, and do not change their creation: as long as nothing is left out, new
// ones at the end are all that can happen (jicoo.md 3).
bool RowsStay(const ListPlan& plan) {
  return plan.query.order == v1::ORDER_BY_UNSPECIFIED &&
         plan.vendor_order == v1::ORDER_BY_CREATE_TIME_ASC;
}

bool NeedsContacts(const ListQuery& query) {
  return query.view == v1::BOOKING_VIEW_FULL || query.filter.customer_emails_size() > 0;
}

Account ReadAccount(const config::v1::ConnectionConfig& config) {
  const std::string& key = config.jicoo().cancel_reason_key();
  return {config.id(), config.time_zone(), key.empty() ? std::string(kDefaultReasonKey) : key};
}

class JicooConnector final : public Connector {
 public:
  explicit JicooConnector(const config::v1::ConnectionConfig& config)
      : account_(ReadAccount(config)),
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
    const bool has_wish = query.order != v1::ORDER_BY_UNSPECIFIED;
    plan.vendor_order = has_wish ? query.order : CheapestOrder(query.filter);
    plan.starts_at_resume =
        query.resume_from.has_value() && plan.vendor_order == v1::ORDER_BY_START_TIME_ASC;
    plan.numbered = true;
    plan.rows_stay = RowsStay(plan);
    if (query.filter.start_time().has_from()) plan.pushed_down.push_back("start_time");
    if (NeedsContacts(query)) plan.details = DetailCalls::kPerBooking;
    plan.vendor_query = BuildQuery(plan);
    return plan;
  }

  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override {
    const absl::StatusOr<PageNumber> page = ReadPageCursor(cursor, kPageSize);
    if (!page.ok()) return page.status();
    return {BuildList(plan.vendor_query, *page),
            [this, asked = *page, view = plan.query.view](HttpResponse response) {
              return Step<Page>(
                  ParseList(std::move(response.body), asked, account_.connection_id, view));
            }};
  }

  NumberedPage PageAt(const ListPlan&, int64_t row) const override {
    return PageHolding(row, kPageSize);
  }

  Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView view) const override {
    if (!IsPathSegment(vendor_id)) return UnknownBooking();
    return {BuildGet(vendor_id), [this, view](HttpResponse response) {
              return Step<Page>(ParseGet(std::move(response.body), account_.connection_id, view));
            }};
  }

  Step<v1::Booking> FetchDetails(const v1::Booking& booking) const override {
    if (!IsPathSegment(booking.vendor_id())) return UnknownBooking();
    return {BuildContacts(booking.vendor_id()), [](HttpResponse response) {
              return Step<v1::Booking>(ParseContacts(std::move(response.body)));
            }};
  }

  Step<SlotPlan> PlanSlots(const SlotQuery& query) const override {
    if (!IsPathSegment(query.service_id)) {
      return InvalidRequest({{"service_id", "is no id that an event type can have"}});
    }
    return {BuildEventType(query.service_id), [query](HttpResponse response) -> Step<SlotPlan> {
              const absl::StatusOr<EventType> type = ReadEventType(std::move(response));
              if (!type.ok()) return type.status();
              return PlanWindows(query, *type);
            }};
  }

  Step<SlotPage> ListSlots(const SlotPlan& plan, std::string_view window,
                           std::string_view) const override {
    absl::StatusOr<HttpRequest> request = BuildSlots(plan, window);
    if (!request.ok()) return request.status();
    return {*std::move(request), [this, plan, window = std::string(window)](HttpResponse response) {
              return Step<SlotPage>(ReadSlots(std::move(response.body), plan, window, account_));
            }};
  }

  WriteProblems CheckCreate(const CreateInput& input) const override {
    return CheckOrder(input, account_);
  }
  WriteProblems CheckCancel(const CancelInput& input) const override { return CheckReason(input); }
  WriteProblems CheckReschedule(const RescheduleInput& input) const override {
    return CheckMove(input);
  }
  WriteProblems CheckUpdate(const UpdateInput& input) const override {
    return CheckUpdateValues(input);
  }

  // No idempotency key and no field that would keep a mark (jicoo.md 1).
  CreateGuarantee create_guarantee() const override {
    CreateGuarantee guarantee;
    guarantee.trace = CreateGuarantee::Trace::kLookAlike;
    return guarantee;
  }

  // Sending needs nothing of the vendor; what is only checked is checked against the slots too.
  Step<CreatePlan> PlanCreate(const CreateInput& input) const override {
    CreatePlan plan = PlanOrder(input, account_);
    if (plan.data.size() > kMaxPlanBytes) {
      return InvalidRequest({{"answers", "make the request larger than can be kept"}});
    }
    if (!input.request.validate_only()) return plan;
    Step<Offer> read =
        ReadOfferOf(plan.preview.service().id(), FromTimestamp(plan.preview.start_time()));
    return Chain<Offer, CreatePlan>(
        std::move(read),
        [plan = std::move(plan)](absl::StatusOr<Offer> offer) mutable -> Step<CreatePlan> {
          if (!offer.ok()) return offer.status();
          if (*offer == Offer::kGone) {
            return MakeFailure(absl::StatusCode::kFailedPrecondition,
                               v1::ERROR_REASON_SLOT_UNAVAILABLE, "the slot is not offered");
          }
          return std::move(plan);
        });
  }

  Step<v1::Booking> SendCreate(const CreatePlan& plan, const WriteIdentity&) const override {
    return SendOrder(plan, account_);
  }

  Step<FoundBookings> FindCreated(const CreatePlan& plan,
                                  const WriteIdentity& identity) const override {
    return FindOrder(plan, identity.begun, account_);
  }

  Step<Written> Cancel(const CancelInput& input, const WriteIdentity&) const override {
    return CancelBooking(input, account_);
  }
  Step<Written> Reschedule(const RescheduleInput& input, const WriteIdentity&) const override {
    return MoveBooking(input, account_);
  }
  Step<Written> Update(const UpdateInput& input, const WriteIdentity&) const override {
    return UpdateFields(input, account_);
  }

  // The vendor documents no codes in its error bodies: the status alone decides (jicoo.md 5).
  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    return ExplainHttpStatus(purpose, ReadRefusal(response, "", ""));
  }

 private:
  const Account account_;
  const config::v1::Secret api_key_;
  const v1::Capabilities capabilities_;
};

}  // namespace

Violations CheckConfig(const config::v1::ConnectionConfig& config) {
  Violations violations;
  RequireSecret(config.jicoo().api_key(), "jicoo.api_key", &violations);
  const std::string_view key = config.jicoo().cancel_reason_key();
  if (std::find(std::begin(kReasonKeys), std::end(kReasonKeys), key) == std::end(kReasonKeys)) {
    violations.push_back({"jicoo.cancel_reason_key", "must be `cancelReason` or `reason`"});
  }
  return violations;
}

std::unique_ptr<Connector> MakeConnector(const config::v1::ConnectionConfig& config) {
  return std::make_unique<JicooConnector>(config);
}

}  // namespace bookings::jicoo
