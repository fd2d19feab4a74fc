// All that /metrics shows; docs/metrics.md is its table.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/registry.h"
#include "service/engine/ledger.h"
#include "service/observability/connection_metrics.h"
#include "service/observability/rpc_metrics.h"
#include "service/observability/sample.h"

namespace bookings {

// Thread-safe; outlives all meters that it gives.
class Metrics {
 public:
  // Families that are asked for at each scrape.
  using Collector = std::function<std::vector<prometheus::MetricFamily>()>;

  Metrics(std::string_view version, absl::Time process_start);

  RpcMeter* rpcs() { return &rpcs_; }
  std::shared_ptr<ConnectionMeter> ForConnection(std::string_view connection,
                                                 std::string_view vendor) {
    return connections_.For(connection, vendor);
  }
  RecentTimes RecentOf(std::string_view connection, std::string_view vendor) const {
    return connections_.RecentOf(connection, vendor);
  }
  std::unique_ptr<Ledger> ForLedger(std::unique_ptr<Ledger> ledger);

  // What was read at this time was put into force, or was refused.
  void OnReloadApplied(absl::Time when);
  void OnReloadRefused();
  // When the configuration in force was loaded.
  absl::Time loaded() const;
  // Whether the last configuration that was read was refused: the files would not start a gateway.
  bool reload_refused() const;

  // To be called before the first Text().
  void AddCollector(Collector collector) { collectors_.push_back(std::move(collector)); }
  // In Prometheus' text format.
  std::string Text() const;

 private:
  prometheus::Registry registry_;
  RpcMetrics rpcs_;
  ConnectionMetrics connections_;
  prometheus::Family<prometheus::Counter>& reloads_;
  const std::string version_;
  const absl::Time process_start_;
  std::vector<Collector> collectors_;
  mutable absl::Mutex mutex_;
  absl::Time loaded_ ABSL_GUARDED_BY(mutex_);
  bool reload_refused_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace bookings
