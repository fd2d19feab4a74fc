// How often a call is made again, and how long is waited before. What is tried again at all is the
// same for the clients of all languages: clients/README.md.
#pragma once

#include "absl/time/time.h"

namespace bookings::client {

struct RetryPolicy {
  // In a row that bring nothing; a page that leads on starts the count anew.
  int attempts = 5;
  absl::Duration first_backoff = absl::Milliseconds(200);
  absl::Duration longest_backoff = absl::Seconds(10);

  // Doubled with each failure; half of it by chance (of [0, 1)), so that callers that failed
  // together do not come back together. `failures` counts from 1.
  absl::Duration Backoff(int failures, double chance) const;
};

}  // namespace bookings::client
