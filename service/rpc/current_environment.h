// The environment that new RPCs begin with. A reload puts another one there; RPCs that run keep
// theirs.
#pragma once

#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "service/rpc/rpc_environment.h"

namespace bookings {

// Thread-safe.
class CurrentEnvironment {
 public:
  // With the environment lives what it points to, as far as it is not outlived by all RPCs anyhow.
  explicit CurrentEnvironment(std::shared_ptr<const RpcEnvironment> environment)
      : environment_(std::move(environment)) {}

  std::shared_ptr<const RpcEnvironment> Get() const {
    const absl::MutexLock lock(&mutex_);
    return environment_;
  }
  // The one before, which may be the last hold on what it points to.
  std::shared_ptr<const RpcEnvironment> Replace(std::shared_ptr<const RpcEnvironment> environment) {
    const absl::MutexLock lock(&mutex_);
    return std::exchange(environment_, std::move(environment));
  }

 private:
  mutable absl::Mutex mutex_;
  std::shared_ptr<const RpcEnvironment> environment_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace bookings
