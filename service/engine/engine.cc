// See engine.h.
#include "service/engine/engine.h"

#include <utility>

#include "connectors/api/failure.h"
#include "connectors/api/names.h"
#include "service/engine/filter.h"
#include "service/engine/get_call.h"
#include "service/engine/list_call.h"

namespace bookings {
namespace {

ListQuery QueryOf(const ListRequest& request, absl::Time now) {
  ListQuery query;
  query.filter = request.filter;
  query.order = request.order;
  query.view = request.view;
  query.now = now;
  return query;
}

// Puts the source where the token left it. A source that the token names nowhere was read to its
// end.
void Resume(const internal::v1::PageTokenState& state, PlannedSource& source) {
  const internal::v1::OrderPosition* last = state.has_last() ? &state.last() : nullptr;
  for (const auto& position : state.sources()) {
    if (position.source() != source.index) continue;
    source.start = FromSourcePosition(position, last, BookingName(source.connection->id, ""));
    for (int note : position.notes()) source.notes.push_back(static_cast<v1::SourceNote>(note));
    return;
  }
  source.ended = v1::SOURCE_STATE_COMPLETE;
  for (const auto& ended : state.ended()) {
    if (ended.source() != source.index) continue;
    source.ended = ended.state();
    for (int note : ended.notes()) source.notes.push_back(static_cast<v1::SourceNote>(note));
  }
}

// From where on the vendor is to be asked, if the position tells.
std::optional<absl::Time> ResumeFrom(const SourceStart& start) {
  if (!start.key || start.holds_unknown_times || start.order_broken) return std::nullopt;
  return start.key->time;
}

v1::SourcePlan ToSourcePlan(const Connection& connection, const ListPlan& plan) {
  v1::SourcePlan out;
  out.set_connection(ConnectionName(connection.id));
  for (const std::string& field : plan.pushed_down) out.add_pushed_down_filters(field);
  for (std::string& field : FieldsOf(plan.query.filter)) {
    if (field != "vendor_filter") out.add_residual_filters(std::move(field));
  }
  out.set_vendor_order(plan.vendor_order);
  if (plan.expected_calls) out.set_expected_calls(*plan.expected_calls);
  out.set_calls_per_booking(plan.details == DetailCalls::kPerBooking ? 1 : 0);
  return out;
}

}  // namespace

Engine::Engine(std::vector<std::shared_ptr<Connection>> connections, EngineOptions options)
    : options_(std::move(options)) {
  for (std::shared_ptr<Connection>& connection : connections) {
    std::string id = connection->id;
    connections_.emplace(std::move(id), std::move(connection));
  }
}

const Connection* Engine::Find(std::string_view id) const {
  const auto found = connections_.find(id);
  return found == connections_.end() ? nullptr : found->second.get();
}

std::vector<std::string> Engine::ConnectionIds() const {
  std::vector<std::string> ids;
  ids.reserve(connections_.size());
  for (const auto& [id, connection] : connections_) ids.push_back(id);
  return ids;
}

v1::Connection Engine::Describe(const Connection& connection, absl::Time now) const {
  v1::Connection out;
  out.set_name(ConnectionName(connection.id));
  out.set_vendor(std::string(connection.connector->vendor()));
  out.set_mode(std::string(connection.connector->mode()));
  out.set_display_name(connection.display_name);
  out.set_time_zone(connection.time_zone);
  connection.health->Describe(now, &out);
  *out.mutable_capabilities() = connection.connector->capabilities();
  return out;
}

absl::StatusOr<std::shared_ptr<ListCall>> Engine::List(ListRequest request) const {
  std::vector<PlannedSource> sources;
  sources.reserve(request.connections.size());
  for (const std::string& id : request.connections) {
    PlannedSource source;
    source.connection = connections_.at(id);
    source.index = static_cast<int>(sources.size());
    if (request.resume != nullptr) Resume(*request.resume, source);
    ListQuery query = QueryOf(request, source.connection->loop->Now());
    query.resume_from = ResumeFrom(source.start);
    absl::StatusOr<ListPlan> plan = source.connection->connector->PlanList(query);
    if (!plan.ok()) return plan.status();
    source.plan = *std::move(plan);
    source.unreported =
        UnreportedFields(request.filter, source.connection->connector->capabilities());
    sources.push_back(std::move(source));
  }
  return std::make_shared<StreamingListCall>(std::move(request), std::move(sources), options_);
}

absl::StatusOr<v1::ListPlan> Engine::Explain(const ListRequest& request, absl::Time now) const {
  v1::ListPlan out;
  for (const std::string& id : request.connections) {
    const Connection& connection = *connections_.at(id);
    absl::StatusOr<ListPlan> plan = connection.connector->PlanList(QueryOf(request, now));
    if (!plan.ok()) return plan.status();
    *out.add_sources() = ToSourcePlan(connection, *plan);
  }
  return out;
}

std::shared_ptr<GetCall> Engine::Get(GetRequest request, Found found) const {
  std::shared_ptr<Connection> connection = connections_.at(request.connection);
  ListQuery query;
  query.view = request.view;
  query.now = connection->loop->Now();
  absl::StatusOr<ListPlan> plan = connection->connector->PlanList(query);
  auto lookup = std::make_shared<BookingLookup>(std::move(request), connection,
                                                plan.ok() ? *std::move(plan) : ListPlan(), options_,
                                                std::move(found));
  lookup->Start();
  return lookup;
}

}  // namespace bookings
