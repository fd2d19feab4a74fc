// What all routes share: the account, scopes and sites, and the ends of answers.
#pragma once

#include <optional>
#include <string_view>

#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/optimocms/optimocms_account.h"
#include "deploy/sandbox/optimocms/optimocms_render.h"

namespace bookings::sandbox::optimocms {

OptimocmsAccount& AccountOf(const Call& call);

// The refusal without details.
Answer Refuse(const Call& call, const ErrorCode& code, std::string_view message);

// Adds `meta`, closes the object that `out` has open and answers it.
Answer Finish(const Call& call, JsonText& out);

// 403 where the key lacks the scope; 404 or 403 where the path's site may not be used.
std::optional<Answer> RefuseScope(const Call& call, std::string_view scope);
std::optional<Answer> RefuseSite(const Call& call);

}  // namespace bookings::sandbox::optimocms
