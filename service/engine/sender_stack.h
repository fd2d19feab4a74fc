// Puts a connection's senders together, in the one right order.
#pragma once

#include <memory>
#include <string>

#include "connectors/api/connector.h"
#include "service/engine/backoff.h"
#include "service/engine/connection_health.h"
#include "service/engine/event_loop.h"
#include "service/engine/retrying_sender.h"
#include "service/engine/secret.h"
#include "service/engine/sender.h"
#include "service/engine/session_store.h"

namespace bookings {

struct SenderStackOptions {
  // Calls to the vendor at the same time, at least 1.
  int calls_in_flight = 8;
  RetryPolicy retry;
};

// What a stack is made of. Connector, loop and session store outlive it.
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
  // Needed for Credentials::Kind::kRotatingSession only, else null.
  SessionStore* sessions = nullptr;
  Random random;
};

// May be called on any thread; from its first use on the stack lives on the loop's thread.
std::unique_ptr<Sender> BuildSenderStack(SenderStackParts parts, const SenderStackOptions& options);

}  // namespace bookings
