// Who may call what: credentials, sites, scopes, and the token endpoint (wix.md 1.2 to 1.4).
#pragma once

#include <optional>

#include "deploy/sandbox/core/vendor.h"
#include "deploy/sandbox/wix/wix_account.h"
#include "deploy/sandbox/wix/wix_refusal.h"

namespace bookings::sandbox::wix {

// POST /oauth2/token is the one path that needs no Authorization.
bool IsTokenRequest(const Request& request);

Identity IdentifyCaller(const Request& request, const AccountTable& accounts, absl::Time now);

// The route of POST /oauth2/token: client credentials only.
Answer AnswerToken(const Call& call);

// The account's caller of an authenticated call.
Caller CallerOf(const Call& call);

// 403 where the credentials lack the right to read bookings, the orders beside them, or to write.
enum class Right { kReadBookings, kReadOrders, kManageBookings };
std::optional<Refusal> RefuseWithout(Right right, const Switches& switches);

// 403: this identity may not call this method.
Refusal RefuseIdentity();

}  // namespace bookings::sandbox::wix
