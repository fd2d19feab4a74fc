// Failures of the gateway in words for people.
#pragma once

#include <grpcpp/support/status.h>

#include <optional>
#include <ostream>
#include <string>

#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "clients/cli/flags.h"

namespace bookings::cli {

// Prints what failed, every field violation and when to retry; returns the exit code.
ExitCode ExplainError(const grpc::Status& status, const Settings& settings, std::ostream& err);

// One line on a stream that broke and is opened again after the wait; OK = it ended early.
void TellBreak(const grpc::Status& status, absl::Duration wait, std::ostream& err);

// What the gateway's ErrorInfo says; empty parts were not told.
struct ErrorFacts {
  // Such as `SLOT_UNAVAILABLE`.
  std::string reason;
  // NOT_CREATED, CREATED or UNKNOWN, of creations.
  std::string booking_state;
  std::optional<absl::Duration> retry_delay;
};
ErrorFacts FactsOf(const grpc::Status& status);

// One line on a source that failed or was read in part.
std::string ExplainSource(const v1::SourceStatus& source);

}  // namespace bookings::cli
