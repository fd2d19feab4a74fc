// Turns every answer but 2xx into the failure that the connector reads from it.
#pragma once

#include <memory>

#include "connectors/api/connector.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"

namespace bookings {

// Lives on the loop's thread and outlives its exchanges, as all senders.
class ExplainingSender final : public Sender {
 public:
  // Connector and loop outlive the sender.
  ExplainingSender(std::unique_ptr<Sender> next, const Connector* connector, EventLoop* loop);

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  absl::Status Explain(Purpose purpose, HttpResponse response) const;

  std::unique_ptr<Sender> next_;
  const Connector* const connector_;
  EventLoop* const loop_;
};

}  // namespace bookings
