#include "deploy/sandbox/core/request_log.h"

#include <utility>

namespace bookings::sandbox {

void RequestLog::Add(LoggedRequest request) {
  absl::MutexLock lock(&mutex_);
  if (requests_.size() == kCapacity) requests_.pop_front();
  requests_.push_back(std::move(request));
}

std::vector<LoggedRequest> RequestLog::Copy() const {
  absl::MutexLock lock(&mutex_);
  return {requests_.begin(), requests_.end()};
}

void RequestLog::Clear() {
  absl::MutexLock lock(&mutex_);
  requests_.clear();
}

}  // namespace bookings::sandbox
