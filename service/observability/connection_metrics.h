// Counts the traffic of connections for /metrics.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "prometheus/registry.h"
#include "service/engine/connection_meter.h"
#include "service/observability/recent_times.h"

namespace bookings {

// Thread-safe.
class ConnectionMetrics {
 public:
  // The registry outlives it.
  explicit ConnectionMetrics(prometheus::Registry* registry);
  ~ConnectionMetrics();

  // The meter of this connection: the same one each time, so that a reloaded connection counts on.
  // Good as long as this lives.
  std::shared_ptr<ConnectionMeter> For(std::string_view connection, std::string_view vendor);
  // How long its latest attempts took.
  RecentTimes RecentOf(std::string_view connection, std::string_view vendor) const;

 private:
  struct Families;
  class OfConnection;

  const std::unique_ptr<const Families> families_;
  mutable absl::Mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<OfConnection>> connections_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace bookings
