// The top of a connection's stack: keeps its health and names the connection in every failure.
#pragma once

#include <memory>
#include <string>

#include "service/engine/connection_health.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"

namespace bookings {

// Lives on the loop's thread and outlives its exchanges. Calls with a caller's own token say
// nothing of the connection and are not recorded; nor are cancelled ones.
class HealthSender final : public Sender {
 public:
  // What failures carry as metadata.
  struct Names {
    std::string connection;
    std::string vendor;
  };

  // The loop outlives the sender.
  HealthSender(std::unique_ptr<Sender> next, Names names, std::shared_ptr<ConnectionHealth> health,
               EventLoop* loop);

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  absl::Status Name(const absl::Status& failure) const;

  std::unique_ptr<Sender> next_;
  const Names names_;
  const std::shared_ptr<ConnectionHealth> health_;
  EventLoop* const loop_;
};

}  // namespace bookings
