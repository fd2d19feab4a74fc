// Which connections --connection and --vendor mean.
#pragma once

#include "bookings/v1/bookings.pb.h"
#include "clients/cli/commands.h"

namespace bookings::cli {

// Replaces the request's connections by those of them that are of the vendors of --vendor, asking
// the gateway which there are; without --vendor they stay. Failures are told on stderr.
ExitCode ChooseConnections(const Invocation& invocation, v1::ListBookingsRequest* request);

}  // namespace bookings::cli
