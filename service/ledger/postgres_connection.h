// The ledger in PostgreSQL, which several replicas share. Every statement commits by itself; a
// connection that broke is replaced. Times are by the database's clock.
#pragma once

#include <libpq-fe.h>

#include <bitset>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "service/engine/secret.h"
#include "service/ledger/sql.h"
#include "service/sealing/key_ring.h"

namespace bookings {

// Brings the tables of the database to the newest version. `conninfo` is a connection string or URI
// as libpq takes it. Fails if it is none, the database cannot be reached, or as PrepareSchema does.
absl::Status PreparePostgres(const Secret& conninfo, const KeyRing& keys);

// Twice what the server takes at most before it gives a statement up by itself (kSetUp), so that
// what it did is known nearly always.
inline constexpr std::chrono::seconds kAnswerTimeout(10);

class PostgresConnection final : public SqlConnection {
 public:
  // Connects when it is first used. Where no answer comes in `answer_timeout` the connection is
  // given up.
  explicit PostgresConnection(Secret conninfo,
                              std::chrono::milliseconds answer_timeout = kAnswerTimeout)
      : conninfo_(std::move(conninfo)), answer_timeout_(answer_timeout) {}

  absl::StatusOr<SqlRows> Run(Query query, const SqlValues& values) override;
  // Connects where there is no connection; at once UNAVAILABLE for a moment after that failed.
  absl::Status BeginGroup() override;
  absl::Status EndGroup() override { return absl::OkStatus(); }
  size_t group_limit() const override { return 1; }

  // Any text, unprepared.
  absl::StatusOr<SqlRows> RunText(const std::string& text, const SqlValues& values);

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Result = std::unique_ptr<PGresult, Clear>;
  struct Values;

  absl::Status Connect();
  absl::Status SetUp();
  bool IsAlive();
  absl::Status EnsurePrepared(Query query);
  absl::StatusOr<SqlRows> RunOnce(Query query, const Values& values);
  // Waits for the answer to what was sent; drops the connection where none comes in time.
  absl::StatusOr<SqlRows> Await(int sent);
  absl::StatusOr<Result> NextResult();
  bool AwaitInput(std::chrono::steady_clock::time_point deadline);
  absl::Status ExplainResult(const PGresult* result);
  absl::Status Lost();

  const Secret conninfo_;
  const std::chrono::milliseconds answer_timeout_;
  std::unique_ptr<PGconn, Finish> connection_;
  std::bitset<kQueries> prepared_;
  std::chrono::steady_clock::time_point next_attempt_;
};

}  // namespace bookings
