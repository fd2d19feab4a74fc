// bookctl: the Bookings Gateway at the command line. README.md lists its commands, flags and exit
// codes.
#include <csignal>
#include <iostream>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/match.h"
#include "absl/synchronization/mutex.h"
#include "clients/cli/channel.h"
#include "clients/cli/commands.h"

namespace bookings::cli {
namespace {

constexpr char kUsageText[] =
    "reads and makes bookings through the gateway\n\n"
    "  bookctl [flags] list                 bookings of all connections, or of --connection=a,b\n"
    "  bookctl [flags] get NAME             one booking\n"
    "  bookctl [flags] slots                times that can be booked at --connection=a\n"
    "  bookctl [flags] create               books --slot=TOKEN, --start=WHEN or "
    "--night=DATE=AMOUNT\n"
    "  bookctl [flags] cancel NAME          cancels a booking\n"
    "  bookctl [flags] reschedule NAME      moves a booking, with the flags of create\n"
    "  bookctl [flags] status NAME STATUS   confirmed, declined, completed or no_show\n"
    "  bookctl [flags] connections          the accounts and what they can do\n\n"
    "bookctl --help shows the flags";

// Commands without operands, and those about one booking.
constexpr std::pair<std::string_view, decltype(&RunList)> kCommands[] = {
    {"list", &RunList},
    {"slots", &RunSlots},
    {"create", &RunCreate},
    {"connections", &RunConnections},
};
constexpr std::pair<std::string_view, decltype(&RunGet)> kBookingCommands[] = {
    {"get", &RunGet},
    {"cancel", &RunCancel},
    {"reschedule", &RunReschedule},
};

ExitCode WrongUsage(std::string_view problem) {
  std::cerr << "error: " << problem << "\n\nbookctl " << kUsageText << '\n';
  return kUsage;
}

ExitCode Run(const std::vector<char*>& arguments) {
  if (arguments.size() < 2) return WrongUsage("which command?");
  const std::string_view command = arguments[1];
  const size_t operands = arguments.size() - 2;
  const SettingsResult read = ReadSettings();
  if (!read.ok) return kUsage;
  const auto channel = OpenChannel(read.settings.address);
  if (channel == nullptr) return kUsage;
  for (const auto& [name, run] : kCommands) {
    if (command == name && operands == 0) return run(read.settings, channel);
  }
  for (const auto& [name, run] : kBookingCommands) {
    if (command == name && operands == 1) return run(read.settings, channel, arguments[2]);
  }
  if (command == "status" && operands == 2) {
    return RunStatus(read.settings, channel, arguments[2], arguments[3]);
  }
  return WrongUsage("no such command, or wrong operands");
}

}  // namespace
}  // namespace bookings::cli

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  std::signal(SIGPIPE, SIG_DFL);  // `bookctl list | head` ends quietly
  absl::SetProgramUsageMessage(bookings::cli::kUsageText);
  absl::FlagsUsageConfig config;
  config.contains_helpshort_flags = [](absl::string_view file) {
    return absl::StrContains(file, "clients/cli/");
  };
  config.contains_help_flags = config.contains_helpshort_flags;
  absl::SetFlagsUsageConfig(config);
  return bookings::cli::Run(absl::ParseCommandLine(argc, argv));
}
