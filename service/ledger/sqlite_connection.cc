// See sqlite_connection.h.
#include "service/ledger/sqlite_connection.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "service/engine/private_file.h"
#include "service/ledger/schema.h"

namespace bookings {
namespace {

// How long to wait for an operator's tool that has the file locked.
constexpr absl::Duration kBusyTimeout = absl::Seconds(5);
// Tasks per commit: enough that the synchronisation is shared, few enough that their answers come
// within some milliseconds.
constexpr size_t kGroupLimit = 256;
constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

void LedgerNow(sqlite3_context* context, int, sqlite3_value**) {
  const auto* const clock = static_cast<const SqliteConnection::Clock*>(sqlite3_user_data(context));
  sqlite3_result_int64(context, absl::ToUnixMicros((*clock)()));
}

// The file, which SQLite would make readable for others.
absl::Status MakePrivate(const std::string& path) {
  const UniqueFd fd(open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly));
  struct stat facts {};
  if (!fd.ok() || fstat(fd.get(), &facts) != 0) {
    return absl::ErrnoToStatus(errno, path + ": cannot be opened");
  }
  if (!S_ISREG(facts.st_mode)) return absl::InvalidArgumentError(path + ": is no regular file");
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::InvalidArgumentError(path + ": others than its owner have access (chmod 600 it)");
  }
  return absl::OkStatus();
}

int Bind(sqlite3_stmt* statement, int number, const SqlValue& value) {
  if (const auto* const whole = std::get_if<int64_t>(&value)) {
    return sqlite3_bind_int64(statement, number, *whole);
  }
  if (const auto* const text = std::get_if<SqlText>(&value)) {
    return sqlite3_bind_text64(statement, number, text->text.data(), text->text.size(),
                               SQLITE_STATIC, SQLITE_UTF8);
  }
  const std::string& bytes = std::get<SqlBytes>(value).bytes;
  // A null pointer would bind NULL; data() is none.
  return sqlite3_bind_blob64(statement, number, bytes.data(), bytes.size(), SQLITE_STATIC);
}

SqlCell SqliteCellOf(sqlite3_stmt* statement, int column) {
  if (sqlite3_column_type(statement, column) == SQLITE_INTEGER) {
    return int64_t{sqlite3_column_int64(statement, column)};
  }
  const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
  const int size = sqlite3_column_bytes(statement, column);
  return bytes == nullptr ? std::string() : std::string(bytes, static_cast<size_t>(size));
}

SqlRow RowOf(sqlite3_stmt* statement) {
  SqlRow row;
  for (int column = 0; column < sqlite3_column_count(statement); ++column) {
    row.push_back(SqliteCellOf(statement, column));
  }
  return row;
}

absl::Status ExplainCode(int code, const char* message) {
  if (code == SQLITE_CONSTRAINT_UNIQUE) return absl::AlreadyExistsError(message);
  // Primary codes are the low byte.
  const int primary = code & 0xff;
  if (primary == SQLITE_NOTADB || primary == SQLITE_CORRUPT) return absl::DataLossError(message);
  return absl::InternalError(message);
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqlConnection>> SqliteConnection::Open(const std::string& path,
                                                                      const KeyRing& keys,
                                                                      Clock clock) {
  absl::StatusOr<UniqueFd> lock = LockPrivateFile(path);
  if (!lock.ok()) return lock.status();
  if (absl::Status made = MakePrivate(path); !made.ok()) return made;
  std::unique_ptr<SqliteConnection> connection(
      new SqliteConnection(*std::move(lock), std::move(clock)));
  if (absl::Status prepared = connection->Prepare(path, keys); !prepared.ok()) {
    return absl::Status(prepared.code(), absl::StrCat(path, ": ", prepared.message()));
  }
  return connection;
}

SqliteConnection::~SqliteConnection() {
  for (Statement& statement : statements_) statement.reset();
  sqlite3_close(database_);
}

absl::Status SqliteConnection::Prepare(const std::string& path, const KeyRing& keys) {
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(path.c_str(), &database_, kFlags, nullptr) != SQLITE_OK) return Problem();
  sqlite3_busy_timeout(database_, static_cast<int>(absl::ToInt64Milliseconds(kBusyTimeout)));
  if (sqlite3_create_function(database_, "ledger_now", 0, SQLITE_UTF8, const_cast<Clock*>(&clock_),
                              &LedgerNow, nullptr, nullptr) != SQLITE_OK) {
    return Problem();
  }
  for (const char* const setting : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"}) {
    if (absl::Status set = Execute(setting); !set.ok()) return set;
  }
  if (absl::Status begun = Execute("BEGIN IMMEDIATE"); !begun.ok()) return begun;
  absl::Status prepared = PrepareTables(keys);
  if (prepared.ok()) prepared = Execute("COMMIT");
  if (!prepared.ok()) return prepared;
  for (int query = 0; query < kQueries; ++query) {
    absl::StatusOr<Statement> compiled =
        Compile(QueryText(static_cast<Query>(query), kSqliteDialect));
    if (!compiled.ok()) return compiled.status();
    statements_[static_cast<size_t>(query)] = *std::move(compiled);
  }
  return absl::OkStatus();
}

