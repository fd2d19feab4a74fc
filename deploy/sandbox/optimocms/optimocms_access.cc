// Scopes and sites, checked for every route.
#include "deploy/sandbox/optimocms/optimocms_access.h"

#include <string>

namespace bookings::sandbox::optimocms {

OptimocmsAccount& AccountOf(const Call& call) {
  return static_cast<OptimocmsAccount&>(call.account);
}

Answer Refuse(const Call& call, const ErrorCode& code, std::string_view message) {
  return ErrorAnswer(code, message, {}, call.request, &call.account.switches, call.now);
}

Answer Finish(const Call& call, JsonText& out) {
  PutMeta(call.request, &call.account.switches, call.now, out);
  out.EndObject();
  Answer answer;
  answer.body = out.Take();
  return answer;
}

std::optional<Answer> RefuseScope(const Call& call, std::string_view scope) {
  if (AccountOf(call).HasScope(scope)) return std::nullopt;
  return Refuse(call, kForbidden, "The API key lacks the scope " + std::string(scope));
}

std::optional<Answer> RefuseSite(const Call& call) {
  const Site* site = AccountOf(call).FindSite(call.path_values[0]);
  if (site == nullptr) return Refuse(call, kNotFound, "Site not found");
  switch (site->access) {
    case SiteAccess::kOpen:
      return std::nullopt;
    case SiteAccess::kNoBooking:
      return Refuse(call, kForbidden, "Booking is not active on this site");
    case SiteAccess::kOtherKeys:
      break;
  }
  return Refuse(call, kForbidden, "The API key may not use this site");
}

}  // namespace bookings::sandbox::optimocms
