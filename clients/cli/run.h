// A command line, carried out.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/flags.h"

namespace bookings::cli {

// The words behind the program's name. All that is wrong with them is told at once, before anybody
// is asked.
ExitCode Run(const std::vector<std::string>& words);

}  // namespace bookings::cli
