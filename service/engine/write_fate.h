// What may have become of a request that changes something, judged by what came back.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "connectors/api/http_exchange.h"

namespace bookings {

enum class WriteFate {
  // No byte has left.
  kNothing,
  // The vendor has said no: nothing was changed.
  kRefused,
  // The vendor may or may not have carried it out.
  kUnclear,
  // The vendor has said yes.
  kAccepted,
};

// Of one exchange, as the senders report it.
WriteFate FateOf(const absl::StatusOr<HttpResponse>& response);

// Of an operation with several exchanges: what was carried out, or may have been, stays so.
WriteFate Later(WriteFate before, WriteFate now);

// Whether a failure in which a connector's own step ends says that nothing is changed: a refusal by
// the catalogue, not an answer that it could not read.
bool IsRefusal(const absl::Status& failure);

}  // namespace bookings
