// See hostelmate_connector.h. Reads and slots are one exchange a call; changes read the booking
// first.
#include "connectors/hostelmate/hostelmate_connector.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "connectors/api/booking_parts.h"
#include "connectors/api/capabilities.h"
#include "connectors/api/cursor.h"
#include "connectors/api/http_status.h"
#include "connectors/api/refusal.h"
#include "connectors/api/step_chain.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/api/vendor_filter.h"
#include "connectors/hostelmate/hostelmate_capabilities.h"
#include "connectors/hostelmate/hostelmate_change.h"
#include "connectors/hostelmate/hostelmate_messages.h"
#include "connectors/hostelmate/hostelmate_order.h"
#include "connectors/hostelmate/hostelmate_property.h"
#include "connectors/hostelmate/hostelmate_slots.h"
#include "connectors/hostelmate/hostelmate_words.h"
#include "connectors/hostelmate/hostelmate_writes.h"

namespace bookings::hostelmate {
namespace {

// Sandbox and landing page speak of a request id; its header is not documented (hostelmate.md 5).
constexpr std::string_view kRequestIdHeader = "X-Request-Id";

// Codes of refusals (hostelmate.md 2.4, 5).
constexpr std::string_view kBookingNotFound = "booking_not_found";
constexpr std::string_view kGuestNotFound = "guest_not_found";
constexpr std::string_view kAvailabilityConflict = "availability_conflict";
constexpr std::string_view kBookingExists = "booking_exists";

// How far the vendor's clock may lag behind ours.
constexpr absl::Duration kClockAllowance = absl::Minutes(5);

bool IsAboutBooking(std::string_view code) { return code.empty() || code == kBookingNotFound; }

// Whether the booking with our id is the one that was ordered. The id is the request id's own: a
// booking that is older than the attempt and another one belongs to a request that used the same id
// before, longer ago than requests are remembered.
bool IsOwn(const v1::Booking& booking, const v1::CreateBookingRequest& order,
           const WriteIdentity& identity, const Property& property) {
  const bool is_new = booking.has_create_time() &&
                      FromTimestamp(booking.create_time()) >= identity.begun - kClockAllowance;
  return is_new || IsOrdered(booking, order, property);
}

absl::Status ForeignBooking() {
  return MakeFailure(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_REQUEST_ID_REUSED,
                     "another booking was made under this request id before");
}

absl::StatusOr<v1::CreateBookingRequest> ReadOrder(const CreatePlan& plan) {
  v1::CreateBookingRequest order;
  if (!order.ParseFromString(plan.data) || order.stay().nights_size() == 0) {
    return MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                       "the plan of a creation cannot be read");
  }
  return order;
}

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
        capabilities_(MakeCapabilities(property_)) {}

  std::string_view vendor() const override { return "hostelmate"; }
  std::string_view default_base_url() const override { return "https://api.hostelmate.co"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }

  // hostelmate.md 5: per IP.
  RateLimitScope rate_limit_scope() const override { return RateLimitScope::kAddress; }
  Credentials credentials() const override {
    Credentials credentials;
    credentials.header = "X-API-Key";
    credentials.secret = api_key_;
    return credentials;
  }

  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override {
    const Violations violations = CheckFilter(query.filter, capabilities_);
    if (!violations.empty()) return InvalidRequest(violations);
    const auto first_night = FirstNight(query, property_.zone);
    ListPlan plan;
    plan.query = query;
    plan.starts_at_resume = GoesOnAtStart(query);
    plan.numbered = true;
    plan.vendor_query = BuildQuery(query.filter, first_night);
    plan.pushed_down = PushedDown(query.filter, first_night.has_value());
    return plan;
  }

  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override {
    const absl::StatusOr<PageNumber> page = ReadPageCursor(cursor, kPageSize);
    if (!page.ok()) return page.status();
    return {BuildList(plan.vendor_query, *page),
            [this, asked = *page, view = plan.query.view](HttpResponse response) {
              return Step<Page>(ParseList(std::move(response.body), asked, property_, view));
            }};
  }

