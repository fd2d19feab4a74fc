// Things that live on a loop's thread but are let go of on others.
#pragma once

#include <memory>
#include <utility>

#include "service/engine/event_loop.h"

namespace bookings {

// Whoever lets go last, it is destroyed on its loop; once that has stopped, at once. The loop
// outlives it.
template <typename T>
std::shared_ptr<T> LivingOn(EventLoop* loop, std::unique_ptr<T> object) {
  return std::shared_ptr<T>(object.release(), [loop](T* last) {
    loop->Post([gone = std::unique_ptr<T>(last)]() mutable { gone.reset(); });
  });
}

}  // namespace bookings
