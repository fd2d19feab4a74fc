// What can stand next on a command line.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bookings/v1/connections.pb.h"

namespace bookings::cli {

struct Candidate {
  // The whole word. One that ends with `=` or `/` is to be written on.
  std::string word;
  // For shells that show it; may be empty.
  std::string meaning;
};

// Asked only where a connection or a vendor is wanted; empty where the gateway does not answer.
using AskConnections = std::function<std::vector<v1::Connection>()>;

// `words` stand behind the program's name; the last one is being typed, and may be empty. Empty
// where the shell had better complete files.
std::vector<Candidate> Complete(const std::vector<std::string>& words, const AskConnections& ask);

}  // namespace bookings::cli
