// An EventLoop without a thread: its clock moves only when a test says so.
#pragma once

#include <deque>
#include <memory>
#include <utility>

#include "service/engine/event_loop.h"
#include "service/engine/timer_queue.h"

namespace bookings {

// For one thread.
class FakeLoop final : public EventLoop {
 public:
  void Post(Task task) override { posted_.push_back(std::move(task)); }
  std::unique_ptr<Timer> CallAt(absl::Time when, Task task) override {
    return timers_.Add(when, std::move(task));
  }
  absl::Time Now() const override {
    now_ += tick_;
    return now_;
  }
  // From now on the clock goes on whenever somebody looks at it, as real ones do.
  void TickBy(absl::Duration tick) { tick_ = tick; }

  // Runs what is posted or due, and what that posts or makes due, until nothing is left.
  void RunUntilIdle() {
    while (!posted_.empty() || timers_.NextDue() <= now_) {
      timers_.RunDue(now_);
      for (std::deque<Task> tasks = std::exchange(posted_, {}); !tasks.empty(); tasks.pop_front()) {
        std::move(tasks.front())();
      }
    }
  }
  // Moves the clock; timers run at their own times.
  void Advance(absl::Duration duration) {
    const absl::Time end = now_ + duration;
    RunUntilIdle();
    while (timers_.NextDue() <= end) {
      now_ = timers_.NextDue();
      RunUntilIdle();
    }
    now_ = end;
  }
  // When the next timer is due, counted from now.
  absl::Duration UntilNextTimer() const { return timers_.NextDue() - now_; }

 private:
  mutable absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  absl::Duration tick_;
  std::deque<Task> posted_;
  TimerQueue timers_;
};

}  // namespace bookings
