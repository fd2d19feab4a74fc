// See run.h.
#include "clients/cli/run.h"

#include <iostream>

#include "clients/cli/command_line.h"
#include "clients/cli/commands.h"
#include "clients/cli/interrupt.h"

namespace bookings::cli {
namespace {

// What can be said without asking anybody.
void Check(const CommandLine& line, Invocation& invocation, Problems& problems) {
  SetFlags(line, problems);
  invocation.settings = ReadSettings(problems);
  if (line.command->asks == Asks::kGateway) {
    invocation.gateway = OpenGateway(invocation.settings.address, problems);
  }
  if (line.operands_fit && line.command->check != nullptr) {
    line.command->check(invocation, problems);
  }
}

ExitCode WrongUsage(const CommandLine& line) {
  const std::string name = line.command == nullptr ? "" : " " + std::string(line.command->name);
  std::cerr << "see bookctl help" << name << '\n';
  return kUsage;
}

ExitCode ShowHelp(const Command* command) {
  Problems none;
  Invocation invocation = {ReadSettings(none), {}, std::nullopt};
  if (command != nullptr) invocation.operands.emplace_back(command->name);
  return RunHelp(invocation);
}

}  // namespace

ExitCode Run(const std::vector<std::string>& words) {
  Problems problems;
  const CommandLine line = ReadCommandLine(words, problems);
  if (line.help) return ShowHelp(line.command);
  if (words.empty()) return ShowHelp(nullptr), kUsage;
  if (line.command == nullptr) {
    if (problems.empty()) problems.push_back("which command?");
    Report(problems);
    return WrongUsage(line);
  }
  // Before gRPC starts its threads, which must not take the signals.
  if (line.command->run == &RunWatch) Interrupt::BlockSignals();
  Invocation invocation;
  invocation.operands = line.operands;
  Check(line, invocation, problems);
  if (!Report(problems)) return WrongUsage(line);
  return line.command->run(invocation);
}

}  // namespace bookings::cli
