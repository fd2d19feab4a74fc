// The seam between the engine and the world: something that sends a request and brings the
// response. Senders are stacked, each for one reason in one place:
//   metered     counts calls, and far below, above explaining, the attempts that really leave
//   traced      beside it: makes spans of the attempts
//   health      names the connection in what comes up, whichever of the others made it
//   coalescing  shares a read with all its attempts and waits
//   retrying    below it every attempt is an exchange of its own
//   breaking    counts attempts, not calls, so that it opens in the middle of somebody's retries;
//               above the queue, so that nobody waits in line for a vendor that is dead
//   throttled   the queue: places and turns are taken for each attempt and given back in between
//   quota       counts what really leaves, not what gave up in the queue
//   authorized  takes its credential as late as can be
//   explaining  turns the vendor's refusals into failures, which all those above read
//   transport
// All of it lives on the loop thread of its connection.
#pragma once

#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "connectors/api/http_exchange.h"
#include "service/engine/secret.h"
#include "service/observability/trace_context.h"

namespace bookings {

// What a caller waits for: decides who goes first where calls queue, and whether reads are shared.
enum class CallKind {
  // Any part of a write. Its reads are never shared: they must see what was sent just before.
  kWrite,
  // One answer.
  kUnary,
  // Some of many pages.
  kStream,
};

// What sending needs to know of the call that it serves.
struct CallContext {
  // Whose call it is: turns are shared out fairly among callers, and reads are shared within one.
  // A digest of the principal; any text that is the same for the same caller.
  std::string caller;
  CallKind kind = CallKind::kWrite;
  // After this instant nothing is sent and waiting ends with DEADLINE_EXCEEDED.
  absl::Time deadline = absl::InfiniteFuture();
  // The customer's own token that came with the call; empty = the connection's credential is used.
  Secret caller_token;
  // From this instant on no byte of the request may leave any more: by then another process may
  // have taken the write over (service/engine/ledger.h).
  absl::Time send_before = absl::InfiniteFuture();
  // The span that the call is part of, if any.
  TraceContext trace;
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