absl::Status SqliteConnection::PrepareTables(const KeyRing& keys) {
  const auto run = [this](const std::string& text,
                          const SqlValues& values) -> absl::StatusOr<SqlRows> {
    const absl::StatusOr<Statement> statement = Compile(text);
    if (!statement.ok()) return statement.status();
    return StepAll(statement->get(), values);
  };
  absl::Status prepared = PrepareSchema(run, keys, kSqliteDialect);
  if (!prepared.ok()) return prepared;
  return Execute(
      "UPDATE ledger_writes SET lease_end = min(lease_end, ledger_now()) WHERE state IN (1, 2)");
}

absl::StatusOr<SqliteConnection::Statement> SqliteConnection::Compile(const std::string& text) {
  sqlite3_stmt* compiled = nullptr;
  if (sqlite3_prepare_v3(database_, text.data(), static_cast<int>(text.size()),
                         SQLITE_PREPARE_PERSISTENT, &compiled, nullptr) != SQLITE_OK) {
    return Problem();
  }
  return Statement(compiled);
}

absl::Status SqliteConnection::Execute(const std::string& text) {
  if (sqlite3_exec(database_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return Problem();
  }
  return absl::OkStatus();
}

absl::StatusOr<SqlRows> SqliteConnection::Run(Query query, const SqlValues& values) {
  // On some failures SQLite gives the whole transaction up by itself.
  if (in_group_ && sqlite3_get_autocommit(database_) != 0) {
    return absl::AbortedError("an earlier failure has undone the transaction");
  }
  return StepAll(statements_[static_cast<size_t>(query)].get(), values);
}

absl::StatusOr<SqlRows> SqliteConnection::StepAll(sqlite3_stmt* statement,
                                                  const SqlValues& values) {
  const absl::Cleanup done = [statement] {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  };
  for (size_t i = 0; i < values.size(); ++i) {
    if (Bind(statement, static_cast<int>(i) + 1, values[i]) != SQLITE_OK) return Problem();
  }
  SqlRows rows;
  int step = sqlite3_step(statement);
  for (; step == SQLITE_ROW; step = sqlite3_step(statement)) rows.push_back(RowOf(statement));
  if (step != SQLITE_DONE) return Problem();
  return rows;
}

absl::Status SqliteConnection::BeginGroup() {
  if (absl::Status begun = Execute("BEGIN IMMEDIATE"); !begun.ok()) return begun;
  in_group_ = true;
  return absl::OkStatus();
}

absl::Status SqliteConnection::EndGroup() {
  in_group_ = false;
  if (sqlite3_get_autocommit(database_) != 0) {
    return absl::AbortedError("a failure has undone the transaction");
  }
  absl::Status committed = Execute("COMMIT");
  if (!committed.ok() && sqlite3_get_autocommit(database_) == 0) {
    Execute("ROLLBACK").IgnoreError();
  }
  return committed;
}

size_t SqliteConnection::group_limit() const { return kGroupLimit; }

absl::Status SqliteConnection::Problem() const {
  return ExplainCode(sqlite3_extended_errcode(database_), sqlite3_errmsg(database_));
}

}  // namespace bookings
