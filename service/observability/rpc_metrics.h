// Counts RPCs and streams for /metrics.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "prometheus/registry.h"
#include "service/observability/rpc_meter.h"

namespace bookings {

// Thread-safe. Calls of methods that the API does not have count nothing.
class RpcMetrics final : public RpcMeter {
 public:
  // The registry outlives it.
  explicit RpcMetrics(prometheus::Registry* registry);
  ~RpcMetrics() override;

  void OnStarted(std::string_view rpc) override;
  void OnFinished(std::string_view rpc, const absl::Status& outcome, absl::Duration took) override;
  void OnDelivered(std::string_view rpc, int64_t pages, int64_t bookings) override;
  void OnWaited(std::string_view rpc, WaitsFor whom, absl::Duration waited) override;

 private:
  struct Families;
  struct OfRpc;

  OfRpc* Find(std::string_view rpc) const;

  const std::unique_ptr<const Families> families_;
  std::map<std::string, std::unique_ptr<OfRpc>, std::less<>> rpcs_;
};

}  // namespace bookings
