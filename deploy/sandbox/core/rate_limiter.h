// Rolling-window request limits of one account. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace bookings::sandbox {

struct RateRule {
  // What is counted together: a vendor may keep several windows, or one for each key.
  std::string bucket;
  // Requests in any window of that length, before scaling.
  int64_t limit = 0;
  absl::Duration window;
};

struct RateRefusal {
  RateRule rule;
  // Until the oldest counted request leaves the window.
  absl::Duration retry_after;
};

class RateLimiter {
 public:
  // Counts the request under every rule, or under none and returns the rule that refuses it.
  std::optional<RateRefusal> Admit(const std::vector<RateRule>& rules, absl::Time now);

  // Multiplies all limits; 0 turns them off.
  void SetScale(int64_t scale);

 private:
  std::mutex mutex_;
  int64_t scale_ = 1;                                                  // guarded by mutex_
  absl::flat_hash_map<std::string, std::deque<absl::Time>> admitted_;  // guarded by mutex_
};

}  // namespace bookings::sandbox
