#include "deploy/sandbox/hostelmate/hostelmate_api.h"

#include <string>
#include <utility>

#include "deploy/sandbox/core/retry_after.h"
#include "deploy/sandbox/core/row_control.h"
#include "deploy/sandbox/core/sandbox.h"
#include "deploy/sandbox/hostelmate/hostelmate_account.h"
#include "deploy/sandbox/hostelmate/hostelmate_availability.h"
#include "deploy/sandbox/hostelmate/hostelmate_bookings.h"
#include "deploy/sandbox/hostelmate/hostelmate_guests.h"
#include "deploy/sandbox/hostelmate/hostelmate_query.h"
#include "deploy/sandbox/hostelmate/hostelmate_writes.h"

namespace bookings::sandbox {
namespace hostelmate {
namespace {

constexpr std::string_view kKeyHeader = "x-api-key";

// The look of the sample key (hostelmate.md 1); an account's key is the prefix and its name.
constexpr std::string_view kKeyPrefix = "hm_live_";

// hostelmate.md 5: documented, per IP address, on the client path only.
constexpr int64_t kRequestsPerMinute = 120;

const HostelmateAccount& Downcast(const Account& account) {
  return static_cast<const HostelmateAccount&>(account);
}

bool IsJsonType(const std::optional<std::string>& content_type) {
  return content_type && content_type->starts_with("application/json");
}

// The vendor wants a Content-Type even on a GET, and knows no browser's origin here.
std::optional<Answer> RefuseHeaders(const Call& call) {
  const Switches& switches = call.account.switches;
  const std::string_view missing = switches.Get(kMissingContentType);
  if (missing != "accepted" && !IsJsonType(call.request.Header("content-type"))) {
    return Refusal(static_cast<int>(*ParseWholeNumber(missing)), "bad_request",
                   "Content-Type must be application/json", switches);
  }
  if (call.request.Header("origin") && switches.Is(kOrigin, "refuse")) {
    return Refusal(403, "forbidden", "Origin not allowed", switches);
  }
  return std::nullopt;
}

// Every route: headers first, a request id last.
Route Checked(Route route) {
  return [route = std::move(route)](const Call& call) {
    std::optional<Answer> refusal = RefuseHeaders(call);
    Answer answer = refusal ? *std::move(refusal) : route(call);
    if (call.account.switches.Is(kRequestId, "sent")) {
      answer.headers.push_back({"X-Request-Id", std::to_string(absl::ToUnixNanos(call.now))});
    }
    return answer;
  };
}

// POST and PATCH of the client API, which take place once for each Idempotency-Key.
Route Once(Answer (*route)(const Call&)) {
  return Checked([route](const Call& call) { return RunOnce(call, route); });
}

Router MakeRouter() {
  Router router;
  const std::string bookings = "/api/v1/client/bookings";
  router.Add("POST", bookings, Once(&CreateBooking));
  router.Add("POST", bookings + "/{id}/update", Once(&UpdateBooking));
  router.Add("PATCH", bookings + "/{id}", Once(&PatchBooking));
  router.Add("DELETE", bookings + "/{id}", Checked(&DeleteBooking));
  router.Add("GET", bookings + "/{id}/logs", Checked(&GetBookingLog));
  router.Add("POST", kAvailabilityPath, Checked(&GetAvailability));
  router.Add("GET", "/api/v1/client/bookings", Checked(&ListBookings));
  router.Add("GET", "/api/v1/client/bookings/{id}", Checked(&GetBooking));
  router.Add("GET", "/api/v1/client/guests", Checked(&SearchGuests));
  router.Add("GET", "/api/v1/client/guests/{id}", Checked(&GetGuest));
  return router;
}

class HostelmateVendor : public StoredRows<HostelmateAccount, Row> {
 public:
  HostelmateVendor() : StoredRows(RowFields()), router_(MakeRouter()) {}

  std::string_view name() const override { return "hostelmate"; }
  absl::Span<const SwitchSpec> switches() const override { return SwitchSpecs(); }
  const Router& router() const override { return router_; }