  NumberedPage PageAt(const ListPlan&, int64_t row) const override {
    return PageHolding(row, kPageSize);
  }

  Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView view) const override {
    if (!IsPathSegment(vendor_id)) return UnknownBooking();
    return {BuildGet(vendor_id), [this, view](HttpResponse response) {
              return Step<Page>(ParseGet(std::move(response.body), property_, view));
            }};
  }

  Step<SlotPlan> PlanSlots(const SlotQuery& query) const override {
    if (property_.property_id.empty()) return Connector::PlanSlots(query);
    return PlanNights(query, property_);
  }

  Step<SlotPage> ListSlots(const SlotPlan& plan, std::string_view window,
                           std::string_view) const override {
    absl::StatusOr<HttpRequest> request = BuildAvailability(window, property_);
    if (!request.ok()) return request.status();
    return {*std::move(request),
            [this, window = std::string(window),
             query = plan.query](HttpResponse response) -> Step<SlotPage> {
              return ParseAvailability(std::move(response.body), window, query, property_);
            }};
  }

  WriteProblems CheckCreate(const CreateInput& input) const override {
    return CheckOrder(input, property_);
  }
  WriteProblems CheckReschedule(const RescheduleInput& input) const override {
    return CheckMove(input, property_);
  }
  WriteProblems CheckUpdate(const UpdateInput& input) const override {
    return CheckUpdateValues(input);
  }
  WriteProblems CheckUpdateStatus(const UpdateStatusInput& input) const override {
    return CheckStatusValue(input);
  }

  // The id is chosen here and the vendor refuses it twice; the Idempotency-Key comes on top. How
  // long a request may linger at the vendor is not documented: the default.
  CreateGuarantee create_guarantee() const override {
    CreateGuarantee guarantee;
    guarantee.trace = CreateGuarantee::Trace::kDeduplicated;
    return guarantee;
  }

  Step<CreatePlan> PlanCreate(const CreateInput& input) const override {
    const v1::CreateBookingRequest order = MakeOrder(input);
    CreatePlan plan;
    plan.data = order.SerializeAsString();
    plan.preview = OrderedBooking(order, property_);
    if (plan.data.size() <= kMaxPlanBytes) return plan;
    return InvalidRequest({{"notes", "make the request larger than can be kept"}});
  }

  Step<v1::Booking> SendCreate(const CreatePlan& plan,
                               const WriteIdentity& identity) const override {
    const absl::StatusOr<v1::CreateBookingRequest> order = ReadOrder(plan);
    if (!order.ok()) return order.status();
    return {BuildCreate(*order, identity, property_),
            [this, order = *order, identity](HttpResponse response) {
              return response.status == http_status::kConflict
                         ? OnConflict(order, identity, std::move(response))
                         : OnCreated(order, identity, std::move(response));
            }};
  }

  Step<FoundBookings> FindCreated(const CreatePlan& plan,
                                  const WriteIdentity& identity) const override {
    const absl::StatusOr<v1::CreateBookingRequest> order = ReadOrder(plan);
    if (!order.ok()) return order.status();
    return Chain<FoundBookings, FoundBookings>(
        FindById(identity.id),
        [this, order = *order,
         identity](absl::StatusOr<FoundBookings> found) -> Step<FoundBookings> {
          if (found.ok()) {
            std::erase_if(found->bookings, [&](const v1::Booking& booking) {
              return !IsOwn(booking, order, identity, property_);
            });
          }
          return found;
        });
  }

  Step<Written> Cancel(const CancelInput& input, const WriteIdentity& identity) const override {
    return ReadAndChange(
        {input.vendor_id, input.request.etag(), identity.attempt},
        [input](const v1::Booking& booking) { return DecideCancel(booking, input); });
  }
  Step<Written> Reschedule(const RescheduleInput& input,
                           const WriteIdentity& identity) const override {
    return ReadAndChange({input.vendor_id, input.request.etag(), identity.attempt},
                         [this, input](const v1::Booking& booking) {
                           return DecideMove(booking, input, property_);
                         });
  }
  Step<Written> Update(const UpdateInput& input, const WriteIdentity& identity) const override {
    return ReadAndChange(
        {input.vendor_id, input.request.booking().etag(), identity.attempt},
        [input](const v1::Booking& booking) { return DecideUpdate(booking, input); });
  }
  Step<Written> UpdateStatus(const UpdateStatusInput& input,
                             const WriteIdentity& identity) const override {
    return ReadAndChange(
        {input.vendor_id, input.request.etag(), identity.attempt},
        [input](const v1::Booking& booking) { return DecideStatus(booking, input); });
  }

  // A 404 with another code than the booking's own is not about the booking.
  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    const VendorRefusal refusal =
        ReadRefusal(response, ParseErrorCode(response.body), kRequestIdHeader);
    if (refusal.http_status == http_status::kConflict && refusal.code == kAvailabilityConflict) {
      return SlotUnavailable(refusal);
    }
    if (refusal.http_status == http_status::kNotFound && refusal.code == kGuestNotFound) {
      return BookingRefused(refusal, "the vendor knows no guest with this customer.id");
    }
    return ExplainHttpStatus(IsAboutBooking(refusal.code) ? purpose : Purpose::kListBookings,
                             refusal);
  }

 private:
  // What a change is about, and whose it is.
  struct ChangeTarget {
    std::string vendor_id;
    std::string etag;
    std::string attempt;
  };
  using Decide = absl::AnyInvocable<Decision(const v1::Booking&) &&>;

  Step<Written> ReadAndChange(ChangeTarget target, Decide decide) const {
    Step<Page> read = GetBooking(target.vendor_id, v1::BOOKING_VIEW_FULL);
    return Chain<Page, Written>(std::move(read),
                                [this, target = std::move(target),
                                 decide = std::move(decide)](absl::StatusOr<Page> page) mutable {
                                  if (!page.ok()) return Step<Written>(page.status());
                                  return ChangeIt(*page->bookings[0], target, std::move(decide));
                                });
  }

  Step<Written> ChangeIt(const v1::Booking& booking, const ChangeTarget& target,
                         Decide decide) const {
    Decision decision = std::move(decide)(booking);
    if (!decision.ok()) return decision.status();
    if (!decision->has_value()) return Written{booking, true};
    const absl::Status is_current = CheckEtag(target.etag, booking);
    if (!is_current.ok()) return is_current;
    Change& change = **decision;
    const std::string key = ChangeKey(target.attempt, change.body, booking.etag());
    return {BuildChange(change.call, booking.vendor_id(), std::move(change.body), key),
            [this, after = std::move(change.after)](HttpResponse response) mutable {
              return Step<Written>(
                  Written{WithAnswer(std::move(after), std::move(response.body), property_)});
            }};
  }

  // The booking with this id, whosever it is.
  Step<FoundBookings> FindById(std::string_view id) const {
    HttpRequest request = BuildGet(id);
    request.expected_statuses = {http_status::kNotFound};
    return {std::move(request), [this](HttpResponse response) -> Step<FoundBookings> {
              if (response.status == http_status::kNotFound) {
                if (IsAboutBooking(ParseErrorCode(response.body))) return FoundBookings();
                return ExplainFailure(Purpose::kGetBooking, response);
              }
              const absl::StatusOr<Page> page =
                  ParseGet(std::move(response.body), property_, v1::BOOKING_VIEW_FULL);
              if (!page.ok()) return page.status();
              return FoundBookings{{*page->bookings[0]}};
            }};
  }

  // The body of the answer is not documented (hostelmate.md 2.4): where it tells no status, the
  // booking is read.
  Step<v1::Booking> OnCreated(const v1::CreateBookingRequest& order, const WriteIdentity& identity,
                              HttpResponse response) const {
    v1::Booking booking = OrderedBooking(order, property_);
    const std::string id = ReadId(response.body, identity.id);
    FillIdentity({property_.connection_id, vendor(), id}, &booking);
    booking = WithAnswer(std::move(booking), std::move(response.body), property_);
    if (!booking.vendor_status().empty()) return booking;
    return Chain<FoundBookings, v1::Booking>(
        FindById(id),
        [booking =
             std::move(booking)](absl::StatusOr<FoundBookings> found) mutable -> Step<v1::Booking> {
          if (!found.ok()) return found.status();
          return found->bookings.empty() ? std::move(booking) : std::move(found->bookings[0]);
        });
  }

  // Beds that are taken are a plain refusal; of a repetition the engine finds out by itself whether
  // its first request took them. All other conflicts are about our id or key: it is looked up.
  Step<v1::Booking> OnConflict(const v1::CreateBookingRequest& order, const WriteIdentity& identity,
                               HttpResponse conflict) const {
    if (ParseErrorCode(conflict.body) == kAvailabilityConflict) {
      return ExplainFailure(Purpose::kCreateBooking, conflict);
    }
    return Chain<FoundBookings, v1::Booking>(
        FindById(identity.id),
        [this, order, identity,
         conflict = std::move(conflict)](absl::StatusOr<FoundBookings> found) -> Step<v1::Booking> {
          if (!found.ok()) return found.status();
          if (!found->bookings.empty()) {
            v1::Booking& booking = found->bookings[0];
            if (!IsOwn(booking, order, identity, property_)) return ForeignBooking();
            return std::move(booking);
          }
          if (ParseErrorCode(conflict.body) == kBookingExists) return NotShownYet();
          return ExplainFailure(Purpose::kCreateBooking, conflict);
        });
  }

  // The vendor says that it has the booking, and does not show it.
  static absl::Status NotShownYet() {
    return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
                       "the vendor has the booking and does not show it yet");
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
