// Bounds the calls that one connection has in flight; more wait their turn in a queue.
#pragma once

#include <list>
#include <memory>

#include "service/engine/event_loop.h"
#include "service/engine/sender.h"

namespace bookings {

// Requests that wait at most, per connection; one more fails as GATEWAY_OVERLOADED. Above what 200
// streams with four detail calls each need.
inline constexpr size_t kMaxWaitingCalls = 1024;

// Lives on the loop's thread and outlives its exchanges. First come, first served.
class LimitedSender final : public Sender {
 public:
  // `in_flight` is at least 1; the loop outlives the sender.
  LimitedSender(std::unique_ptr<Sender> next, int in_flight, EventLoop* loop);

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  class Call;

  void StartWaiting();

  std::unique_ptr<Sender> next_;
  EventLoop* const loop_;
  int free_;
  // Not owned: a call leaves when it starts or is destroyed.
  std::list<Call*> waiting_;
};

}  // namespace bookings
