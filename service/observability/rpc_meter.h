// What the RPCs tell of themselves to whoever counts them.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace bookings {

// Whom a stream waits for: the client that is to take a message, or the vendors that are to fill
// the next one.
enum class WaitsFor { kReader, kVendor };

// Counts nothing unless a subclass does. Thread-safe; none of it may take long. `rpc` is the name
// of a method.
class RpcMeter {
 public:
  virtual ~RpcMeter() = default;
  virtual void OnStarted(std::string_view /*rpc*/) {}
  virtual void OnFinished(std::string_view /*rpc*/, const absl::Status& /*outcome*/,
                          absl::Duration /*took*/) {}
  // A client took messages of a stream.
  virtual void OnDelivered(std::string_view /*rpc*/, int64_t /*pages*/, int64_t /*bookings*/) {}
  virtual void OnWaited(std::string_view /*rpc*/, WaitsFor /*whom*/, absl::Duration /*waited*/) {}
};

}  // namespace bookings
