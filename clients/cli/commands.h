// The commands of bookctl: each has a check of its flags and operands, which asks nobody, and a run
// that returns the exit code and finds the check passed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clients/cli/flags.h"
#include "clients/cli/gateway.h"
#include "clients/cli/problems.h"

namespace bookings::cli {

struct Invocation {
  Settings settings;
  std::vector<std::string> operands;
  // None for commands that need no gateway, and where flags are wrong.
  std::optional<Gateway> gateway;
};

void CheckList(const Invocation& invocation, Problems& problems);
ExitCode RunList(const Invocation& invocation);
void CheckExplain(const Invocation& invocation, Problems& problems);
ExitCode RunExplain(const Invocation& invocation);
void CheckWatch(const Invocation& invocation, Problems& problems);
ExitCode RunWatch(const Invocation& invocation);
void CheckGet(const Invocation& invocation, Problems& problems);
ExitCode RunGet(const Invocation& invocation);
void CheckSlots(const Invocation& invocation, Problems& problems);
ExitCode RunSlots(const Invocation& invocation);
void CheckCreate(const Invocation& invocation, Problems& problems);
ExitCode RunCreate(const Invocation& invocation);
void CheckCancel(const Invocation& invocation, Problems& problems);
ExitCode RunCancel(const Invocation& invocation);
void CheckReschedule(const Invocation& invocation, Problems& problems);
ExitCode RunReschedule(const Invocation& invocation);
void CheckStatus(const Invocation& invocation, Problems& problems);
ExitCode RunStatus(const Invocation& invocation);
ExitCode RunConnections(const Invocation& invocation);
ExitCode RunDoctor(const Invocation& invocation);
void CheckCompletion(const Invocation& invocation, Problems& problems);
ExitCode RunCompletion(const Invocation& invocation);
ExitCode RunComplete(const Invocation& invocation);
void CheckHelp(const Invocation& invocation, Problems& problems);
ExitCode RunHelp(const Invocation& invocation);
ExitCode RunManual(const Invocation& invocation);

}  // namespace bookings::cli
