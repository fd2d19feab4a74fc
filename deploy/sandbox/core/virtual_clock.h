// The sandbox's one clock: real time, or a time that the control path has set. Thread-safe.
#pragma once

#include <optional>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace bookings::sandbox {

class VirtualClock {
 public:
  absl::Time Now() const {
    absl::MutexLock lock(&mutex_);
    return fixed_ ? *fixed_ : absl::Now();
  }

  // No value: real time again.
  void Set(std::optional<absl::Time> now) {
    absl::MutexLock lock(&mutex_);
    fixed_ = now;
  }

 private:
  mutable absl::Mutex mutex_;
  std::optional<absl::Time> fixed_;
};

}  // namespace bookings::sandbox
