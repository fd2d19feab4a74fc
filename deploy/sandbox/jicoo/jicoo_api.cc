#include "deploy/sandbox/jicoo/jicoo_api.h"

#include <string>
#include <utility>

#include "deploy/sandbox/core/retry_after.h"
#include "deploy/sandbox/core/row_control.h"
#include "deploy/sandbox/core/sandbox.h"
#include "deploy/sandbox/jicoo/jicoo_account.h"
#include "deploy/sandbox/jicoo/jicoo_availability.h"
#include "deploy/sandbox/jicoo/jicoo_list.h"
#include "deploy/sandbox/jicoo/jicoo_render.h"
#include "deploy/sandbox/jicoo/jicoo_writes.h"

namespace bookings::sandbox {
namespace jicoo {
namespace {

constexpr std::string_view kKeyHeader = "x-jicoo-api-key";

// Keys start with this (jicoo.md 1); an account's key is the prefix and its name.
constexpr std::string_view kKeyPrefix = "sk_live_";

// jicoo.md 5: the sheet's number, as the vendor documents none.
constexpr int64_t kRequestsPerMinute = 60;
constexpr absl::Duration kRetryAfterTime = absl::Seconds(1);

JicooAccount& Downcast(Account& account) { return static_cast<JicooAccount&>(account); }
const JicooAccount& Downcast(const Account& account) {
  return static_cast<const JicooAccount&>(account);
}

Answer Enveloped(const Json& data) {
  return JsonAnswer(200, {{"data", data}, {"errors", Json::object()}});
}

// The booking that the path names, or the vendor's 404.
template <typename Render>
Answer RenderBooking(const Call& call, Render render) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  RowStore<Row>& store = Downcast(call.account).store;
  const std::optional<Slot> slot = store.Find(call.path_values[0]);
  return slot ? render(store.At(*slot)) : NotFound(call);
}

Answer GetBooking(const Call& call) {
  return RenderBooking(call, [](const Row& row) {
    JsonText out;
    out.BeginObject().Key("data");
    AppendBooking(row, out);
    Answer answer;
    answer.body = out.Key("errors").BeginObject().EndObject().EndObject().Take();
    return answer;
  });
}

Answer GetContacts(const Call& call) {
  return RenderBooking(call, [](const Row& row) { return Enveloped(RenderContacts(row)); });
}

// Runs `route` if the key may read event types.
Answer WithEventTypeScope(const Call& call, Answer (*route)(const Call&)) {
  if (call.account.switches.Is(kEventTypeScope, "granted")) return route(call);
  return Refusal(403, "forbidden", "The key lacks permission", call.account.switches);
}

Answer GetEventType(const Call& call) {
  const BookingPage* page = Downcast(call.account).catalogue.Find(call.path_values[0]);
  if (page == nullptr) return NotFound(call);
  const Json type = RenderEventType(page->type);
  const bool bare = call.account.switches.Is(kEventTypeEnvelope, "bare");
  return bare ? JsonAnswer(200, type) : Enveloped(type);
}

Answer ListUsers(const Call&, Json (*render)(const User&)) {
  Json list = Json::array();
  for (const User& user : Users()) list.push_back(render(user));
  return Enveloped(list);
}

Router MakeRouter() {
  Router router;
  router.Add("GET", "/v1/bookings", &ListBookings);
  router.Add("GET", "/v1/bookings/{uid}", &GetBooking);
  router.Add("GET", "/v1/bookings/{uid}/contacts", &GetContacts);
  router.Add("POST", "/v1/bookings", &CreateBooking);
  router.Add("POST", "/v1/bookings/{uid}/cancel", &CancelBooking);
  router.Add("POST", "/v1/bookings/{uid}/reschedule", &RescheduleBooking);
  router.Add("PATCH", "/v1/bookings/{uid}", &UpdateBooking);
  // Served to keys that may not read event types too (jicoo.md 1).
  router.Add("GET", "/v1/event_types/{uid}/available_schedules", &ListSlots);
  router.Add("GET", "/v1/event_types",
             [](const Call& call) { return WithEventTypeScope(call, &ListEventTypes); });
  router.Add("GET", "/v1/event_types/{uid}",
             [](const Call& call) { return WithEventTypeScope(call, &GetEventType); });
  router.Add("GET", "/v1/event_type_hosts",
             [](const Call& call) { return ListUsers(call, &RenderHost); });
  router.Add("GET", "/v1/organization/users",
             [](const Call& call) { return ListUsers(call, &RenderUser); });
  return router;
}

class JicooVendor : public StoredRows<JicooAccount, Row> {
 public:
  JicooVendor() : StoredRows(RowFields()), router_(MakeRouter()) {}

  std::string_view name() const override { return "jicoo"; }
  absl::Span<const SwitchSpec> switches() const override { return SwitchSpecs(); }
  const Router& router() const override { return router_; }

  Identity Identify(const Request& request, const AccountTable& accounts,
                    absl::Time) const override {
    const std::optional<std::string> key = request.Header(kKeyHeader);
    std::shared_ptr<Account> account = key ? accounts.ByCredential(*key) : nullptr;
    if (account != nullptr) return {std::move(account), std::nullopt};
    return {nullptr, Refusal(401, "unauthorized", "No valid API key", "object")};
  }

  std::vector<RateRule> RateRules(const Request&, const Account&, absl::Time) const override {
    return {{"key", kRequestsPerMinute, absl::Minutes(1)}};
  }

  Answer RateLimited(const RateRefusal&, const Account& account, absl::Time now) const override {
    Answer answer = Refusal(429, "too_many_requests", "Slow down", account.switches);
    AddRetryAfter(account.switches.Get(kRetryAfter), kRetryAfterTime, now, answer);
    return answer;
  }

  Answer NotRouted(const RouteMatch&) const override {
    return Refusal(404, "not_found", "No such endpoint", "object");
  }

  absl::StatusOr<std::shared_ptr<Account>> MakeAccount(const AccountSpec& spec) const override {
    const std::string suffix = spec.name == kDefaultAccount ? "sandbox" : spec.name;
    const Generator generator{spec.seed, spec.traps, spec.bookings, absl::ToUnixMillis(spec.epoch)};
    absl::StatusOr<Catalogue> catalogue = MakeCatalogue(spec.settings);
    if (!catalogue.ok()) return catalogue.status();
    return std::make_shared<JicooAccount>(spec.name, std::string(kKeyPrefix) + suffix,
                                          spec.bookings, generator, *std::move(catalogue));
  }

  std::vector<std::string> Credentials(const Account& account) const override {
    return {Downcast(account).key};
  }

  Json Describe(const Account& account) const override {
    return {{"api_key", Downcast(account).key},
            {"event_types", DescribeCatalogue(Downcast(account).catalogue)}};
  }

 private:
  const Router router_;
};

}  // namespace
}  // namespace jicoo

std::unique_ptr<Vendor> MakeJicooVendor() { return std::make_unique<jicoo::JicooVendor>(); }

}  // namespace bookings::sandbox
