// Something that happens once, for threads to wait for. Not absl::Notification: the thread
// sanitizer does not see the synchronisation inside the packaged, uninstrumented Abseil.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace bookings {

class Event {
 public:
  void Happen() {
    const std::lock_guard lock(mutex_);
    happened_ = true;
    changed_.notify_all();  // under the lock: who waits may destroy the event
  }
  void Wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return happened_; });
  }
  // Whether it happens within ten seconds: for what a broken program would never do.
  bool Comes() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [this] { return happened_; });
  }
  bool HasHappened() {
    const std::lock_guard lock(mutex_);
    return happened_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool happened_ = false;
};

}  // namespace bookings
