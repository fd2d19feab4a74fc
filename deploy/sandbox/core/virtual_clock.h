// The sandbox's one clock: real time, or a time that the control path has set. Thread-safe.
#pragma once

#include <mutex>
#include <optional>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace bookings::sandbox {

class VirtualClock {
 public:
  absl::Time Now() const {
    const std::lock_guard lock(mutex_);
    return fixed_ ? *fixed_ : absl::Now();
  }

  // No value: real time again.
  void Set(std::optional<absl::Time> now) {
    const std::lock_guard lock(mutex_);
    fixed_ = now;
  }

 private:
  mutable std::mutex mutex_;
  std::optional<absl::Time> fixed_;
};

}  // namespace bookings::sandbox
