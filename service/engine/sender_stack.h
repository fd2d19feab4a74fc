// Puts a connection's senders together, in the one right order.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "connectors/api/connector.h"
#include "service/engine/backoff.h"
#include "service/engine/circuit_breaker.h"
#include "service/engine/connection_health.h"
#include "service/engine/connection_meter.h"
#include "service/engine/event_loop.h"
#include "service/engine/ledger.h"
#include "service/engine/retrying_sender.h"
#include "service/engine/secret.h"
#include "service/engine/sender.h"
#include "service/engine/session_store.h"
#include "service/engine/throttle.h"
#include "service/observability/tracer.h"

namespace bookings {

struct SenderStackOptions {
  RetryPolicy retry;
  BreakerPolicy breaker;
  // Calls in a calendar month; 0 = they are not counted.
  int64_t monthly_quota = 0;
};

// What a stack is made of. Connector, loop, ledger, session store and tracer outlive it.
struct SenderStackParts {
  // Id of the connection.
  std::string connection;
  // What really sends (service/http/curl_transport.h).
  std::unique_ptr<Sender> transport;
  const Connector* connector = nullptr;
  // The value of Credentials.secret; empty where the connector's kind needs none.
  Secret secret;
  EventLoop* loop = nullptr;
  std::shared_ptr<ConnectionHealth> health;
  std::shared_ptr<ConnectionMeter> meter = std::make_shared<ConnectionMeter>();
  // Null = no spans are made.
  const Tracer* tracer = nullptr;
  // Of this connection, or shared with others on the same loop.
  std::shared_ptr<Throttle> throttle;
  // Needed for a monthly quota only, else null.
  Ledger* ledger = nullptr;
  // Needed for Credentials::Kind::kRotatingSession only, else null.
  SessionStore* sessions = nullptr;
  // Makes the generators of chance that the senders want, each for itself.
  std::function<Random()> random = &SystemRandom;
};

// May be called on any thread; from its first use on the stack lives on the loop's thread.
std::unique_ptr<Sender> BuildSenderStack(SenderStackParts parts, const SenderStackOptions& options);

}  // namespace bookings
