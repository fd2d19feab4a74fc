// The engine's face for writes: what service/rpc hands in and gets back. How a request id comes to
// count once is create_call.h and change_call.h; docs/exactly-once.md tells it as a whole.
#pragma once

#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/write.pb.h"
#include "connectors/api/writes.h"
#include "service/engine/secret.h"

namespace bookings {

// A checked write.
template <typename Request>
struct WriteRequest {
  // Id of an existing connection.
  std::string connection;
  WriteInput<Request> input;
  // The caller's principal: request ids of different callers are different.
  std::string caller;
  std::string request_id;
  // Digest of the request in canonical form: of what was asked, not of how a token spells it.
  std::string fingerprint;
  // By then the caller has an answer. What was sent by then is followed up without the caller.
  absl::Time deadline = absl::InfiniteFuture();
  Secret caller_token;
  // CallContext::trace.
  TraceContext trace;
};

struct WriteAnswer {
  internal::v1::WriteResult result;
  // An earlier call with this request id made it.
  bool replayed = false;
};
using WriteDone = absl::AnyInvocable<void(absl::StatusOr<WriteAnswer>) &&>;

// A running write. Thread-safe.
class WriteCall {
 public:
  virtual ~WriteCall() = default;
  // The caller went away: the answer comes as CANCELLED. What has been sent is still followed up,
  // what has not is not sent. Idempotent.
  virtual void Cancel() = 0;
};

}  // namespace bookings
