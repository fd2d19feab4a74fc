// See loop_group.h.
#include "service/http/loop_group.h"

#include <future>
#include <utility>

namespace bookings {

absl::StatusOr<LoopGroup> LoopGroup::Start(int count) {
  std::vector<std::unique_ptr<EpollLoop>> loops;
  for (int i = 0; i < count; ++i) {
    absl::StatusOr<std::unique_ptr<EpollLoop>> loop = EpollLoop::Start();
    if (!loop.ok()) return loop.status();
    loops.push_back(*std::move(loop));
  }
  return LoopGroup(std::move(loops));
}

EpollLoop& LoopGroup::Next() { return *loops_[turn_++ % loops_.size()]; }

void LoopGroup::AtStop(const std::function<void(const EpollLoop*)>& task) {
  for (const std::unique_ptr<EpollLoop>& loop : loops_) {
    loop->AtStop([task, loop = loop.get()] { task(loop); });
  }
}

// What one loop destroys may live on another: calls that were cancelled post there. All loops first
// run what was posted before, twice: once for the cancellations, once for what these posted.
void LoopGroup::Stop() {
  for (int round = 0; round < 2; ++round) RunPosted();
  for (const std::unique_ptr<EpollLoop>& loop : loops_) loop->Stop();
}

void LoopGroup::RunPosted() {
  for (const std::unique_ptr<EpollLoop>& loop : loops_) {
    auto ran = std::make_shared<std::promise<void>>();
    std::future<void> done = ran->get_future();
    // A loop that has stopped destroys the task, and with it the promise: that ends the wait too.
    loop->Post([ran = std::move(ran)] { ran->set_value(); });
    done.wait();
  }
}

}  // namespace bookings
