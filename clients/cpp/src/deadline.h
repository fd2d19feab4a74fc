// Deadlines as gRPC takes them, by a clock that nobody sets.
#pragma once

#include <grpc/support/time.h>

#include "absl/time/time.h"

namespace bookings::client::internal {

inline gpr_timespec DeadlineIn(absl::Duration wait) {
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                      gpr_time_from_nanos(absl::ToInt64Nanoseconds(wait), GPR_TIMESPAN));
}

}  // namespace bookings::client::internal
