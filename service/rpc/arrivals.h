// When the latest RPC began: a gateway that is about to stop waits until its clients have gone
// elsewhere.
#pragma once

#include <atomic>
#include <cstdint>

#include "absl/time/time.h"

namespace bookings {

// Thread-safe; costs an RPC one store.
class Arrivals {
 public:
  void Note(absl::Time now) { latest_.store(absl::ToUnixMicros(now), std::memory_order_relaxed); }
  absl::Time latest() const {
    return absl::FromUnixMicros(latest_.load(std::memory_order_relaxed));
  }

 private:
  std::atomic<int64_t> latest_ = 0;
};

}  // namespace bookings
