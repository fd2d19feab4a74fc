// The connection to the gateway: in clear text, or over TLS with or without a client certificate.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "clients/cli/problems.h"

namespace bookings::cli {

// As --ca_file, --certificate_file and --key_file say. Null with a problem where these cannot be
// read or do not go together.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address, Problems& problems);

// Whether they ask for TLS.
bool SpeaksTls();

}  // namespace bookings::cli
