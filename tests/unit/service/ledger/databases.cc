// See databases.h.
#include "tests/unit/service/ledger/databases.h"

#include <libpq-fe.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace bookings::testing {
namespace {

class SqliteDatabase final : public Database {
 public:
  LedgerOptions options() const override { return SqliteOptions(folder_.File("ledger")); }
  void Execute(const std::string& text) const override {
    sqlite3* database = nullptr;
    if (sqlite3_open(folder_.File("ledger").c_str(), &database) != SQLITE_OK ||
        sqlite3_exec(database, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      std::abort();
    }
    sqlite3_close(database);
  }
  std::string Dump() const override {
    std::stringstream all;
    for (const char* const name : {"ledger", "ledger-wal"}) {
      all << std::ifstream(folder_.File(name)).rdbuf();
      all.clear();  // an empty file sets the fail bit
    }
    return all.str();
  }

 private:
  TemporaryFolder folder_;
};

// The text of a row has byte strings in hexadecimal.
std::string Unhex(const std::string& text) {
  std::string bytes;
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

class PostgresWhole final : public Database {
 public:
  LedgerOptions options() const override { return PostgresOptions(conninfo_); }
  void Execute(const std::string& text) const override { RunSql(conninfo_, text); }
  std::string Dump() const override {
    std::string all = RunSql(conninfo_,
                             "SELECT string_agg(ledger_writes::text, ' ')"
                             " FROM ledger_writes");
    all += Unhex(RunSql(conninfo_,
                        "SELECT encode(string_agg(id || sealed_key || fingerprint || rivalry ||"
                        " plan || result || adopted, ''), 'hex') FROM ledger_writes"));
    return all;
  }

 private:
  const std::string conninfo_ = NewPostgresSchema();
};

}  // namespace

std::vector<DatabaseKind> AllDatabases() {
  return {{"Sqlite", [] { return std::make_unique<SqliteDatabase>(); }},
          {"Postgres", [] { return std::make_unique<PostgresWhole>(); }}};
}

bool DiesAfter(const std::function<void()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    work();
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

}  // namespace bookings::testing
