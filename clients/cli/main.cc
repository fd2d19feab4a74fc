// bookctl: the Bookings Gateway at the command line. README.md lists its commands, flags and exit
// codes; command_table.cc is where they come from.
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "clients/cli/run.h"

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  // What gRPC would log stands in the status of the call, and is told from there.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  std::signal(SIGPIPE, SIG_DFL);  // `bookctl list | head` ends quietly
  return bookings::cli::Run(std::vector<std::string>(argv + 1, argv + argc));
}