  Identity Identify(const Request& request, const AccountTable& accounts,
                    absl::Time) const override {
    if (request.path == kAvailabilityPath) return IdentifyByProperty(request, accounts);
    const std::optional<std::string> key = request.Header(kKeyHeader);
    std::shared_ptr<Account> account = key ? accounts.ByCredential(*key) : nullptr;
    // A property's id finds its account too, but it is no key.
    if (account != nullptr && Downcast(*account).key == *key) {
      return {std::move(account), std::nullopt};
    }
    return {nullptr,
            Refusal(401, "unauthorized", "Missing or unknown API key", Switches(SwitchSpecs()))};
  }

  std::vector<RateRule> RateRules(const Request& request, const Account&,
                                  absl::Time) const override {
    if (request.path == kAvailabilityPath) return {};
    return {{request.client_ip, kRequestsPerMinute, absl::Minutes(1)}};
  }

  Answer RateLimited(const RateRefusal& refusal, const Account& account,
                     absl::Time now) const override {
    Answer answer = Refusal(429, "rate_limited", "Too many requests", account.switches);
    AddRetryAfter(account.switches.Get(kRetryAfter), refusal.retry_after, now, answer);
    return answer;
  }

  Answer NotRouted(const RouteMatch&) const override {
    return Refusal(404, "not_found", "Unknown endpoint", Switches(SwitchSpecs()));
  }

  absl::StatusOr<std::shared_ptr<Account>> MakeAccount(const AccountSpec& spec) const override {
    const std::string suffix = spec.name == kDefaultAccount ? "sandbox" : spec.name;
    const Generator generator{spec.seed, spec.traps, spec.bookings, absl::ToUnixMillis(spec.epoch)};
    absl::StatusOr<Property> property = Property::Make(spec);
    if (!property.ok()) return property.status();
    return std::make_shared<HostelmateAccount>(spec.name, std::string(kKeyPrefix) + suffix,
                                               generator, *std::move(property));
  }

  std::vector<std::string> Credentials(const Account& account) const override {
    return {Downcast(account).key, Downcast(account).property.id()};
  }

  Json Describe(const Account& account) const override {
    Json description = {{"api_key", Downcast(account).key}};
    description.update(Downcast(account).property.Describe());
    return description;
  }

  absl::StatusOr<Json> InsertRow(Account& account, const Json& values) const override {
    absl::StatusOr<Json> row = StoredRows::InsertRow(account, values);
    if (row.ok()) SettleRow(account, (*row)["id"].get<std::string>());
    return row;
  }

  absl::StatusOr<Json> PatchRow(Account& account, std::string_view id,
                                const Json& values) const override {
    absl::StatusOr<Json> row = StoredRows::PatchRow(account, id, values);
    if (row.ok()) SettleRow(account, id);
    return row;
  }

  absl::Status DeleteRow(Account& account, std::string_view id) const override {
    static_cast<HostelmateAccount&>(account).stays.Remove(std::string(id));
    return StoredRows::DeleteRow(account, id);
  }

 private:
  // The availability call is public: its body names the property.
  static Identity IdentifyByProperty(const Request& request, const AccountTable& accounts) {
    const std::string property = PropertyInBody(request);
    std::shared_ptr<Account> account = accounts.ByCredential(property);
    if (account != nullptr && Downcast(*account).property.id() == property) {
      return {std::move(account), std::nullopt};
    }
    const Switches defaults(SwitchSpecs());
    if (property.empty()) {
      return {nullptr, Refusal(400, "bad_request", "property must be a UUID", defaults)};
    }
    return {nullptr, Refusal(404, "property_not_found", "Property not found", defaults)};
  }

  // Rows that the control path makes or changes take their beds as the API's do.
  static void SettleRow(Account& account, std::string_view id) {
    auto& hostel = static_cast<HostelmateAccount&>(account);
    const std::optional<Slot> slot = hostel.store.Find(id);
    if (slot) hostel.Settle(hostel.store.At(*slot));
  }

  const Router router_;
};

}  // namespace
}  // namespace hostelmate

std::unique_ptr<Vendor> MakeHostelmateVendor() {
  return std::make_unique<hostelmate::HostelmateVendor>();
}

}  // namespace bookings::sandbox
