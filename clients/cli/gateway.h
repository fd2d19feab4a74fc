// The gateway that a command speaks to, as --address and the flags that name files say.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <optional>
#include <string>

#include "bookings/client/client.h"
#include "clients/cli/problems.h"

namespace bookings::cli {

struct Gateway {
  // One attempt: who asks sees at once what came of it, and decides.
  client::Client Once() const;
  // Lists go on where their stream breaks, as those of all clients do.
  client::Client Persistent() const;

  client::Options options;
  std::shared_ptr<grpc::Channel> channel;
};

// Nothing, with problems, where the files cannot be read or do not go together. Does not connect
// yet.
std::optional<Gateway> OpenGateway(const std::string& address, Problems& problems);

// The caller's own token of --token_file, and the customers' of --vendor_token_file. For those who
// run so long that the files may be replaced meanwhile.
void ReadTokens(client::Options& options, Problems& problems);

// Whether --ca_file asks for TLS.
bool SpeaksTls();

}  // namespace bookings::cli
