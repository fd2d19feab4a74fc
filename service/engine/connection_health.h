// How a connection works at present, as its latest vendor calls showed. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bookings/v1/connections.pb.h"

namespace bookings {

class ConnectionHealth {
 public:
  // The outcome of a vendor call with the connection's own credential, retries included.
  void Record(const absl::Status& outcome, absl::Time now);
  // What the vendor's quota still has, as far as is known here.
  void SetQuotaLeft(int64_t calls);
  // Fills state, last_error, rate_limited_until and quota_left. A throttling that is over counts as
  // ACTIVE.
  void Describe(absl::Time now, v1::Connection* out) const;

 private:
  mutable std::mutex mutex_;  // guards what follows
  absl::Status latest_;
  absl::Time limited_until_ = absl::InfinitePast();
  std::optional<int64_t> quota_left_;
};

}  // namespace bookings
