// Counters of one family by a small index: each begins to exist with its first count, so that
// /metrics shows what has happened and not what might.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <utility>

#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/labels.h"

namespace bookings {

// Thread-safe. The family outlives it.
template <size_t kSize>
class LazyCounters {
 public:
  using LabelsOf = std::function<prometheus::Labels(size_t index)>;

  LazyCounters(prometheus::Family<prometheus::Counter>* family, LabelsOf labels_of)
      : family_(family), labels_of_(std::move(labels_of)) {}

  void Add(size_t index, double count = 1) {
    std::atomic<prometheus::Counter*>& place = counters_[index];
    prometheus::Counter* counter = place.load(std::memory_order_acquire);
    if (counter == nullptr) {
      counter = &family_->Add(labels_of_(index));  // the same one for the same labels
      place.store(counter, std::memory_order_release);
    }
    counter->Increment(count);
  }

 private:
  prometheus::Family<prometheus::Counter>* const family_;
  const LabelsOf labels_of_;
  std::array<std::atomic<prometheus::Counter*>, kSize> counters_ = {};
};

}  // namespace bookings
