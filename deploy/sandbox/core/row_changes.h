// Changes of an account's rows as the control path lists them: made all at once, either by a call
// of their own or by a fault just before a request is answered (faults.h). So a test can let the
// data change between two pages of one list, exactly there and not by luck.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "deploy/sandbox/core/json.h"

namespace bookings::sandbox {

class Account;
class Vendor;

struct RowChange {
  enum class Kind { kInsert, kPatch, kDelete };

  Kind kind = Kind::kInsert;
  // Of the row; empty for an insertion, whose fields name it.
  std::string id;
  // As the vendor's InsertRow and PatchRow take them.
  Json fields;
};

// Parses `[{"insert":{…}},{"patch":"id","fields":{…}},{"delete":"id"}]`; INVALID_ARGUMENT names
// what is wrong.
absl::StatusOr<std::vector<RowChange>> ParseChanges(const Json& list);

// Makes the changes in their order and adds each to `account.changes`, with the row that came of
// it. Ends at the first that the vendor refuses, which is added with its error. The caller holds
// account.mutex.
absl::Status MakeChanges(const Vendor& vendor, Account& account,
                         const std::vector<RowChange>& changes);

}  // namespace bookings::sandbox
