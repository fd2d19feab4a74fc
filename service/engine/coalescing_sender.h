// One vendor call for identical reads of one caller that run at the same time.
#pragma once

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"

namespace bookings {

// Lives on the loop's thread and outlives its exchanges.
//
// Shared are requests that are safe and only read, that are the same to the last byte, of the same
// caller and the same credential, and that belong to no write. Whoever joins shares what the
// flight's first one set off, its waits and attempts too, as long as its own deadline is not
// sooner (by more than what equal timeouts differ by when they arrive; the caller's call still ends
// at its own); where the flight ends because its deadline was too short for others, it goes on for
// these. Each of them may go away; the last one stops the vendor call.
//
// Nobody joins a flight that began before a write of the connection has ended: a caller who reads
// after writing sees what was written.
class CoalescingSender final : public Sender {
 public:
  // The loop outlives the sender.
  CoalescingSender(std::unique_ptr<Sender> next, EventLoop* loop);

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  class Flight;
  class Passenger;
  class Write;

  // Until its last passenger has left it.
  void Forget(const std::string& key, const Flight* flight);

  std::unique_ptr<Sender> next_;
  EventLoop* const loop_;
  // Those that can be joined; each is kept by its passengers.
  absl::flat_hash_map<std::string, std::weak_ptr<Flight>> flights_;
};

}  // namespace bookings
