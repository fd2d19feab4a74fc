// The writes that a connection has under way: they outlive their callers, as what was sent must be
// followed up. A process that is about to end leaves them to others.
#pragma once

#include <memory>
#include <set>
#include <utility>

#include "absl/time/time.h"
#include "service/engine/event_loop.h"

namespace bookings {

class RunningWrite {
 public:
  virtual ~RunningWrite() = default;
  // Ends all that is under way, without an answer from the vendor. On the loop's thread.
  virtual void Stop() = 0;
  // Leaves the write to whoever asks next, whatever is under way.
  virtual void HandOver() = 0;
  // The same for a write that only waits for time to pass.
  virtual void HandOverIfItWaits() = 0;
};

// On the loop's thread only.
class RunningWrites {
 public:
  void Add(std::shared_ptr<RunningWrite> write) { writes_.insert(std::move(write)); }
  void Remove(const std::shared_ptr<RunningWrite>& write) { writes_.erase(write); }
  // The process is about to end: from now on no write waits here for what another process can wait
  // for as well, and at `end` all that are left are handed over.
  void Drain(EventLoop& loop, absl::Time end) {
    draining_ = true;
    end_ = loop.CallAt(end, [this] { ForEach(&RunningWrite::HandOver); });
    ForEach(&RunningWrite::HandOverIfItWaits);
  }
  bool draining() const { return draining_; }
  // To be called before the connection's sender goes.
  void StopAll() {
    end_.reset();
    for (const std::shared_ptr<RunningWrite>& write : std::exchange(writes_, {})) write->Stop();
  }
  bool empty() const { return writes_.empty(); }

 private:
  // Writes that end remove themselves.
  void ForEach(void (RunningWrite::*what)()) {
    for (const auto all = writes_; const std::shared_ptr<RunningWrite>& write : all) {
      (write.get()->*what)();
    }
  }

  bool draining_ = false;
  std::unique_ptr<Timer> end_;
  std::set<std::shared_ptr<RunningWrite>> writes_;
};

}  // namespace bookings
