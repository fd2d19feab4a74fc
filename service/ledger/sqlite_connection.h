// The ledger in one SQLite file, for a single process: a lock file beside it keeps others out.
// Write-ahead log, synchronised at every commit; only the file's owner can read it.
#pragma once

#include <sqlite3.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "service/engine/unique_fd.h"
#include "service/ledger/sql.h"
#include "service/sealing/key_ring.h"

namespace bookings {

class SqliteConnection final : public SqlConnection {
 public:
  // Thread-safe.
  using Clock = std::function<absl::Time()>;

  // Makes the file where there is none, and brings it to the newest version. All leases are over
  // then: whoever held them is gone. Fails if the file is broken, of a newer version, sealed with
  // other keys, readable by others than its owner, or used by another process.
  static absl::StatusOr<std::unique_ptr<SqlConnection>> Open(const std::string& path,
                                                             const KeyRing& keys, Clock clock);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  absl::StatusOr<SqlRows> Run(Query query, const SqlValues& values) override;
  absl::Status BeginGroup() override;
  absl::Status EndGroup() override;
  size_t group_limit() const override;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  SqliteConnection(UniqueFd lock, Clock clock) : lock_(std::move(lock)), clock_(std::move(clock)) {}

  absl::Status Prepare(const std::string& path, const KeyRing& keys);
  absl::Status PrepareTables(const KeyRing& keys);
  absl::StatusOr<Statement> Compile(const std::string& text);
  absl::Status Execute(const std::string& text);
  absl::StatusOr<SqlRows> StepAll(sqlite3_stmt* statement, const SqlValues& values);
  // What the database's latest call failed with.
  absl::Status Problem() const;

  const UniqueFd lock_;
  const Clock clock_;
  sqlite3* database_ = nullptr;
  std::array<Statement, kQueries> statements_;
  bool in_group_ = false;
};

}  // namespace bookings
