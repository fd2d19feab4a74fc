// What every call of bookctl shares.
#pragma once

#include <grpcpp/client_context.h>

#include <string>

#include "clients/cli/flags.h"
#include "google/protobuf/message.h"

namespace bookings::cli {

// Sets the deadline, the caller's own token of --token_file and the customers' of
// --vendor_token_file; false (said on stderr) where these are malformed.
bool PrepareContext(const Settings& settings, grpc::ClientContext* context);

// The message as one line of proto3 JSON.
std::string ToJson(const google::protobuf::Message& message);
// The message as indented proto3 JSON.
std::string ToPrettyJson(const google::protobuf::Message& message);

}  // namespace bookings::cli
