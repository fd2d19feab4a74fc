// Counts what is sent against the connection's monthly quota (monthly_quota.h), and sends nothing
// past it.
#pragma once

#include <memory>

#include "service/engine/event_loop.h"
#include "service/engine/monthly_quota.h"
#include "service/engine/sender.h"

namespace bookings {

// Lives on the loop's thread and outlives its exchanges. What no byte has left of is not counted.
class QuotaSender final : public Sender {
 public:
  // The loop outlives the sender.
  QuotaSender(std::unique_ptr<Sender> next, std::shared_ptr<MonthlyQuota> quota, EventLoop* loop);
  // Gives back what was not used.
  ~QuotaSender() override;

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  class Call;

  std::unique_ptr<Exchange> SendCounted(HttpRequest request, const CallContext& context, Done done);

  std::unique_ptr<Sender> next_;
  const std::shared_ptr<MonthlyQuota> quota_;
  EventLoop* const loop_;
};

}  // namespace bookings
