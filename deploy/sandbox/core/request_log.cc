#include "deploy/sandbox/core/request_log.h"

#include <mutex>
#include <utility>

namespace bookings::sandbox {

void RequestLog::Add(LoggedRequest request) {
  const std::lock_guard lock(mutex_);
  if (requests_.size() == kCapacity) requests_.pop_front();
  requests_.push_back(std::move(request));
}

std::vector<LoggedRequest> RequestLog::Copy() const {
  const std::lock_guard lock(mutex_);
  return {requests_.begin(), requests_.end()};
}

void RequestLog::Clear() {
  const std::lock_guard lock(mutex_);
  requests_.clear();
}

}  // namespace bookings::sandbox
