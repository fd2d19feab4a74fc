// The real EventLoop: one thread over epoll, an eventfd that wakes it and a timerfd. Knows nothing
// of HTTP.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/engine/event_loop.h"
#include "service/engine/timer_queue.h"
#include "service/engine/unique_fd.h"
#include "service/http/steady_time.h"

namespace bookings {

class EpollLoop final : public EventLoop {
 public:
  // Runs with the epoll events (EPOLLIN, ...) that a descriptor has.
  using FdReady = absl::AnyInvocable<void(uint32_t events)>;

  // Starts the thread. It inherits the signal mask of the caller. Fails where the system gives no
  // more descriptors.
  static absl::StatusOr<std::unique_ptr<EpollLoop>> Start();
  // Stops.
  ~EpollLoop() override;

  void Post(Task task) override;
  std::unique_ptr<Timer> CallAt(absl::Time when, Task task) override;
  absl::Time Now() const override { return absl::Now(); }

  // Calls `ready` whenever the descriptor has one of `events`, until it is unwatched; replaces what
  // was watched before. `ready` may unwatch it. Does not own the descriptor. Loop thread only.
  void WatchFd(int fd, uint32_t events, FdReady ready);
  void UnwatchFd(int fd);

  // Has the task run on the loop's thread when the loop stops, behind everything else and the
  // latest first: there owners destroy what is bound to the loop. From any thread, before Stop.
  void AtStop(Task task);
  // Ends the thread and waits for it: tasks that wait are destroyed, those of AtStop run. Not from
  // the loop's thread. Idempotent.
  void Stop();

 private:
  EpollLoop() = default;

  absl::Status Open();
  bool AddInternal(int fd);
  void Run();
  std::vector<Task> TakePosted();
  void RunPosted();
  // How long to wait for descriptors, as epoll_wait takes it: not at all where something can run.
  int Patience();
  absl::Time SteadyNow();
  void ArmTimer(absl::Time due);
  void WaitAndDispatch(int patience);
  void Dispatch(int fd, uint32_t events);
  void ShutDown();
  bool End();

  UniqueFd epoll_;
  UniqueFd wake_;
  UniqueFd timer_;
  // What the timerfd is set to, this or a later time being due; loop thread only, as all below that
  // no mutex guards.
  std::optional<absl::Time> armed_;
  SteadyTime steady_{ReadClocks()};
  TimerQueue timers_;  // of steady times
  // Shared, so that one that unwatches itself lives until it returns.
  absl::flat_hash_map<int, std::shared_ptr<FdReady>> watches_;
  bool stopping_ = false;

  // Guards the four below. Not absl::Mutex: the thread sanitizer does not see what happens inside
  // the packaged, uninstrumented Abseil.
  std::mutex mutex_;
  std::vector<Task> posted_;
  bool asleep_ = false;  // it waits for descriptors with nothing posted: a task must wake it
  std::vector<Task> at_stop_;
  bool ended_ = false;

  std::thread thread_;  // last: it uses everything above
};

}  // namespace bookings
