// See sender_stack.h.
#include "service/engine/sender_stack.h"

#include <utility>

#include "service/engine/authorized_sender.h"
#include "service/engine/explaining_sender.h"
#include "service/engine/health_sender.h"
#include "service/engine/limited_sender.h"

namespace bookings {

std::unique_ptr<Sender> BuildSenderStack(SenderStackParts parts,
                                         const SenderStackOptions& options) {
  EventLoop* const loop = parts.loop;
  HealthSender::Names names{parts.connection, std::string(parts.connector->vendor())};
  TokenOrigin origin{parts.connector, std::move(parts.connection), std::move(parts.secret),
                     parts.sessions};
  std::unique_ptr<Sender> stack =
      std::make_unique<ExplainingSender>(std::move(parts.transport), parts.connector, loop);
  stack = std::make_unique<AuthorizedSender>(std::move(stack), parts.connector->credentials(),
                                             std::move(origin), loop);
  // Below the retries: a request that waits for its next attempt takes no place.
  stack = std::make_unique<LimitedSender>(std::move(stack), options.calls_in_flight, loop);
  stack = std::make_unique<RetryingSender>(std::move(stack), options.retry, std::move(parts.random),
                                           loop);
  return std::make_unique<HealthSender>(std::move(stack), std::move(names), std::move(parts.health),
                                        loop);
}

}  // namespace bookings
