// What the two APIs answer. Credentials, limits and switches of access are checked before
// (tiquo_api.cc).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/tiquo/tiquo_account.h"
#include "deploy/sandbox/tiquo/tiquo_render.h"

namespace bookings::sandbox::tiquo {

inline constexpr std::string_view kClientPrefix = "/api/client/v1/";
inline constexpr std::string_view kAdminPrefix = "/api/v1/";
inline constexpr std::string_view kRefreshPath = "/api/client/v1/refresh";

// The refresh token of a refresh call's body; nothing where the body has none.
std::optional<std::string> RefreshTokenOf(const Request& request);

inline TiquoAccount& AccountOf(const Call& call) {
  return static_cast<TiquoAccount&>(call.account);
}

inline Answer Refuse(const Call& call, int status, std::string_view message) {
  return ErrorAnswer(status, message, call.now, &call.account.switches);
}

void AddClientRoutes(Router& router);
void AddAdminRoutes(Router& router);

}  // namespace bookings::sandbox::tiquo
