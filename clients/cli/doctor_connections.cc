// The checks of one connection. See doctor_checks.h.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "clients/cli/capability_words.h"
#include "clients/cli/doctor_checks.h"
#include "clients/cli/doctor_patience.h"
#include "clients/cli/remedies.h"
#include "clients/cli/words.h"
#include "connectors/api/time.h"

namespace bookings::cli {
namespace {

// Lists one booking; whether there is one.
client::Result<bool> ListOne(const Settings& settings, const Gateway& gateway,
                             const std::string& connection) {
  v1::ListBookingsRequest request;
  request.add_connections(connection);
  request.set_limit(1);
  request.set_page_size(1);
  bool found = false;
  const client::CallOptions options = {.timeout = PatienceOf(settings)};
  for (const auto& booking : gateway.Once().ListBookings(request, options)) {
    if (!booking.ok()) return booking.error();
    found = true;
  }
  return found;
}

// What passes by itself, or is meant to be so, is no failure.
Level LevelOf(const client::Error& error) {
  const bool mild = error.reason == client::Reason::kVendorRateLimited ||
                    error.reason == client::Reason::kVendorTokenExpired;
  return mild ? Level::kWarning : Level::kFailure;
}

Finding ListFinding(const client::Result<bool>& found, absl::Duration took, const std::string& id) {
  if (found.ok()) {
    const std::string time = absl::FormatDuration(absl::Trunc(took, absl::Milliseconds(1)));
    return {Level::kOk, id,
            absl::StrCat("lists bookings", *found ? "" : " (there are none)", ", in ", time), ""};
  }
  const client::Error& error = found.error();
  const std::string& reason = error.reason_text;
  return {LevelOf(error), id,
          absl::StrCat("cannot list: ", error.message,
                       reason.empty() ? "" : absl::StrCat(" (", reason, ")")),
          RemedyFor(error, id)};
}

// The state after the list, which tells of that list, too.
v1::Connection Fresh(const Settings& settings, const Gateway& gateway,
                     const v1::Connection& connection) {
  auto fresh = gateway.Once().GetConnection(connection.name(), {.timeout = PatienceOf(settings)});
  return fresh.ok() ? *std::move(fresh) : connection;
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

void CheckConnection(const Settings& settings, const Gateway& gateway,
                     const v1::Connection& connection, Findings& findings) {
  const std::string id = ConnectionId(connection.name());
  const absl::Time start = absl::Now();
  const client::Result<bool> found = ListOne(settings, gateway, connection.name());
  findings.Add(ListFinding(found, absl::Now() - start, id));
  const v1::Connection fresh = Fresh(settings, gateway, connection);
  // A list that failed has told why.
  if (found.ok()) findings.Add(StateFinding(fresh, id));
  findings.Add(CapabilityFinding(fresh, id));
}

}  // namespace bookings::cli
