// Where the calls of a month are counted, so that the count outlives a crash and is shared by all
// replicas. The ledger's stores keep it (ledger.h).
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace bookings {

struct QuotaClaim {
  // Id.
  std::string connection;
  // Year * 100 + month, in UTC.
  int64_t month = 0;
  // Calls of the whole month.
  int64_t quota = 0;
  // To be taken of it; below 0 = given back, 0 = only looked at.
  int64_t calls = 0;
};

struct QuotaShare {
  // As many as were left, at most what was asked for.
  int64_t granted = 0;
  // By all, with these.
  int64_t used = 0;
};

// For one thread at a time.
class QuotaStore {
 public:
  virtual ~QuotaStore() = default;
  // Atomic: over all who claim, no more than the quota is granted.
  virtual absl::StatusOr<QuotaShare> ClaimCalls(const QuotaClaim& claim) = 0;
};

}  // namespace bookings
