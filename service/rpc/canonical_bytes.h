// Messages as bytes that are the same for equal messages, to be hashed. Only within one version of
// the gateway's protos: unknown fields count too.
#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace bookings {

std::string CanonicalBytes(const google::protobuf::Message& message);

}  // namespace bookings
