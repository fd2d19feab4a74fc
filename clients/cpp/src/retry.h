// When a call is made again. The rules are those of all clients: clients/README.md.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "absl/time/time.h"
#include "bookings/client/environment.h"
#include "bookings/client/error.h"
#include "bookings/client/retry_policy.h"

namespace bookings::client::internal {

bool ReadMayPass(const Error& error);
// A stream whose reader paused for long is cut with CANCELLED.
bool StreamMayPass(const Error& error);
// Safe only because the request id stays the same.
bool WriteMayPass(const Error& error);

// The attempts of one call, until its deadline.
class Attempts {
 public:
  using OnRetry = std::function<void(const Error&, absl::Duration)>;

  Attempts(const RetryPolicy& policy, absl::Duration timeout,
           std::shared_ptr<Environment> environment, std::stop_token stop, OnRetry on_retry = {});

  // Until the deadline; never negative.
  absl::Duration Left() const;
  // Something came: the count of failures starts anew.
  void Progress() { failures_ = 0; }
  // Waits until the call may be made again; false where it may not. A wait that the deadline has no
  // time for is not begun.
  bool WaitAfter(const Error& error, bool (*may_pass)(const Error&));

 private:
  RetryPolicy policy_;
  std::shared_ptr<Environment> environment_;
  std::stop_token stop_;
  OnRetry on_retry_;
  absl::Duration end_;
  int failures_ = 0;
};

}  // namespace bookings::client::internal
