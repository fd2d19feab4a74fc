// Messages as proto3 JSON.
#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace bookings::cli {

// The message as one line.
std::string ToJson(const google::protobuf::Message& message);
// The message, indented.
std::string ToPrettyJson(const google::protobuf::Message& message);
// The text as a JSON string, with its quotes.
std::string QuotedJson(std::string_view text);

}  // namespace bookings::cli
