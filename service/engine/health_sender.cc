// See health_sender.h.
#include "service/engine/health_sender.h"

#include <utility>

#include "connectors/api/failure.h"

namespace bookings {

HealthSender::HealthSender(std::unique_ptr<Sender> next, Names names,
                           std::shared_ptr<ConnectionHealth> health, EventLoop* loop)
    : next_(std::move(next)), names_(std::move(names)), health_(std::move(health)), loop_(loop) {}

std::unique_ptr<Exchange> HealthSender::Send(HttpRequest request, const CallContext& context,
                                             Done done) {
  const bool ours = context.caller_token.empty();
  return next_->Send(
      std::move(request), context,
      [this, ours, done = std::move(done)](absl::StatusOr<HttpResponse> response) mutable {
        if (!response.ok()) response = Name(response.status());
        if (ours) health_->Record(response.status(), loop_->Now());
        std::move(done)(std::move(response));
      });
}

absl::Status HealthSender::Name(const absl::Status& failure) const {
  return WithMetadata(WithMetadata(failure, "connection", names_.connection), "vendor",
                      names_.vendor);
}

}  // namespace bookings
