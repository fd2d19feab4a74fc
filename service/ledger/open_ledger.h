// Opens the ledger that the configuration asks for. What configuration looks like is
// service/config's affair.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "service/engine/ledger.h"
#include "service/engine/secret.h"
#include "service/ledger/sql_store.h"
#include "service/sealing/key_ring.h"

namespace bookings {

// One gateway process alone.
struct SqliteFile {
  // In a folder that only the gateway writes to: SQLite keeps two more files beside it, and the
  // gateway a lock file.
  std::string path;
};

// Replicas that share a database.
struct PostgresDatabase {
  // Connection string or URI as libpq takes it; may hold a password.
  Secret conninfo;
};

// Connections per process to PostgreSQL, each with its thread: the database synchronises their
// commits together. A dozen replicas stay below its default of 100 connections.
inline constexpr int kPostgresConnections = 8;

struct LedgerOptions {
  std::variant<SqliteFile, PostgresDatabase> where;
  // At least one, the first seals; the same for all replicas.
  std::vector<NamedKey> keys;
  // Thread-safe; may be empty.
  ReportProblem report;
  // For SQLite: thread-safe. PostgreSQL goes by its own clock.
  std::function<absl::Time()> clock = [] { return absl::Now(); };
};

// FAILED_PRECONDITION or INVALID_ARGUMENT: something to configure otherwise; others: try again.
// Messages hold no secrets. The answer may block for some seconds.
absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(const LedgerOptions& options);

// One store of its own thread, for tests and tools.
absl::StatusOr<std::unique_ptr<GroupedStore>> OpenStore(const LedgerOptions& options);

}  // namespace bookings
