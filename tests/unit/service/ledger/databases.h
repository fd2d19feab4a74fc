// The two databases as a whole, for tests of what opening them checks and of what stands in them.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "tests/unit/service/ledger/stores.h"

namespace bookings::testing {

class Database {
 public:
  virtual ~Database() = default;
  // With Keys().
  virtual LedgerOptions options() const = 0;
  // As an operator would; the store must be closed.
  virtual void Execute(const std::string& text) const = 0;
  // All bytes of the database, in whatever order.
  virtual std::string Dump() const = 0;
};

struct DatabaseKind {
  std::string name;
  std::function<std::unique_ptr<Database>()> make;
};
inline std::ostream& operator<<(std::ostream& out, const DatabaseKind& kind) {
  return out << kind.name;
}
std::vector<DatabaseKind> AllDatabases();

// Runs `work` in a child process, which then dies by SIGKILL; true = it came to its end.
bool DiesAfter(const std::function<void()>& work);

}  // namespace bookings::testing
