// Another program, run to its end.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bookings::cli {

struct ProgramResult {
  // -1 where a signal ended it.
  int exit_code = 0;
  // What it wrote to both of its outputs, up to a bound.
  std::string output;
};

// The first word names the program, which is looked for in $PATH unless it holds a slash. No value
// where it cannot be started.
std::optional<ProgramResult> RunProgram(const std::vector<std::string>& words);

}  // namespace bookings::cli
