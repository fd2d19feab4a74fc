// What the ledger asks of a database: one statement at a time, with values in and rows out. SQLite
// and PostgreSQL stand behind it; the transitions, which are the same in both, in front of it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/ledger/queries.h"

namespace bookings {

// Text in UTF-8, without zero characters.
struct SqlText {
  std::string text;
};
struct SqlBytes {
  std::string bytes;
};
using SqlValue = std::variant<int64_t, SqlText, SqlBytes>;
using SqlValues = std::vector<SqlValue>;

// Whole numbers, and text or bytes.
using SqlCell = std::variant<int64_t, std::string>;
using SqlRow = std::vector<SqlCell>;
using SqlRows = std::vector<SqlRow>;

// For one thread at a time. Messages of failures hold no values.
class SqlConnection {
 public:
  virtual ~SqlConnection() = default;

  // What the statement answers. ALREADY_EXISTS: a unique index refused the change. After any
  // failure but a lost connection (UNAVAILABLE) the statement has changed nothing.
  virtual absl::StatusOr<SqlRows> Run(Query query, const SqlValues& values) = 0;

  // Between the two, statements take effect together or not at all where `group_limit` is above 1,
  // and each by itself where it is 1. A failure of BeginGroup: the database cannot be reached.
  virtual absl::Status BeginGroup() = 0;
  virtual absl::Status EndGroup() = 0;
  // How many tasks are worth a group.
  virtual size_t group_limit() const = 0;
};

}  // namespace bookings
