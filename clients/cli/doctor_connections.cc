// The checks of one connection. See doctor_checks.h.
#include <grpcpp/client_context.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "bookings/v1/connections.grpc.pb.h"
#include "clients/cli/call.h"
#include "clients/cli/capability_words.h"
#include "clients/cli/doctor_checks.h"
#include "clients/cli/doctor_patience.h"
#include "clients/cli/remedies.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/words.h"
#include "connectors/api/time.h"

namespace bookings::cli {
namespace {

// Lists one booking.
grpc::Status ListOne(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                     const std::string& connection, int64_t* found) {
  grpc::ClientContext context;
  PrepareContext(settings, PatienceOf(settings), &context);
  v1::ListBookingsRequest request;
  request.add_connections(connection);
  request.set_limit(1);
  request.set_page_size(1);
  const auto stub = v1::BookingService::NewStub(channel);
  const auto stream = stub->ListBookings(&context, request);
  v1::ListBookingsResponse page;
  while (stream->Read(&page)) *found += page.bookings_size();
  return stream->Finish();
}

// What passes by itself, or is meant to be so, is no failure.
Level LevelOf(const grpc::Status& status) {
  const std::string reason = FactsOf(status).reason;
  const bool mild = reason == "VENDOR_RATE_LIMITED" || reason == "VENDOR_TOKEN_EXPIRED";
  return mild ? Level::kWarning : Level::kFailure;
}

Finding ListFinding(const grpc::Status& status, int64_t found, absl::Duration took,
                    const std::string& id) {
  if (status.ok()) {
    const std::string time = absl::FormatDuration(absl::Trunc(took, absl::Milliseconds(1)));
    return {Level::kOk, id,
            absl::StrCat("lists bookings", found == 0 ? " (there are none)" : "", ", in ", time),
            ""};
  }
  const std::string reason = FactsOf(status).reason;
  return {LevelOf(status), id,
          absl::StrCat("cannot list: ", status.error_message(),
                       reason.empty() ? "" : absl::StrCat(" (", reason, ")")),
          RemedyFor(status, id)};
}

// The state after the list, which tells of that list, too.
v1::Connection Fresh(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                     const v1::Connection& connection) {
  grpc::ClientContext context;
  PrepareContext(settings, PatienceOf(settings), &context);
  v1::GetConnectionRequest request;
  request.set_name(connection.name());
  v1::GetConnectionResponse response;
  const auto stub = v1::ConnectionService::NewStub(channel);
  const bool ok = stub->GetConnection(&context, request, &response).ok();
  return ok ? response.connection() : connection;
}

std::string StateText(const v1::Connection& connection) {
  std::string text = absl::StrCat("state ", ConnectionStateWord(connection.state()));
  if (connection.has_rate_limited_until()) {
    absl::StrAppend(&text, " until ", Rfc3339(true, connection.rate_limited_until()));
  }
  if (connection.has_last_error()) {
    absl::StrAppend(&text, ": ", connection.last_error().message());
  }
  if (connection.has_quota_left()) {
    absl::StrAppend(&text, "; ", connection.quota_left(), " calls left of its quota");
  }
  return text;
}

Finding StateFinding(const v1::Connection& connection, const std::string& id) {
  // Fewer calls than a person makes in an hour's work.
  constexpr int64_t kFewCalls = 100;
  const bool active = connection.state() == v1::CONNECTION_STATE_ACTIVE;
  const bool scarce = connection.has_quota_left() && connection.quota_left() < kFewCalls;
  if (active && !scarce) return {Level::kOk, id, StateText(connection), ""};
  if (active) {
    return {Level::kWarning, id, StateText(connection),
            "a larger plan at the vendor, then monthly_quota of " + id};
  }
  const bool refused = connection.state() == v1::CONNECTION_STATE_AUTH_FAILED;
  return {refused ? Level::kFailure : Level::kWarning, id, StateText(connection),
          refused ? "renew its credential" : "it recovers with the next call that works"};
}

Finding CapabilityFinding(const v1::Connection& connection, const std::string& id) {
  const v1::Capabilities& can = connection.capabilities();
  const std::vector<std::string> missing = MissingOperations(can);
  std::string text = absl::StrCat("can ", absl::StrJoin(OperationWords(can, " (emulated)"), ", "));
  if (!missing.empty()) absl::StrAppend(&text, "; cannot ", absl::StrJoin(missing, ", "));
  return {Level::kNote, id, text, ""};
}

}  // namespace

void CheckConnection(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                     const v1::Connection& connection, Findings& findings) {
  const std::string id = ConnectionId(connection.name());
  const absl::Time start = absl::Now();
  int64_t found = 0;
  const grpc::Status status = ListOne(settings, channel, connection.name(), &found);
  findings.Add(ListFinding(status, found, absl::Now() - start, id));
  const v1::Connection fresh = Fresh(settings, channel, connection);
  // A list that failed has told why.
  if (status.ok()) findings.Add(StateFinding(fresh, id));
  findings.Add(CapabilityFinding(fresh, id));
}

}  // namespace bookings::cli
