// The google.rpc details that gRPC carries in `grpc-status-details-bin`, as parts of an Error.
//
// By field numbers (google/rpc/status.proto, google/rpc/error_details.proto): a generated copy of
// these messages would collide with the one that a program may link already.
#pragma once

#include <grpcpp/support/status.h>

#include "bookings/client/error.h"

namespace bookings::client::internal {

// What cannot be read is left out: a failure with a code alone is still a failure.
Error ErrorOf(const grpc::Status& status);

// The other way round; details where the error has any.
grpc::Status StatusOf(const Error& error);

}  // namespace bookings::client::internal
