#include "deploy/sandbox/hostelmate/hostelmate_api.h"

#include <string>
#include <utility>

#include "deploy/sandbox/core/retry_after.h"
#include "deploy/sandbox/core/row_control.h"
#include "deploy/sandbox/core/sandbox.h"
#include "deploy/sandbox/hostelmate/hostelmate_account.h"
#include "deploy/sandbox/hostelmate/hostelmate_bookings.h"
#include "deploy/sandbox/hostelmate/hostelmate_guests.h"
#include "deploy/sandbox/hostelmate/hostelmate_query.h"

namespace bookings::sandbox {
namespace hostelmate {
namespace {

constexpr std::string_view kKeyHeader = "x-api-key";

// The look of the sample key (hostelmate.md 1); an account's key is the prefix and its name.
constexpr std::string_view kKeyPrefix = "hm_live_";

// hostelmate.md 5: documented, per IP address.
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

// Every route of the client API: headers first, a request id last.
Route Checked(Answer (*route)(const Call&)) {
  return [route](const Call& call) {
    std::optional<Answer> refusal = RefuseHeaders(call);
    Answer answer = refusal ? *std::move(refusal) : route(call);
    if (call.account.switches.Is(kRequestId, "sent")) {
      answer.headers.push_back({"X-Request-Id", std::to_string(absl::ToUnixNanos(call.now))});
    }
    return answer;
  };
}

Router MakeRouter() {
  Router router;
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
    const std::optional<std::string> key = request.Header(kKeyHeader);
    std::shared_ptr<Account> account = key ? accounts.ByCredential(*key) : nullptr;
    if (account != nullptr) return {std::move(account), std::nullopt};
    return {nullptr,
            Refusal(401, "unauthorized", "Missing or unknown API key", Switches(SwitchSpecs()))};
  }

  std::vector<RateRule> RateRules(const Request& request, const Account&,
                                  absl::Time) const override {
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
    return std::make_shared<HostelmateAccount>(spec.name, std::string(kKeyPrefix) + suffix,
                                               generator);
  }

  std::vector<std::string> Credentials(const Account& account) const override {
    return {Downcast(account).key};
  }

  Json Describe(const Account& account) const override {
    Json rooms = Json::array();
    for (size_t room = 0; room < kRooms; ++room) rooms.push_back(RoomId(room));
    return {{"api_key", Downcast(account).key}, {"rooms", rooms}};
  }

 private:
  const Router router_;
};

}  // namespace
}  // namespace hostelmate

std::unique_ptr<Vendor> MakeHostelmateVendor() {
  return std::make_unique<hostelmate::HostelmateVendor>();
}

}  // namespace bookings::sandbox
