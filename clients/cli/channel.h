// The connection to the gateway: in clear text, or over TLS with or without a client certificate.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

namespace bookings::cli {

// As --ca_file, --certificate_file and --key_file say. Null (said on stderr) where these cannot be
// read or do not go together.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address);

}  // namespace bookings::cli
