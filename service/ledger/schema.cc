// See schema.h.
#include "service/ledger/schema.h"

#include <array>
#include <optional>
#include <span>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"

namespace bookings {
namespace {

// Times are microseconds since 1970, 0 = never. Byte strings that are empty mean nothing.
constexpr const char* kVersion1[] = {
    "CREATE TABLE ledger_schema (one bigint PRIMARY KEY CHECK (one = 1),"
    " version bigint NOT NULL, key_check @bytes NOT NULL)",
    // id: digest of the write key; sealed_key, plan and result are sealed.
    "CREATE TABLE ledger_writes ("
    " id @bytes NOT NULL PRIMARY KEY, connection text NOT NULL, operation text NOT NULL,"
    " sealed_key @bytes NOT NULL, fingerprint @bytes NOT NULL, identity text NOT NULL,"
    " state bigint NOT NULL, fence bigint NOT NULL, released bigint NOT NULL,"
    " lease_end bigint NOT NULL, begin_time bigint NOT NULL, send_time bigint NOT NULL,"
    " end_time bigint NOT NULL, sends bigint NOT NULL, rivalry @bytes NOT NULL,"
    " plan @bytes NOT NULL, result @bytes NOT NULL, adopted @bytes NOT NULL)",
    "CREATE UNIQUE INDEX ledger_rivals ON ledger_writes (connection, rivalry)"
    " WHERE state = 2 AND length(rivalry) > 0",
    "CREATE UNIQUE INDEX ledger_adoptions ON ledger_writes (connection, adopted)"
    " WHERE length(adopted) > 0",
    "CREATE INDEX ledger_open ON ledger_writes (lease_end) WHERE state IN (1, 2)",
    "CREATE INDEX ledger_ended ON ledger_writes (end_time) WHERE state IN (3, 4)",
};

// month: year * 100 + month, in UTC; granted: by the latest claim.
constexpr const char* kVersion2[] = {
    "CREATE TABLE ledger_quotas ("
    " connection text NOT NULL, month bigint NOT NULL, used bigint NOT NULL,"
    " granted bigint NOT NULL, PRIMARY KEY (connection, month))",
};

// What each version adds to the one before it. Released versions are never changed.
constexpr std::array<std::span<const char* const>, kSchemaVersion> kMigrations = {kVersion1,
                                                                                  kVersion2};

constexpr char kReadSchema[] = "SELECT version, key_check FROM ledger_schema";
constexpr char kWriteSchema[] =
    "INSERT INTO ledger_schema (one, version, key_check) VALUES (1, $1, $2)"
    " ON CONFLICT (one) DO UPDATE SET version = excluded.version, key_check = excluded.key_check";

constexpr char kCheckLabel[] = "key check";
constexpr char kCheckText[] = "the keys are right";

// What the database says of itself.
struct SchemaRow {
  // 0 = there are no tables.
  int64_t version = 0;
  // Sealed with the newest key: whoever cannot open it has other keys.
  std::string key_check;
};

absl::StatusOr<SchemaRow> SchemaRowOf(const SqlRows& rows) {
  if (rows.size() != 1) return absl::DataLossError("the ledger's version is not there");
  const auto* const version = std::get_if<int64_t>(&rows[0].at(0));
  const auto* const check = std::get_if<std::string>(&rows[0].at(1));
  if (version == nullptr || *version < 1 || check == nullptr) {
    return absl::DataLossError("the ledger's version cannot be read");
  }
  return SchemaRow{*version, *check};
}

absl::StatusOr<SchemaRow> ReadSchema(RunSql run, const Dialect& dialect) {
  const absl::StatusOr<SqlRows> tables = run(dialect.find_tables, {});
  if (!tables.ok()) return tables.status();
  if (tables->empty()) return SchemaRow{};
  const absl::StatusOr<SqlRows> rows = run(kReadSchema, {});
  if (!rows.ok()) return rows.status();
  return SchemaRowOf(*rows);
}

absl::Status CheckFound(const SchemaRow& row, const KeyRing& keys) {
  if (row.version == 0) return absl::OkStatus();
  if (row.version > kSchemaVersion) {
    return absl::FailedPreconditionError(absl::StrCat("the ledger is of version ", row.version,
                                                      ", which is newer than this program's ",
                                                      kSchemaVersion, ": use a newer program"));
  }
  if (!keys.Open(row.key_check, kCheckLabel)) {
    return absl::FailedPreconditionError(
        "the ledger is sealed with a key that is not configured: add that key to the ring");
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> MigrationTexts(int64_t from, const Dialect& dialect) {
  std::vector<std::string> texts;
  for (size_t version = static_cast<size_t>(from); version < kMigrations.size(); ++version) {
    for (const char* const text : kMigrations[version]) texts.push_back(Spelled(text, dialect));
  }
  return texts;
}

absl::Status PrepareSchema(RunSql run, const KeyRing& keys, const Dialect& dialect) {
  const absl::StatusOr<SchemaRow> found = ReadSchema(run, dialect);
  if (!found.ok()) return found.status();
  if (absl::Status checked = CheckFound(*found, keys); !checked.ok()) return checked;
  for (const std::string& text : MigrationTexts(found->version, dialect)) {
    if (absl::Status made = run(text, {}).status(); !made.ok()) return made;
  }
  // Anew with the newest key: older ones can then be taken out of the ring.
  std::optional<std::string> check = keys.Seal(kCheckText, kCheckLabel);
  if (!check) return absl::UnavailableError("the system gives no randomness");
  return run(Spelled(kWriteSchema, dialect), {kSchemaVersion, SqlBytes{*std::move(check)}})
      .status();
}

}  // namespace bookings
