// The words of a command line: command, operands and flags. Both `--flag value` and `--flag=value`
// are read, dashes in names count as underscores, and a flag that is repeated adds to its list.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/command_table.h"
#include "clients/cli/problems.h"

namespace bookings::cli {

struct GivenFlag {
  std::string name;
  std::string value;
};

struct CommandLine {
  // Null where none is named, or none is known by that name.
  const Command* command = nullptr;
  std::vector<std::string> operands;
  // As many as the command takes.
  bool operands_fit = false;
  std::vector<GivenFlag> flags;
  bool help = false;
};

// Takes the words apart, without the program's own name; `problems` gets all that is wrong with
// them.
CommandLine ReadCommandLine(const std::vector<std::string>& words, Problems& problems);

// Puts the flags into force (the values of Abseil's flags); values of a wrong type are problems.
void SetFlags(const CommandLine& line, Problems& problems);

}  // namespace bookings::cli
