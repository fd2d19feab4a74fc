// Channels to a gateway.
#pragma once

#include <grpcpp/channel.h>

#include <memory>

#include "bookings/client/options.h"

namespace bookings::client {

// What a client of these options speaks over, by their address and TLS; for several clients to
// share, and for stubs of other services, such as grpc.health.v1. Does not connect yet.
std::shared_ptr<grpc::Channel> OpenChannel(const Options& options);

}  // namespace bookings::client
