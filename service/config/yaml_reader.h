// YAML text -> a message, by the names of its proto. Checks names and types only.
#pragma once

#include <map>
#include <string>

#include "connectors/api/failure.h"
#include "google/protobuf/message.h"

namespace bookings {

// Largest file: thousands of connections or callers.
inline constexpr size_t kMaxConfigBytes = 1024 * 1024;

struct YamlNotes {
  // All that is wrong with names and types.
  Violations problems;
  // The line, from 1, of each path that stands in the text.
  std::map<std::string, int> lines;
};

// What could be read is in `message`, whatever the problems. Durations are texts such as "30s",
// "5m" or "72h". Unknown and repeated names are problems.
YamlNotes ReadYaml(const std::string& yaml, google::protobuf::Message* message);

}  // namespace bookings
