// See command_line.h.
#include "service/command_line.h"

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"

ABSL_FLAG(std::string, config, "", "YAML file with the configuration; required");
ABSL_FLAG(bool, check_config, false, "only check the configuration and the secrets it names");
ABSL_FLAG(std::string, listen, "",
          "host:port to listen on, instead of the configuration's; port 0 lets the system choose");
ABSL_FLAG(bool, make_token, false,
          "only print a new bearer token for a caller, and its line for the policy file");
ABSL_FLAG(std::string, port_file, "", "file to write the bound host:port to");
ABSL_FLAG(absl::Duration, timeout, absl::Seconds(2), "how long `healthcheck` waits for the answer");

namespace bookings {

CommandLine ReadCommandLine(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Serves the bookings of all configured connections over gRPC; with the word `healthcheck` it "
      "asks one that runs.");
  absl::FlagsUsageConfig usage;
  usage.version_string = [] { return "bookings-gateway " BOOKINGS_VERSION "\n"; };
  absl::SetFlagsUsageConfig(usage);
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  CommandLine line;
  line.config = absl::GetFlag(FLAGS_config);
  line.listen = absl::GetFlag(FLAGS_listen);
  line.port_file = absl::GetFlag(FLAGS_port_file);
  line.check_config = absl::GetFlag(FLAGS_check_config);
  line.make_token = absl::GetFlag(FLAGS_make_token);
  line.timeout = absl::GetFlag(FLAGS_timeout);
  line.words.assign(rest.begin() + 1, rest.end());
  return line;
}

}  // namespace bookings
