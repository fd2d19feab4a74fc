// What to do about a failure, by its reason: docs/errors.md in a sentence each.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

namespace bookings::cli {

// `connection` is the id that the failure is about; empty for the gateway itself.
std::string RemedyFor(const grpc::Status& status, const std::string& connection);

}  // namespace bookings::cli
