// Help in a terminal's lines.
#pragma once

#include <string>

#include "clients/cli/command_table.h"

namespace bookings::cli {

// All commands, the flags that all have, and the exit codes.
std::string HelpText(int width);
// One command with its flags and examples.
std::string CommandHelp(const Command& command, int width);
// `bookctl get NAME`.
std::string Synopsis(const Command& command);

}  // namespace bookings::cli
