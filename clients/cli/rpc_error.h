// Failures of the gateway in words for people.
#pragma once

#include <ostream>
#include <string>

#include "absl/time/time.h"
#include "bookings/client/error.h"
#include "bookings/v1/bookings.pb.h"
#include "clients/cli/flags.h"

namespace bookings::cli {

// Prints what failed, every field violation and when to retry; returns the exit code.
ExitCode ExplainError(const client::Error& error, const Settings& settings, std::ostream& err);

// One line on a stream that broke and is opened again after the wait.
void TellBreak(const client::Error& error, absl::Duration wait, std::ostream& err);

// One line on a source that failed or was read in part.
std::string ExplainSource(const v1::SourceStatus& source);

}  // namespace bookings::cli
