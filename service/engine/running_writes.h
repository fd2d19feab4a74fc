// The writes that a connection has under way: they outlive their callers, as what was sent must be
// followed up.
#pragma once

#include <memory>
#include <set>
#include <utility>

namespace bookings {

class RunningWrite {
 public:
  virtual ~RunningWrite() = default;
  // Ends all that is under way, without an answer from the vendor. On the loop's thread.
  virtual void Stop() = 0;
};

// On the loop's thread only.
class RunningWrites {
 public:
  void Add(std::shared_ptr<RunningWrite> write) { writes_.insert(std::move(write)); }
  void Remove(const std::shared_ptr<RunningWrite>& write) { writes_.erase(write); }
  // To be called before the connection's sender goes.
  void StopAll() {
    for (const std::shared_ptr<RunningWrite>& write : std::exchange(writes_, {})) write->Stop();
  }
  bool empty() const { return writes_.empty(); }

 private:
  std::set<std::shared_ptr<RunningWrite>> writes_;
};

}  // namespace bookings
