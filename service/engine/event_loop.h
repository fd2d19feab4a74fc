// The thread that talks to vendors, as the engine sees it. service/http/epoll_loop.h is the real
// one, tests/fakes/fake_loop.h has a clock of its own.
#pragma once

#include <memory>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"

namespace bookings {

// A task that was put off; destroying it cancels the task. Lives on its loop's thread.
class Timer {
 public:
  virtual ~Timer() = default;
};

class EventLoop {
 public:
  using Task = absl::AnyInvocable<void() &&>;

  virtual ~EventLoop() = default;

  // Runs the task on the loop's thread, after those posted before; from any thread. Tasks that are
  // posted once the loop stops are destroyed without being run.
  virtual void Post(Task task) = 0;
  // Runs the task on the loop's thread at `when` or soon after; never from within this call. It
  // waits as long as it is until then now, whatever becomes of the wall clock. Loop thread only.
  virtual std::unique_ptr<Timer> CallAt(absl::Time when, Task task) = 0;
  // The wall clock, from any thread.
  virtual absl::Time Now() const = 0;
};

}  // namespace bookings
