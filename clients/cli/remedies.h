// What to do about a failure, by its reason: docs/errors.md in a sentence each.
#pragma once

#include <string>

#include "bookings/client/error.h"

namespace bookings::cli {

// `connection` is the id that the failure is about; empty for the gateway itself.
std::string RemedyFor(const client::Error& error, const std::string& connection);

}  // namespace bookings::cli
