// A store whose calls can be made durable together, and that remembers whether one failed: what
// threaded_ledger.h runs tasks against.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "service/engine/ledger.h"

namespace bookings {

// For one thread at a time.
class GroupedStore : public LedgerStore {
 public:
  // Before the first task of a group; a failure: the store cannot be reached, run none.
  virtual absl::Status BeginGroup() = 0;
  // After the last one; once it is OK, what the tasks changed is durable.
  virtual absl::Status EndGroup() = 0;
  // Tasks that a group may have; at least 1.
  virtual size_t group_limit() const = 0;
  // The first failure of a call since it was asked last; OK = none.
  virtual absl::Status TakeProblem() = 0;
};

}  // namespace bookings
