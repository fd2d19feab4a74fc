// See check_config.h.
#include "service/config/check_config.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/config_check.h"
#include "connectors/api/names.h"
#include "service/config/check_limits.h"
#include "service/config/check_listen.h"
#include "service/config/check_tracing.h"
#include "service/config/limits.h"
#include "service/http/base_url.h"

namespace bookings {
namespace {

using config::v1::ConnectionConfig;
using config::v1::GatewayConfig;

constexpr int kMaxTokenKeys = 16;
constexpr size_t kMaxTokenKeyId = 16;
// Names that a person still can tell apart; also the width of bookctl's tables.
constexpr size_t kMaxDisplayName = 200;

constexpr absl::Duration kLeastTokenLifetime = absl::Hours(3 * 24);
constexpr absl::Duration kMostTokenLifetime = absl::Hours(90 * 24);
// A day is promised to callers; a year of customers' data is more than anyone needs.
constexpr absl::Duration kLeastRetention = absl::Hours(24);
constexpr absl::Duration kMostRetention = absl::Hours(365 * 24);
constexpr absl::Duration kLeastLease = absl::Seconds(1);
constexpr absl::Duration kMostLease = absl::Minutes(5);
// The smallest value is for tests; a vendor that takes longer than the largest is down.
constexpr absl::Duration kLeastSettleTime = absl::Milliseconds(10);
constexpr absl::Duration kMostSettleTime = absl::Minutes(30);

std::string Element(const char* list, int index) { return absl::StrCat(list, "[", index, "]"); }

bool IsTokenKeyId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxTokenKeyId &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

using KeyList = google::protobuf::RepeatedPtrField<config::v1::TokenKey>;

void CheckKeys(const KeyList& keys, const char* list, Violations& out) {
  if (keys.empty()) out.push_back({list, "needs at least one key"});
  if (keys.size() > kMaxTokenKeys) {
    out.push_back({list, absl::StrCat("must not have more than ", kMaxTokenKeys, " keys")});
  }
  std::map<std::string, int> seen;
  for (int i = 0; i < keys.size(); ++i) {
    const std::string path = Element(list, i);
    const config::v1::TokenKey& key = keys.Get(i);
    if (!IsTokenKeyId(key.id())) {
      out.push_back({path + ".id", "must be 1 to 16 characters of a-z, 0-9 and -"});
    } else if (const auto [first, fresh] = seen.emplace(key.id(), i); !fresh) {
      out.push_back(
          {path + ".id", absl::StrCat("is the same as that of keys[", first->second, "]")});
    }
    RequireSecret(key.secret(), path + ".secret", &out);
  }
}

void CheckPageTokens(const config::v1::PageTokens& tokens, Violations& out) {
  CheckKeys(tokens.keys(), "page_tokens.keys", out);
  if (!tokens.has_lifetime()) return;
  CheckDuration(FromProto(tokens.lifetime()), kLeastTokenLifetime, kMostTokenLifetime,
                "page_tokens.lifetime", out);
}

void CheckLedger(const config::v1::Ledger& ledger, Violations& out) {
  if (ledger.store_case() == config::v1::Ledger::STORE_NOT_SET) {
    out.push_back({"ledger", "needs one of sqlite_file, postgres"});
  }
  if (ledger.has_sqlite_file() && ledger.sqlite_file().empty()) {
    out.push_back({"ledger.sqlite_file", "must not be empty"});
  }
  if (ledger.has_postgres()) RequireSecret(ledger.postgres(), "ledger.postgres", &out);
  CheckKeys(ledger.keys(), "ledger.keys", out);
  if (ledger.has_retention()) {
    CheckDuration(FromProto(ledger.retention()), kLeastRetention, kMostRetention,
                  "ledger.retention", out);
  }
  if (ledger.has_lease()) {
    CheckDuration(FromProto(ledger.lease()), kLeastLease, kMostLease, "ledger.lease", out);
  }
}

void CheckAddress(const ConnectionConfig& connection, const std::string& path, Violations& out) {
  if (connection.base_url().empty()) return;
  const PlainHttp plain =
      connection.allow_plain_http() ? PlainHttp::kAllowed : PlainHttp::kLoopbackOnly;
  if (std::optional<std::string> problem = BaseUrlProblem(connection.base_url(), plain)) {
    out.push_back({path + ".base_url", *std::move(problem)});
  }
}

const ConnectorEntry* EntryOf(const ConnectionConfig& connection,
                              std::span<const ConnectorEntry> connectors) {
  for (const ConnectorEntry& entry : connectors) {
    if (entry.settings == connection.vendor_case()) return &entry;
  }
  return nullptr;
}

std::string VendorNames(std::span<const ConnectorEntry> connectors) {
  std::string names;
  for (const ConnectorEntry& entry : connectors) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", std::string(entry.vendor));
  }
  return names;
}

// The vendor's own problems; true if there are none.
bool CheckVendor(const ConnectionConfig& connection, const ConnectorEntry& entry,
                 const std::string& path, Violations& out) {
  Violations own = entry.check(connection);
  for (Violation& violation : own) {
    violation.path = absl::StrCat(path, ".", violation.path);
    out.push_back(violation);
  }
  return own.empty();
}

bool HasRotatingSession(const ConnectionConfig& connection, const ConnectorEntry& entry) {
  return entry.make(connection)->credentials().kind == Credentials::Kind::kRotatingSession;
}

void CheckOwnFields(const ConnectionConfig& connection, const std::string& path, Violations& out) {
  if (!IsConnectionId(connection.id())) {
    out.push_back({path + ".id", "must match [a-z][a-z0-9-]{0,62}"});
  }
  if (connection.display_name().size() > kMaxDisplayName) {
    out.push_back({path + ".display_name",
                   absl::StrCat("must not be longer than ", kMaxDisplayName, " bytes")});
  }
  if (!connection.time_zone().empty() && !FindZone(connection.time_zone())) {
    out.push_back({path + ".time_zone", "is not a known IANA time zone"});
  }
  CheckAddress(connection, path, out);
  if (connection.has_settle_time()) {
    CheckDuration(FromProto(connection.settle_time()), kLeastSettleTime, kMostSettleTime,
                  path + ".settle_time", out);
  }
  CheckConnectionLimits(connection, path, out);
}

void CheckConnections(const GatewayConfig& config, std::span<const ConnectorEntry> connectors,
                      Violations& out) {
  if (config.connections().empty()) out.push_back({"connections", "needs at least one connection"});
  std::map<std::string, int> seen;
  for (int i = 0; i < config.connections_size(); ++i) {
    const ConnectionConfig& connection = config.connections(i);
    const std::string path = Element("connections", i);
    CheckOwnFields(connection, path, out);
    const auto [first, fresh] = seen.emplace(connection.id(), i);
    if (!fresh) {
      out.push_back(
          {path + ".id", absl::StrCat("is the same as that of connections[", first->second, "]")});
    }
    const ConnectorEntry* entry = EntryOf(connection, connectors);
    if (entry == nullptr) {
      out.push_back({path, absl::StrCat("needs one of ", VendorNames(connectors))});
      continue;
    }
    if (!CheckVendor(connection, *entry, path, out)) continue;
    if (config.session_store().file().empty() && HasRotatingSession(connection, *entry)) {
      out.push_back({"session_store.file",
                     absl::StrCat("is required, as ", path, " has a session that rotates")});
    }
  }
}

// The same problem can be found for the connection and for its vendor.
Violations WithoutRepeats(const Violations& violations) {
  Violations out;
  for (const Violation& violation : violations) {
    const bool known = std::any_of(out.begin(), out.end(), [&](const Violation& other) {
      return other.path == violation.path && other.problem == violation.problem;
    });
    if (!known) out.push_back(violation);
  }
  return out;
}

}  // namespace

Violations CheckGatewayConfig(const GatewayConfig& config,
                              std::span<const ConnectorEntry> connectors) {
  Violations out;
  CheckListening(config, out);
  CheckPageTokens(config.page_tokens(), out);
  if (config.has_ledger()) CheckLedger(config.ledger(), out);
  CheckLimits(config.limits(), out);
  if (config.has_tracing()) CheckTracing(config.tracing(), out);
  CheckConnections(config, connectors, out);
  CheckLimitGroups(config, out);
  return WithoutRepeats(out);
}

}  // namespace bookings
