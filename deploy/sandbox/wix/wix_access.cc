// See wix_access.h.
#include "deploy/sandbox/wix/wix_access.h"

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "deploy/sandbox/wix/wix_json.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::string_view kTokenPath = "/oauth2/token";

Refusal RefuseUnauthenticated() {
  return RefuseApplication({401, "Unauthenticated", "UNAUTHENTICATED", ""});
}

// A permission refusal can come with an empty description (wix.md 5.1).
Refusal RefusePermission() {
  return RefuseApplication({403, "Permission denied", "PERMISSION_DENIED", ""});
}

Refusal RefuseWithoutSite() {
  return RefuseApplication({428, "No Metasite Context in identity.", "MISSING_METASITE_ID", ""});
}

std::string TextOf(const Json& object, std::string_view name) {
  const auto found = object.find(std::string(name));
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Identity Refused(std::shared_ptr<Account> account, const Refusal& refusal) {
  return {std::move(account), refusal.ToAnswer()};
}

Identity IdentifyClient(const Request& request, const AccountTable& accounts) {
  const std::optional<Json> body = ParseKeepingFirst(request.body);
  if (!body || !body->is_object()) {
    return Refused(nullptr, RefuseOAuth(400, "invalid_request", "the body is not a JSON object"));
  }
  for (const std::string_view name : {"grant_type", "client_id", "client_secret", "instance_id"}) {
    if (TextOf(*body, name).empty()) {
      return Refused(
          nullptr, RefuseOAuth(400, "invalid_request", "missing parameter: " + std::string(name)));
    }
  }
  std::shared_ptr<Account> account = accounts.ByCredential(TextOf(*body, "client_id"));
  if (!account) return Refused(nullptr, RefuseOAuth(401, "invalid_client", "unknown client"));
  return {std::move(account), std::nullopt};
}

std::optional<Refusal> RefuseSite(const Request& request, const WixAccount& account) {
  const std::optional<std::string> site = request.Header("wix-site-id");
  if (!site || site->empty()) return RefuseWithoutSite();
  if (*site != account.credentials().site_id) return RefusePermission();
  return std::nullopt;
}

std::optional<Refusal> RefuseCaller(const Request& request, const WixAccount& account,
                                    const std::string& credential, absl::Time now) {
  switch (account.CallerOf(credential, now)) {
    case Caller::kStranger:
    case Caller::kExpiredApp:
      return RefuseUnauthenticated();
    case Caller::kApiKey:
      return RefuseSite(request, account);
    case Caller::kApp:
    case Caller::kMember:
      return std::nullopt;
  }
  return RefuseUnauthenticated();
}

// The credential with or without the word `Bearer` before it.
std::string CredentialOf(const Request& request) {
  return BearerToken(request).value_or(request.Header("authorization").value_or(""));
}

}  // namespace

bool IsTokenRequest(const Request& request) {
  return request.method == "POST" && request.path == kTokenPath;
}

Identity IdentifyCaller(const Request& request, const AccountTable& accounts, absl::Time now) {
  if (IsTokenRequest(request)) return IdentifyClient(request, accounts);
  const std::string credential = CredentialOf(request);
  std::shared_ptr<Account> account = accounts.ByCredential(credential);
  if (!account) return Refused(nullptr, RefuseUnauthenticated());
  const std::lock_guard lock(account->mutex);
  if (account->switches.Is("bearer_word", "raw_only") && BearerToken(request)) {
    return Refused(account, RefuseUnauthenticated());
  }
  const auto refusal =
      RefuseCaller(request, static_cast<const WixAccount&>(*account), credential, now);
  if (refusal) return Refused(account, *refusal);
  return {account, std::nullopt};
}

Answer AnswerToken(const Call& call) {
  auto& account = static_cast<WixAccount&>(call.account);
  const Json body = ParseKeepingFirst(call.request.body).value_or(Json::object());
  if (TextOf(body, "grant_type") != "client_credentials") {
    return RefuseOAuth(400, "unsupported_grant_type", "only client_credentials").ToAnswer();
  }
  const WixCredentials& expected = account.credentials();
  if (TextOf(body, "client_secret") != expected.client_secret) {
    return RefuseOAuth(401, "invalid_client", "wrong client secret").ToAnswer();
  }
  if (TextOf(body, "instance_id") != expected.instance_id) {
    return RefuseOAuth(400, "invalid_grant", "unknown instance").ToAnswer();
  }
  const WixAccount::IssuedToken issued = account.IssueToken(call.now);
  if (issued.forgotten) call.accounts.RemoveCredential(*issued.forgotten);
  call.accounts.AddCredential(issued.token, account.name);
  return WixAnswer(200, {{"access_token", issued.token},
                         {"token_type", "Bearer"},
                         {"expires_in", absl::ToInt64Seconds(WixAccount::kTokenLife)}});
}

Caller CallerOf(const Call& call) {
  return static_cast<const WixAccount&>(call.account)
      .CallerOf(CredentialOf(call.request), call.now);
}

std::optional<Refusal> RefuseWithout(Right right, const Switches& switches) {
  constexpr std::string_view kScopes = "granted_scopes";
  const bool refused = right == Right::kManageBookings
                           ? switches.Is(kScopes, "no_manage")
                           : switches.Is(kScopes, "no_read") ||
                                 (right == Right::kReadOrders && switches.Is(kScopes, "no_orders"));
  if (refused) return RefusePermission();
  return std::nullopt;
}

Refusal RefuseIdentity() { return RefusePermission(); }

}  // namespace bookings::sandbox::wix
