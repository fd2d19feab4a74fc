// Keeps a connection within its vendor's limits by waiting: for a place among the calls under way
// and for a turn within the rate. Where that cannot be before the caller's deadline, it says so at
// once, and when to come again.
#pragma once

#include <list>
#include <memory>
#include <optional>

#include "service/engine/connection_health.h"
#include "service/engine/connection_meter.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"
#include "service/engine/throttle.h"

namespace bookings {

// A vendor needs about so long to answer, and our failure to reach its reader: a call that could be
// sent only later than this before its deadline is not sent.
inline constexpr absl::Duration kAnswerTime = absl::Milliseconds(100);

// Lives on the loop's thread and outlives its exchanges. Needs refusals explained by the senders
// below.
//
// A call with the connection's own credential that the vendor throttles pauses all of them; where
// it only reads, it waits for its next turn itself. What comes up is RESOURCE_EXHAUSTED /
// VENDOR_RATE_LIMITED with the delay after which there is a turn, held back where it was not sent.
// Calls with a customer's own token are throttled by the vendor for that customer: their refusals
// go up as they are.
class ThrottledSender final : public Sender {
 public:
  // The loop, on which the throttle lives too, outlives the sender.
  ThrottledSender(std::unique_ptr<Sender> next, std::shared_ptr<Throttle> throttle,
                  std::shared_ptr<ConnectionHealth> health, std::shared_ptr<ConnectionMeter> meter,
                  EventLoop* loop);

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

  // Calls of this sender that wait now end with the failure, on the loop's next turn.
  void TurnAwayWaiting(const absl::Status& failure);

 private:
  class Call;

  std::unique_ptr<Sender> next_;
  const std::shared_ptr<Throttle> throttle_;
  const std::shared_ptr<ConnectionHealth> health_;
  const std::shared_ptr<ConnectionMeter> meter_;
  EventLoop* const loop_;
  // Not owned: a call leaves when it is sent, turned away or destroyed.
  std::list<Call*> waiting_;
};

}  // namespace bookings
