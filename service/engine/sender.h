// The seam between the engine and the world: something that sends a request and brings the
// response. Senders are stacked:
//   health > retrying > limited > authorized > explaining > transport
// (limits and breakers of later releases join the stack here). All of it lives on the loop thread
// of its connection.
#pragma once

#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "connectors/api/http_exchange.h"
#include "service/engine/secret.h"

namespace bookings {

// What sending needs to know of the call that it serves.
struct CallContext {
  // After this instant nothing is sent and waiting ends with DEADLINE_EXCEEDED.
  absl::Time deadline = absl::InfiniteFuture();
  // The customer's own token that came with the call; empty = the connection's credential is used.
  Secret caller_token;
  // From this instant on no byte of the request may leave any more: by then another process may
  // have taken the write over (service/engine/ledger.h).
  absl::Time send_before = absl::InfiniteFuture();
};

// An exchange under way. Destroying it cancels: the request is stopped and its callback destroyed
// without being called.
class Exchange {
 public:
  virtual ~Exchange() = default;
};

class Sender {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<HttpResponse>) &&>;

  virtual ~Sender() = default;

  // Sends the request. `done` runs once, later than this call returns, on the loop's thread; it may
  // destroy the Exchange. Above the explaining sender a response is always 2xx and everything else
  // a failure (connectors/api/failure.h).
  virtual std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                         Done done) = 0;
};

}  // namespace bookings
