// Measures what passes one place of the stack: how it ended and how long that took.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"

namespace bookings {

// Lives on the loop's thread and outlives its exchanges.
class MeteredSender final : public Sender {
 public:
  // An exchange that is destroyed before it has ended ends as CANCELLED.
  using Ended =
      std::function<void(Purpose purpose, const absl::Status& outcome, absl::Duration took)>;

  // The loop outlives the sender.
  MeteredSender(std::unique_ptr<Sender> next, Ended ended, EventLoop* loop);

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  class Measure;

  const std::unique_ptr<Sender> next_;
  const Ended ended_;
  EventLoop* const loop_;
};

}  // namespace bookings
