// Channels: in clear text to loopback addresses only, unless it is meant.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "bookings/client/options.h"

namespace bookings::client::internal {

// Whether what is sent there does not leave the machine; false in doubt.
bool IsLoopback(const std::string& address);

std::shared_ptr<grpc::Channel> OpenChannel(const Options& options);

}  // namespace bookings::client::internal
