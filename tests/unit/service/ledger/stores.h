// The stores that the ledger's tests run over, each with a way to let time pass.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/engine/ledger.h"
#include "service/ledger/open_ledger.h"
#include "tests/support/postgres.h"

namespace bookings::testing {

inline constexpr absl::Duration kLease = absl::Seconds(30);
// Where the injected clocks begin: whole microseconds, as databases keep them.
inline constexpr absl::Time kBeginning = absl::FromUnixSeconds(1'800'000'000);

// A folder that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string File(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// The server of this test program; started at the first call, stopped at its end.
PostgresServer& SharedPostgres();
// Connection string of a database that nobody else uses.
std::string NewPostgresDatabase();
// The same with a schema of its own in a database that is shared, which is made faster.
std::string NewPostgresSchema();
// Runs a text in that database, as an operator would; the first cell of the first row, if any.
std::string RunSql(const std::string& conninfo, const std::string& text);

std::vector<NamedKey> Keys(const std::string& id = "k1");
LedgerOptions SqliteOptions(const std::string& path);
LedgerOptions PostgresOptions(const std::string& conninfo);
// Opens it, or ends the test program.
std::unique_ptr<GroupedStore> MustOpen(const LedgerOptions& options);

// One ledger.
class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;
  virtual LedgerStore& store() = 0;
  // As another replica has it; the same where there can be one process only.
  virtual LedgerStore& replica() = 0;
  virtual void Pass(absl::Duration duration) = 0;
};

struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<StoreUnderTest>()> make;
};
inline std::ostream& operator<<(std::ostream& out, const StoreKind& kind) {
  return out << kind.name;
}
std::vector<StoreKind> AllStores();

WriteKey KeyOf(const std::string& request_id);
BeginWrite BeginOf(const std::string& request_id);
Claim ClaimOf(const WriteEntry& entry);
SendMark MarkOf(const std::string& plan, const std::string& rivalry = "");

}  // namespace bookings::testing
