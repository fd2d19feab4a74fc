// A bounded memory of what was seen lately: finds repeats near to each other without keeping
// everything.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "connectors/api/fingerprint.h"

namespace bookings {

class RecentTexts {
 public:
  explicit RecentTexts(size_t capacity) : capacity_(capacity) {}

  // Remembers the text; false if it was among the latest `capacity` texts. Compares 64-bit hashes.
  bool Insert(std::string_view text) {
    const uint64_t hash = HashBytes(text);
    if (!known_.insert(hash).second) return false;
    order_.push_back(hash);
    if (order_.size() > capacity_) {
      known_.erase(order_.front());
      order_.pop_front();
    }
    return true;
  }

 private:
  size_t capacity_;
  absl::flat_hash_set<uint64_t> known_;
  std::deque<uint64_t> order_;
};

}  // namespace bookings
