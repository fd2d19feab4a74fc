// See list_preparation.h.
#include "service/rpc/list_preparation.h"

#include <memory>
#include <utility>

#include "service/rpc/admission.h"
#include "service/rpc/validation.h"

namespace bookings {
namespace {

absl::Status CheckRequest(const v1::ListBookingsRequest& request,
                          const std::vector<std::string>& readable) {
  Violations violations = CheckListBookings(request, readable);
  const Violations unknown = UnknownConnections(request, readable);
  if (violations.empty()) return unknown.empty() ? absl::OkStatus() : ConnectionNotFound(unknown);
  violations.insert(violations.end(), unknown.begin(), unknown.end());
  return InvalidRequest(violations);
}

ListRequest MakeListRequest(const v1::ListBookingsRequest& request) {
  ListRequest out;
  out.filter = request.filter();
  out.order = request.order_by();
  if (request.view() != v1::BOOKING_VIEW_UNSPECIFIED) out.view = request.view();
  out.page_size = EffectivePageSize(request);
  out.limit = request.limit();
  out.require_all_sources = request.require_all_sources();
  return out;
}

}  // namespace

absl::StatusOr<PreparedList> PrepareList(const RpcEnvironment& environment,
                                         const v1::ListBookingsRequest& request,
                                         const Caller& caller, absl::Time deadline) {
  const std::vector<std::string> readable = VisibleConnections(*environment.engine, caller);
  if (absl::Status valid = CheckRequest(request, readable); !valid.ok()) return valid;
  PreparedList list;
  list.request = MakeListRequest(request);
  list.request.deadline = deadline;
  list.request.connections = ResolveConnections(request, readable);
  const std::vector<std::string>& connections = list.request.connections;
  if (absl::Status tokens = CheckVendorTokens(*environment.engine, caller, connections);
      !tokens.ok()) {
    return tokens;
  }
  list.request.caller = ScopeOf(caller);
  list.request.caller_tokens = TokensFor(caller, connections);
  list.binding = {RequestFingerprint(request, connections),
                  PrincipalFingerprint(caller, connections)};
  if (request.page_token().empty()) return list;
  absl::StatusOr<internal::v1::PageTokenState> position =
      environment.page_tokens->Open(request.page_token(), list.binding, environment.now());
  if (!position.ok()) return position.status();
  list.request.resume = std::make_shared<internal::v1::PageTokenState>(*std::move(position));
  return list;
}

}  // namespace bookings
