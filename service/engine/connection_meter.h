// What the engine tells of a connection's traffic to whoever counts it.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/page.h"

namespace bookings {

// Counts nothing unless a subclass does. Thread-safe; none of it may take long.
class ConnectionMeter {
 public:
  virtual ~ConnectionMeter() = default;
  // A vendor call of the engine has ended, after all its attempts. CANCELLED: nobody waited any
  // more.
  virtual void OnCall(Purpose /*purpose*/, const absl::Status& /*outcome*/,
                      absl::Duration /*took*/) {}
  // A request that was sent has ended.
  virtual void OnAttempt(Purpose /*purpose*/, const absl::Status& /*outcome*/,
                         absl::Duration /*took*/) {}
  // A call is tried once more.
  virtual void OnRetry() {}
  // A request had its turn after so long.
  virtual void OnWait(absl::Duration /*waited*/) {}
  // A page was read.
  virtual void OnPage(const Page& /*page*/) {}
};

}  // namespace bookings
