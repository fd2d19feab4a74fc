// See slot_preparation.h.
#include "service/rpc/slot_preparation.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "connectors/api/civil.h"
#include "connectors/api/names.h"
#include "connectors/api/time.h"
#include "service/rpc/admission.h"
#include "service/rpc/slot_validation.h"

namespace bookings {
namespace {

absl::Status CheckSlotsRequest(const Engine& engine, const v1::ListSlotsRequest& request,
                               const Caller& caller, const std::string& connection_id) {
  const Violations violations = CheckListSlots(request);
  const absl::StatusOr<const Connection*> connection =
      FindConnection(engine, caller, connection_id, "connection");
  if (!connection.ok()) return RefuseUnknown(violations, connection.status());
  if (absl::Status support = engine.CheckSupport(**connection, v1::OPERATION_LIST_SLOTS);
      !support.ok()) {
    return support;
  }
  return violations.empty() ? absl::OkStatus() : InvalidRequest(violations);
}

std::optional<NightRange> NightsOf(const v1::ListSlotsRequest& request) {
  if (!request.has_date_range()) return std::nullopt;
  const std::optional<absl::CivilDay> first = ParseDate(request.date_range().from());
  const std::optional<absl::CivilDay> end = ParseDate(request.date_range().to());
  if (!first || !end) return std::nullopt;
  return NightRange{*first, *end};
}

// Of a checked request.
SlotQuery QueryOf(const v1::ListSlotsRequest& request, absl::Time now) {
  SlotQuery query;
  query.service_id = request.service_id();
  query.from = FromTimestamp(request.time_range().from());
  query.to = FromTimestamp(request.time_range().to());
  query.nights = NightsOf(request);
  query.staff_ids = {request.staff_ids().begin(), request.staff_ids().end()};
  query.location_ids = {request.location_ids().begin(), request.location_ids().end()};
  query.party_size = std::max(request.party_size(), 1);
  query.time_zone = request.time_zone();
  if (request.include_unavailable()) query.unavailable = UnavailableSlots::kShow;
  query.now = now;
  return query;
}

}  // namespace

absl::StatusOr<PreparedSlots> PrepareSlots(const RpcEnvironment& environment,
                                           const v1::ListSlotsRequest& request,
                                           const Caller& caller, absl::Time deadline) {
  const std::string id = ParseConnectionName(request.connection()).value_or("");
  if (absl::Status valid = CheckSlotsRequest(*environment.engine, request, caller, id);
      !valid.ok()) {
    return valid;
  }
  if (absl::Status tokens = CheckVendorTokens(*environment.engine, caller, {id}); !tokens.ok()) {
    return tokens;
  }
  PreparedSlots slots;
  slots.request.connection = id;
  slots.request.query = QueryOf(request, environment.now());
  slots.request.page_size = EffectivePageSize(request);
  slots.request.deadline = deadline;
  slots.request.caller = ScopeOf(caller);
  slots.request.caller_token = TokensFor(caller, {id})[id];
  slots.binding = {RequestFingerprint(request), PrincipalFingerprint(caller, {id})};
  if (request.page_token().empty()) return slots;
  const absl::StatusOr<internal::v1::SlotPageState> position =
      environment.page_tokens->OpenSlots(request.page_token(), slots.binding, environment.now());
  if (!position.ok()) return position.status();
  slots.request.resume_start = FromTimestamp(position->last_start());
  slots.request.resume_key = position->last_key();
  return slots;
}

}  // namespace bookings
