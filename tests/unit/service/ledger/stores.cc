// See stores.h.
#include "tests/unit/service/ledger/stores.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "tests/fakes/fake_ledger_store.h"

namespace bookings::testing {
namespace {

// For what no test can go on without.
template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << value.status() << std::endl;
    std::abort();
  }
  return *std::move(value);
}

class FakeUnderTest final : public StoreUnderTest {
 public:
  LedgerStore& store() override { return store_; }
  LedgerStore& replica() override { return store_; }
  void Pass(absl::Duration duration) override { now_ += duration; }

 private:
  absl::Time now_ = kBeginning;
  FakeLedgerStore store_{[this] { return now_; }};
};

class SqliteUnderTest final : public StoreUnderTest {
 public:
  SqliteUnderTest() {
    LedgerOptions options = SqliteOptions(folder_.File("ledger"));
    options.clock = [this] { return now_; };
    store_ = MustOpen(options);
  }
  LedgerStore& store() override { return *store_; }
  LedgerStore& replica() override { return *store_; }
  void Pass(absl::Duration duration) override { now_ += duration; }

 private:
  TemporaryFolder folder_;
  absl::Time now_ = kBeginning;
  std::unique_ptr<GroupedStore> store_;
};

// Its clock is the server's: what is past is moved back instead.
class PostgresUnderTest final : public StoreUnderTest {
 public:
  LedgerStore& store() override { return *store_; }
  LedgerStore& replica() override { return *replica_; }
  void Pass(absl::Duration duration) override {
    const int64_t micros = absl::ToInt64Microseconds(duration);
    RunSql(conninfo_, absl::StrCat("UPDATE ledger_writes SET lease_end = lease_end - ", micros,
                                   ", begin_time = begin_time - ", micros,
                                   ", send_time = greatest(send_time - ", micros,
                                   ", 0), end_time = greatest(end_time - ", micros, ", 0)"));
  }

 private:
  const std::string conninfo_ = NewPostgresSchema();
  std::unique_ptr<GroupedStore> store_ = MustOpen(PostgresOptions(conninfo_));
  std::unique_ptr<GroupedStore> replica_ = MustOpen(PostgresOptions(conninfo_));
};

template <typename Store>
StoreKind KindOf(const std::string& name) {
  return {name, [] { return std::make_unique<Store>(); }};
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "ledger-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() { std::filesystem::remove_all(path_); }

PostgresServer& SharedPostgres() {
  static const std::unique_ptr<PostgresServer> server =
      Must(PostgresServer::Start(Durability::kNone));
  return *server;
}

std::string NewPostgresDatabase() {
  static int number = 0;
  return Must(SharedPostgres().NewDatabase(absl::StrCat("ledger", ++number)));
}

std::string NewPostgresSchema() {
  static const std::string database = NewPostgresDatabase();
  static int number = 0;
  const std::string schema = absl::StrCat("s", ++number);
  RunSql(database, "CREATE SCHEMA " + schema);
  return absl::StrCat(database, " options='-c search_path=", schema, "'");
}

std::string RunSql(const std::string& conninfo, const std::string& text) {
  PGconn* const connection = PQconnectdb(conninfo.c_str());
  PGresult* const result = PQexec(connection, text.c_str());
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    std::cerr << PQerrorMessage(connection) << std::endl;
    std::abort();
  }
  std::string cell;
  if (PQntuples(result) > 0) cell = PQgetvalue(result, 0, 0);
  PQclear(result);
  PQfinish(connection);
  return cell;
}

std::vector<NamedKey> Keys(const std::string& id) { return {{id, Secret("the text of " + id)}}; }

LedgerOptions SqliteOptions(const std::string& path) {
  LedgerOptions options;
  options.where = SqliteFile{path};
  options.keys = Keys();
  return options;
}

LedgerOptions PostgresOptions(const std::string& conninfo) {
  LedgerOptions options;
  options.where = PostgresDatabase{Secret(conninfo)};
  options.keys = Keys();
  return options;
}

std::unique_ptr<GroupedStore> MustOpen(const LedgerOptions& options) {
  return Must(OpenStore(options));
}

std::vector<StoreKind> AllStores() {
  return {KindOf<FakeUnderTest>("Fake"), KindOf<SqliteUnderTest>("Sqlite"),
          KindOf<PostgresUnderTest>("Postgres")};
}

WriteKey KeyOf(const std::string& request_id) {
  return {"shop", "hotel", "CreateBooking", request_id};
}

BeginWrite BeginOf(const std::string& request_id) {
  return {KeyOf(request_id), "fingerprint", "identity", kLease};
}

Claim ClaimOf(const WriteEntry& entry) { return {entry.key, entry.fence}; }

SendMark MarkOf(const std::string& plan, const std::string& rivalry) {
  return {plan, rivalry, kLease};
}

}  // namespace bookings::testing
