// See wix_api.h. Here stand the routes and what the wrapper asks of a vendor; the answers are made
// in wix_v1 and wix_v2.
#include "deploy/sandbox/wix/wix_api.h"

#include <cstdint>
#include <string>
#include <utility>

#include "deploy/sandbox/wix/wix_access.h"
#include "deploy/sandbox/wix/wix_account.h"
#include "deploy/sandbox/wix/wix_refusal.h"
#include "deploy/sandbox/wix/wix_rows.h"
#include "deploy/sandbox/wix/wix_switches.h"
#include "deploy/sandbox/wix/wix_v1.h"
#include "deploy/sandbox/wix/wix_v2.h"

namespace bookings::sandbox {
namespace {

using wix::WixAccount;

// For each app instance (wix.md 5.4).
constexpr std::int64_t kRequestsPerMinute = 200;

WixAccount& Wix(Account& account) { return static_cast<WixAccount&>(account); }
const WixAccount& Wix(const Account& account) { return static_cast<const WixAccount&>(account); }

// Two base paths reach the same reader (wix.md 3.1).
Router MakeRoutes() {
  Router router;
  router.Add("POST", "/oauth2/token", wix::AnswerToken);
  router.Add("GET", "/bookings/v1/bookings", wix::ListV1);
  router.Add("POST", "/bookings/v1/bookings/query", wix::QueryV1);
  for (const std::string base : {"/_api/bookings-reader", "/bookings/bookings-reader"}) {
    router.Add("POST", base + "/v2/extended-bookings/query", wix::QueryV2);
    router.Add("POST", base + "/v2/extended-bookings/count", wix::CountV2);
  }
  return router;
}

class WixVendor : public Vendor {
 public:
  std::string_view name() const override { return "wix"; }
  absl::Span<const SwitchSpec> switches() const override { return wix::WixSwitches(); }
  const Router& router() const override { return router_; }

  Identity Identify(const Request& request, const AccountTable& accounts,
                    absl::Time now) const override {
    return wix::IdentifyCaller(request, accounts, now);
  }

  std::vector<RateRule> RateRules(const Request& request, const Account&,
                                  absl::Time) const override {
    if (wix::IsTokenRequest(request)) return {};
    return {{"instance", kRequestsPerMinute, absl::Minutes(1)}};
  }

  Answer RateLimited(const RateRefusal& refusal, const Account& account,
                     absl::Time) const override {
    Answer answer =
        wix::RefuseApplication({429, "Too many requests", "RESOURCE_EXHAUSTED", ""}).ToAnswer();
    if (account.switches.Is("retry_after", "seconds")) {
      const std::int64_t seconds =
          absl::ToInt64Seconds(absl::Ceil(refusal.retry_after, absl::Seconds(1)));
      answer.headers.push_back({"Retry-After", std::to_string(seconds)});
    }
    return answer;
  }

  Answer NotRouted(const RouteMatch&) const override { return wix::RefuseUnknownPath().ToAnswer(); }

  absl::StatusOr<std::shared_ptr<Account>> MakeAccount(const AccountSpec& spec) const override {
    return std::make_shared<WixAccount>(spec);
  }

  std::vector<std::string> Credentials(const Account& account) const override {
    const wix::WixCredentials& credentials = Wix(account).credentials();
    return {credentials.api_key, credentials.client_id, credentials.member_token};
  }

  Json Describe(const Account& account) const override {
    const wix::WixCredentials& credentials = Wix(account).credentials();
    return {{"api_key", credentials.api_key},         {"site_id", credentials.site_id},
            {"client_id", credentials.client_id},     {"client_secret", credentials.client_secret},
            {"instance_id", credentials.instance_id}, {"member_token", credentials.member_token}};
  }

  std::uint64_t RowSlots(const Account& account) const override {
    return Wix(account).store().slots();
  }

  std::optional<Json> Row(const Account& account, std::uint64_t slot) const override {
    const RowStore<wix::Row>& store = Wix(account).store();
    if (store.IsRemoved(slot)) return std::nullopt;
    return wix::DumpRow(store.At(static_cast<Slot>(slot)), Wix(account).catalogue());
  }

  absl::StatusOr<Json> InsertRow(Account& account, const Json& fields) const override {
    RowStore<wix::Row>& store = Wix(account).store();
    absl::StatusOr<wix::Row> row = wix::WithRowFields(store.Template(), fields);
    if (!row.ok()) return row.status();
    if (store.Find(row->id)) return absl::InvalidArgumentError("the id exists");
    store.Insert(*row);
    return wix::DumpRow(*row, Wix(account).catalogue());
  }

  absl::StatusOr<Json> PatchRow(Account& account, std::string_view id,
                                const Json& fields) const override {
    RowStore<wix::Row>& store = Wix(account).store();
    const std::optional<Slot> slot = store.Find(id);
    if (!slot) return absl::NotFoundError("no such row");
    absl::StatusOr<wix::Row> row = wix::WithRowFields(store.At(*slot), fields);
    if (!row.ok()) return row.status();
    store.Replace(*slot, *row);
    return wix::DumpRow(*row, Wix(account).catalogue());
  }

  absl::Status DeleteRow(Account& account, std::string_view id) const override {
    RowStore<wix::Row>& store = Wix(account).store();
    const std::optional<Slot> slot = store.Find(id);
    if (!slot) return absl::NotFoundError("no such row");
    store.Remove(*slot);
    return absl::OkStatus();
  }

 private:
  const Router router_ = MakeRoutes();
};

}  // namespace

std::unique_ptr<Vendor> MakeWixVendor() { return std::make_unique<WixVendor>(); }

}  // namespace bookings::sandbox
