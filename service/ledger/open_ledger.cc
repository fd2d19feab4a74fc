// See open_ledger.h.
#include "service/ledger/open_ledger.h"

#include <utility>

#include "service/ledger/entry_seals.h"
#include "service/ledger/postgres_connection.h"
#include "service/ledger/sqlite_connection.h"
#include "service/ledger/threaded_ledger.h"

namespace bookings {
namespace {

using Stores = std::vector<std::unique_ptr<GroupedStore>>;
using Seals = std::shared_ptr<const EntrySeals>;

absl::StatusOr<Stores> OpenIn(const SqliteFile& file, int, const LedgerOptions& options,
                              const Seals& seals) {
  absl::StatusOr<std::unique_ptr<SqlConnection>> connection =
      SqliteConnection::Open(file.path, seals->keys(), options.clock);
  if (!connection.ok()) return connection.status();
  Stores stores;
  stores.push_back(std::make_unique<SqlStore>(*std::move(connection), seals, options.report));
  return stores;
}

absl::StatusOr<Stores> OpenIn(const PostgresDatabase& database, int connections,
                              const LedgerOptions& options, const Seals& seals) {
  absl::Status prepared = PreparePostgres(database.conninfo, seals->keys());
  if (!prepared.ok()) return prepared;
  Stores stores;
  for (int i = 0; i < connections; ++i) {
    stores.push_back(std::make_unique<SqlStore>(
        std::make_unique<PostgresConnection>(database.conninfo), seals, options.report));
  }
  return stores;
}

// `connections`: where a database can have more than one.
absl::StatusOr<Stores> OpenStores(const LedgerOptions& options, int connections) {
  if (options.keys.empty()) return absl::InvalidArgumentError("the ledger needs a key");
  const auto seals = std::make_shared<const EntrySeals>(KeyRing(options.keys, kLedgerKeyPurpose));
  return std::visit([&](const auto& where) { return OpenIn(where, connections, options, seals); },
                    options.where);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(const LedgerOptions& options) {
  absl::StatusOr<Stores> stores = OpenStores(options, kPostgresConnections);
  if (!stores.ok()) return stores.status();
  return std::make_unique<ThreadedLedger>(*std::move(stores));
}

absl::StatusOr<std::unique_ptr<GroupedStore>> OpenStore(const LedgerOptions& options) {
  absl::StatusOr<Stores> stores = OpenStores(options, 1);
  if (!stores.ok()) return stores.status();
  return std::move(stores->front());
}

}  // namespace bookings
