// The program's flags and words, as plain data.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace bookings {

struct CommandLine {
  // Path of the YAML file; empty where none is given.
  std::string config;
  // `host:port` instead of the configuration's; empty = the configuration's.
  std::string listen;
  // Where the bound `host:port` is written; empty = nowhere.
  std::string port_file;
  bool check_config = false;
  bool make_token = false;
  // How long `healthcheck` waits.
  absl::Duration timeout;
  // What is no flag, but for the program's name.
  std::vector<std::string> words;
};

// Answers --help and --version itself, and ends the program where a flag is wrong.
CommandLine ReadCommandLine(int argc, char** argv);

}  // namespace bookings
