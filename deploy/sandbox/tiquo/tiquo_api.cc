#include "deploy/sandbox/tiquo/tiquo_api.h"

#include <mutex>
#include <utility>

#include "deploy/sandbox/core/retry_after.h"
#include "deploy/sandbox/core/row_control.h"
#include "deploy/sandbox/tiquo/tiquo_account.h"
#include "deploy/sandbox/tiquo/tiquo_render.h"
#include "deploy/sandbox/tiquo/tiquo_routes.h"
#include "deploy/sandbox/tiquo/tiquo_switches.h"

namespace bookings::sandbox {
namespace tiquo {
namespace {

constexpr int64_t kAdminCallsAnHour = 1000;
// The vendor counts by user and tells no number.
constexpr int64_t kClientCallsAMinute = 120;

enum class Api { kClient, kRefresh, kAdmin, kNone };

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

Api ApiOf(const Request& request) {
  if (request.path == kRefreshPath) return Api::kRefresh;
  if (StartsWith(request.path, kClientPrefix)) return Api::kClient;
  if (StartsWith(request.path, kAdminPrefix)) return Api::kAdmin;
  return Api::kNone;
}

Identity Stranger(int status, std::string_view message, absl::Time now) {
  return {nullptr, ErrorAnswer(status, message, now, nullptr)};
}

std::shared_ptr<TiquoAccount> AccountBy(const AccountTable& accounts,
                                        const std::string& credential) {
  return std::static_pointer_cast<TiquoAccount>(accounts.ByCredential(credential));
}

Identity IdentifyRefresh(const Request& request, const AccountTable& accounts, absl::Time now) {
  const std::optional<std::string> token = RefreshTokenOf(request);
  if (!token) return Stranger(400, "refresh_token is required", now);
  std::shared_ptr<TiquoAccount> account = AccountBy(accounts, *token);
  if (account == nullptr || *token == account->admin_key) {
    return Stranger(401, "Invalid or expired refresh token", now);
  }
  return {std::move(account), std::nullopt};
}

Identity IdentifyClient(const Request& request, const AccountTable& accounts, absl::Time now) {
  constexpr std::string_view kMessage = "Invalid or expired access token";
  const std::optional<std::string> token = BearerToken(request);
  if (!token) return Stranger(401, "Missing access token", now);
  std::shared_ptr<TiquoAccount> account = AccountBy(accounts, *token);
  if (account == nullptr) return Stranger(401, kMessage, now);
  const std::lock_guard lock(account->mutex);
  if (account->session.AccessIsValid(*token, now)) return {account, std::nullopt};
  return {account, ErrorAnswer(401, kMessage, now, &account->switches)};
}

Identity IdentifyAdmin(const Request& request, const AccountTable& accounts, absl::Time now) {
  const std::optional<std::string> key = BearerToken(request);
  if (!key) return Stranger(401, "Missing API key", now);
  std::shared_ptr<TiquoAccount> account = AccountBy(accounts, *key);
  if (account == nullptr || account->admin_key != *key)
    return Stranger(401, "Invalid API key", now);
  return {std::move(account), std::nullopt};
}

Answer RefuseWrite(const Call& call) {
  const Switches& switches = call.account.switches;
  if (switches.Is("writes", "not_found")) return ErrorAnswer(404, "Not found", call.now, &switches);
  Answer answer = ErrorAnswer(405, "Method not allowed", call.now, &switches);
  answer.headers.push_back({"Allow", "GET"});
  return answer;
}

Router MakeRouter() {
  Router router;
  AddClientRoutes(router);
  AddAdminRoutes(router);
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
    for (const char* path : {"/api/client/v1/bookings", "/api/client/v1/bookings/{bookingId}",
                             "/api/v1/bookings", "/api/v1/bookings/{bookingId}"}) {
      router.Add(method, path, RefuseWrite);
    }
  }
  return router;
}

const TiquoAccount& Own(const Account& account) {
  return static_cast<const TiquoAccount&>(account);
}

class TiquoVendor : public StoredRows<TiquoAccount, tiquo::Row> {
 public:
  TiquoVendor() : StoredRows(Fields()) {}

  std::string_view name() const override { return "tiquo"; }
  absl::Span<const SwitchSpec> switches() const override { return TiquoSwitches(); }
  const Router& router() const override { return router_; }

  Identity Identify(const Request& request, const AccountTable& accounts,
                    absl::Time now) const override {
    switch (ApiOf(request)) {
      case Api::kRefresh:
        return IdentifyRefresh(request, accounts, now);
      case Api::kClient:
        return IdentifyClient(request, accounts, now);
      case Api::kAdmin:
        return IdentifyAdmin(request, accounts, now);
      case Api::kNone:
        break;
    }
    return Stranger(404, "Not found", now);
  }

  std::vector<RateRule> RateRules(const Request& request, const Account&,
                                  absl::Time) const override {
    switch (ApiOf(request)) {
      case Api::kAdmin:
        return {{"admin", kAdminCallsAnHour, absl::Hours(1)}};
      case Api::kClient:
        return {{"client", kClientCallsAMinute, absl::Minutes(1)}};
      case Api::kRefresh:
      case Api::kNone:
        break;
    }
    return {};
  }

  Answer RateLimited(const RateRefusal& refusal, const Account& account,
                     absl::Time now) const override {
    Answer answer = ErrorAnswer(429, "Rate limit exceeded", now, &account.switches);
    AddRetryAfter(account.switches.Get("retry_after"), refusal.retry_after, now, answer);
    return answer;
  }

  Answer NotRouted(const RouteMatch& match) const override {
    // Answers outside of bookings carry no time: the wrapper tells none here.
    const int status = match.other_method ? 405 : 404;
    return JsonAnswer(status, {{"success", false},
                               {"error", match.other_method ? "Method not allowed" : "Not found"}});
  }

  absl::StatusOr<std::shared_ptr<Account>> MakeAccount(const AccountSpec& spec) const override {
    absl::StatusOr<std::shared_ptr<TiquoAccount>> account = MakeTiquoAccount(spec, TiquoSwitches());
    if (!account.ok()) return account.status();
    return std::shared_ptr<Account>(*std::move(account));
  }

  std::vector<std::string> Credentials(const Account& account) const override {
    const TiquoAccount& own = Own(account);
    const TokenPair& tokens = own.session.current();
    return {own.admin_key, tokens.access_token, tokens.refresh_token};
  }

  Json Describe(const Account& account) const override {
    const TiquoAccount& own = Own(account);
    const TokenPair& tokens = own.session.current();
    return {{"admin_key", own.admin_key},
            {"access_token", tokens.access_token},
            {"refresh_token", tokens.refresh_token},
            {"subject", own.session.subject()},
            {"organization_id", own.session.organization()},
            {"customer", RenderCustomer(MakeCustomer(0))}};
  }

 protected:
  // With what can only be told with the account's switches and customers.
  Json Tell(const Account& account, const tiquo::Row& row) const override {
    Json object = StoredRows::Tell(account, row);
    object["dateNumber"] = DateNumber(row, account.switches.Get("date_encoding"));
    object["customerDetails"] = RenderCustomer(MakeCustomer(row.customer));
    return object;
  }

 private:
  const Router router_ = MakeRouter();
};

}  // namespace
}  // namespace tiquo

std::unique_ptr<Vendor> MakeTiquoVendor() { return std::make_unique<tiquo::TiquoVendor>(); }

}  // namespace bookings::sandbox
