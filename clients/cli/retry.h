// When a read is made again, and after which wait. The rules are those of all clients:
// clients/README.md.
#pragma once

#include <grpcpp/support/status.h>

#include <optional>

#include "absl/time/time.h"

namespace bookings::cli {

// The attempts of one call. Pure: clock and chance are given.
class Attempts {
 public:
  explicit Attempts(absl::Time deadline) : deadline_(deadline) {}

  // Something new has come: the count begins anew.
  void Progress() { failures_ = 0; }
  // The wait before the stream is opened again; none where it is not. OK = it ended early. `chance`
  // lies in [0, 1).
  std::optional<absl::Duration> WaitAfter(const grpc::Status& failure, absl::Time now,
                                          double chance);

 private:
  const absl::Time deadline_;
  int failures_ = 0;
};

}  // namespace bookings::cli
