// Failures of writes in words for people: above all, whether something was changed.
#pragma once

#include <ostream>

#include "bookings/client/error.h"
#include "clients/cli/flags.h"

namespace bookings::cli {

// Prints what failed, what became of the booking, and how to go on; returns the exit code.
ExitCode ExplainWriteError(const client::Error& error, const Settings& settings, std::ostream& err);

}  // namespace bookings::cli
