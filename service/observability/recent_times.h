// How long the latest things took: a bounded memory, for people to look at.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "absl/time/time.h"

namespace bookings {

// For one thread; copied to be looked at.
class RecentTimes {
 public:
  void Add(absl::Duration took) {
    times_[next_++ % kKept] = took;
    count_ = std::min(count_ + 1, kKept);
  }
  // The time that this part of them stayed within; no value while there are none.
  std::optional<absl::Duration> Quantile(double part) const {
    if (count_ == 0) return std::nullopt;
    std::array<absl::Duration, kKept> sorted = times_;
    std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(count_));
    return sorted[static_cast<size_t>(part * static_cast<double>(count_ - 1))];
  }

 private:
  // Enough for a twentieth to be several.
  static constexpr size_t kKept = 128;

  std::array<absl::Duration, kKept> times_;
  size_t next_ = 0;
  size_t count_ = 0;
};

}  // namespace bookings
