// See sender_stack.h.
#include "service/engine/sender_stack.h"

#include <utility>

#include "service/engine/authorized_sender.h"
#include "service/engine/breaking_sender.h"
#include "service/engine/coalescing_sender.h"
#include "service/engine/explaining_sender.h"
#include "service/engine/health_sender.h"
#include "service/engine/metered_sender.h"
#include "service/engine/quota_sender.h"
#include "service/engine/throttled_sender.h"
#include "service/engine/traced_sender.h"

namespace bookings {
namespace {

std::unique_ptr<Sender> CountCalls(std::unique_ptr<Sender> next, const SenderStackParts& parts,
                                   int64_t monthly_quota) {
  if (monthly_quota == 0) return next;
  MonthlyQuotaOptions options;
  options.connection = parts.connection;
  options.calls = monthly_quota;
  options.ledger = parts.ledger;
  options.loop = parts.loop;
  options.health = parts.health;
  auto quota = std::make_shared<MonthlyQuota>(std::move(options));
  quota->Look();
  return std::make_unique<QuotaSender>(std::move(next), std::move(quota), parts.loop);
}

}  // namespace

std::unique_ptr<Sender> BuildSenderStack(SenderStackParts parts,
                                         const SenderStackOptions& options) {
  EventLoop* const loop = parts.loop;
  HealthSender::Names names{parts.connection, std::string(parts.connector->vendor())};
  TokenOrigin origin{parts.connector, parts.connection, std::move(parts.secret), parts.sessions};
  std::unique_ptr<Sender> stack =
      std::make_unique<ExplainingSender>(std::move(parts.transport), parts.connector, loop);
  if (parts.tracer != nullptr) {
    stack = std::make_unique<TracedSender>(
        std::move(stack), TracedSender::Names{names.connection, names.vendor}, parts.tracer, loop);
  }
  const std::shared_ptr<ConnectionMeter> meter = parts.meter;
  stack = std::make_unique<MeteredSender>(
      std::move(stack),
      [meter](Purpose purpose, const absl::Status& outcome, absl::Duration took) {
        meter->OnAttempt(purpose, outcome, took);
      },
      loop);
  stack = std::make_unique<AuthorizedSender>(std::move(stack), parts.connector->credentials(),
                                             std::move(origin), loop);
  stack = CountCalls(std::move(stack), parts, options.monthly_quota);
  auto throttled = std::make_unique<ThrottledSender>(std::move(stack), std::move(parts.throttle),
                                                     parts.health, meter, loop);
  const auto turn_away = [below = throttled.get()](const absl::Status& failure) {
    below->TurnAwayWaiting(failure);
  };
  stack = std::make_unique<BreakingSender>(
      std::move(throttled), CircuitBreaker(options.breaker, parts.random()), turn_away, loop);
  stack = std::make_unique<RetryingSender>(std::move(stack), options.retry, parts.random(), meter,
                                           loop);
  stack = std::make_unique<CoalescingSender>(std::move(stack), loop);
  stack = std::make_unique<HealthSender>(std::move(stack), std::move(names),
                                         std::move(parts.health), loop);
  return std::make_unique<MeteredSender>(
      std::move(stack),
      [meter](Purpose purpose, const absl::Status& outcome, absl::Duration took) {
        meter->OnCall(purpose, outcome, took);
      },
      loop);
}

}  // namespace bookings
