// A PostgreSQL server of the test's own: in a temporary folder, reached over a socket file there
// and never over the network, stopped and removed at the end. Python's counterpart is
// tests/integration/postgres.py.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace bookings::testing {

enum class Durability {
  // As it is run: commits are synchronised to disk. For benchmarks.
  kFull,
  // For tests, which never cut the power.
  kNone,
};

// For one thread. Ends with the thread that started it, however that ends.
class PostgresServer {
 public:
  // Makes and starts one; as the user `postgres` where this process is root's, as the server
  // refuses to be. NOT_FOUND: it is not installed.
  static absl::StatusOr<std::unique_ptr<PostgresServer>> Start(Durability durability);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // For a database of this name that is made by it.
  absl::StatusOr<std::string> NewDatabase(const std::string& name);

  // Ends the server as a crash would; Resume starts it again.
  void Crash();
  absl::Status Resume();

 private:
  PostgresServer(std::filesystem::path folder, Durability durability)
      : folder_(std::move(folder)), durability_(durability) {}

  absl::Status Launch();
  std::string ConninfoOf(const std::string& database) const;

  const std::filesystem::path folder_;
  const Durability durability_;
  pid_t process_ = -1;
};

}  // namespace bookings::testing
