// Failures of writes in words for people: above all, whether something was changed.
#pragma once

#include <grpcpp/support/status.h>

#include <ostream>
#include <string>

#include "clients/cli/flags.h"

namespace bookings::cli {

// Prints what failed, what became of the booking, and how to go on; returns the exit code.
ExitCode ExplainWriteError(const grpc::Status& status, const Settings& settings,
                           const std::string& request_id, std::ostream& err);

}  // namespace bookings::cli
