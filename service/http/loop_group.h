// The gateway's event loops, about one per core; each connection is pinned to one of them.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "service/http/epoll_loop.h"

namespace bookings {

// For one thread, that of the wiring.
class LoopGroup {
 public:
  // `count` loops, at least one.
  static absl::StatusOr<LoopGroup> Start(int count);

  // The loops in turn.
  EpollLoop& Next();
  // Has a task run on each loop's thread when that stops (EpollLoop::AtStop).
  void AtStop(const std::function<void(const EpollLoop*)>& task);
  // Stops all loops (EpollLoop::Stop). Idempotent.
  void Stop();

 private:
  explicit LoopGroup(std::vector<std::unique_ptr<EpollLoop>> loops) : loops_(std::move(loops)) {}

  // Waits until each loop has run what was posted to it before.
  void RunPosted();

  std::vector<std::unique_ptr<EpollLoop>> loops_;
  size_t turn_ = 0;
};

}  // namespace bookings
