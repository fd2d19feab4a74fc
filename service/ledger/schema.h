// The ledger's tables and their versions: the same in both databases.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/ledger/queries.h"
#include "service/ledger/sql.h"
#include "service/sealing/key_ring.h"

namespace bookings {

// The version that this program writes. It grows with every change to the tables.
inline constexpr int64_t kSchemaVersion = 2;

// The texts that a database of version `from` needs, in their order; 0 = a new one.
std::vector<std::string> MigrationTexts(int64_t from, const Dialect& dialect);

// Runs one text.
using RunSql =
    absl::FunctionRef<absl::StatusOr<SqlRows>(const std::string& text, const SqlValues& values)>;

// Brings the tables to this version and checks the keys; within one transaction that excludes other
// processes. FAILED_PRECONDITION: the tables are newer than this program, or sealed with other
// keys.
absl::Status PrepareSchema(RunSql run, const KeyRing& keys, const Dialect& dialect);

}  // namespace bookings
