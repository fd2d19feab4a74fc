// See loop_group.h.
#include "service/http/loop_group.h"

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

void LoopGroup::Stop() {
  for (const std::unique_ptr<EpollLoop>& loop : loops_) loop->Stop();
}

}  // namespace bookings
