// Makes a span of each request that really leaves, and tells the vendor of the trace.
#pragma once

#include <memory>
#include <string>

#include "service/engine/event_loop.h"
#include "service/engine/sender.h"
#include "service/observability/tracer.h"

namespace bookings {

// Lives on the loop's thread and outlives its exchanges. Requests without a trace pass as they are.
class TracedSender final : public Sender {
 public:
  struct Names {
    std::string connection;
    std::string vendor;
  };

  // Tracer and loop outlive the sender.
  TracedSender(std::unique_ptr<Sender> next, Names names, const Tracer* tracer, EventLoop* loop);

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  class Span;

  const std::unique_ptr<Sender> next_;
  const Names names_;
  const Tracer* const tracer_;
  EventLoop* const loop_;
};

}  // namespace bookings
