// Sends a request again where that is safe and can help.
#pragma once

#include <memory>

#include "service/engine/backoff.h"
#include "service/engine/connection_meter.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"

namespace bookings {

struct RetryPolicy {
  // The first attempt included; at least 1.
  int max_attempts = 4;
  Backoff backoff;
};

// Lives on the loop's thread and outlives its exchanges. Repeats transient failures of safe
// requests, and of unsafe ones only where no byte has left (metadata `sent` = `no`); what the
// gateway itself holds back is not repeated. Waits at least as long as the vendor says; where that
// would pass the deadline, the failure comes at once. Failures get the metadata `attempts`.
class RetryingSender final : public Sender {
 public:
  // The loop outlives the sender.
  RetryingSender(std::unique_ptr<Sender> next, RetryPolicy policy, Random random,
                 std::shared_ptr<ConnectionMeter> meter, EventLoop* loop);

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  class Call;

  std::unique_ptr<Sender> next_;
  const RetryPolicy policy_;
  Random random_;
  const std::shared_ptr<ConnectionMeter> meter_;
  EventLoop* const loop_;
};

}  // namespace bookings
