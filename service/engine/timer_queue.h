// The put-off tasks of a loop, in order of time. It has no clock of its own: whoever drives it says
// what time it is.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/time/time.h"
#include "service/engine/event_loop.h"

namespace bookings {

// For one thread. Timers may outlive the queue; they then do nothing.
class TimerQueue {
 public:
  TimerQueue() : entries_(std::make_shared<Entries>()) {}

  std::unique_ptr<Timer> Add(absl::Time when, EventLoop::Task task);
  // When RunDue has something to do; InfiniteFuture where there is nothing.
  absl::Time NextDue() const;
  // Runs the tasks that are due at `now`, the earliest first and of the same time the oldest first.
  // A task that is added meanwhile waits for the next run.
  void RunDue(absl::Time now);
  // Destroys all tasks.
  void Clear();

 private:
  // Time and, for those of the same time, the order of adding.
  using Key = std::pair<absl::Time, uint64_t>;
  using Entries = absl::btree_map<Key, EventLoop::Task>;
  class Entry;

  std::shared_ptr<Entries> entries_;
  uint64_t next_id_ = 0;
};

}  // namespace bookings
