// Asks circuit_breaker.h before each attempt, and tells it what came of it.
#pragma once

#include <memory>

#include "absl/functional/any_invocable.h"
#include "service/engine/circuit_breaker.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"

namespace bookings {

// Lives on the loop's thread and outlives its exchanges. Dead is a vendor that cannot be reached,
// breaks off, takes too long or answers 5xx; refusals, throttling, cancellations and callers'
// deadlines say nothing against it. Nor does what comes of a customer's own token, unless no answer
// came at all. While the breaker is open every call fails at once as UNAVAILABLE /
// VENDOR_UNAVAILABLE, held back, with the delay after which the vendor is asked again.
class BreakingSender final : public Sender {
 public:
  // Told the failure of calls while the breaker is open, whenever it opens.
  using Opened = absl::AnyInvocable<void(const absl::Status& failure)>;

  // The loop outlives the sender.
  BreakingSender(std::unique_ptr<Sender> next, CircuitBreaker breaker, Opened opened,
                 EventLoop* loop);

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  class Call;

  void Leave(CircuitBreaker::Pass pass, CircuitBreaker::Outcome outcome);

  std::unique_ptr<Sender> next_;
  CircuitBreaker breaker_;
  Opened opened_;
  EventLoop* const loop_;
};

}  // namespace bookings
