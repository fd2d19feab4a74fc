// One call with one answer, over all its attempts.
#pragma once

#include <algorithm>
#include <string>

#include "src/link.h"
#include "src/status_details.h"

namespace bookings::client::internal {

// What kind of call it is.
struct UnaryKind {
  absl::Duration timeout;
  absl::Duration attempt_timeout;
  bool (*may_pass)(const Error&);
  // Of a write.
  std::string request_id = {};
};

// `rpc` makes one attempt: a grpc::Status of (grpc::ClientContext*, Answer*).
template <typename Answer, typename Rpc>
Result<Answer> Call(const Link& link, const UnaryKind& kind, const CallOptions& options, Rpc rpc) {
  if (link.unusable()) return *link.unusable();
  Attempts attempts = link.MakeAttempts(kind.timeout, options);
  while (true) {
    AttemptContext context(link, std::min(kind.attempt_timeout, attempts.Left()), options.stop);
    Answer answer;
    const grpc::Status status = rpc(&context.get(), &answer);
    if (status.ok()) return answer;
    Error error = ErrorOf(status);
    error.request_id = kind.request_id;
    if (!attempts.WaitAfter(error, kind.may_pass)) return error;
  }
}

}  // namespace bookings::client::internal
