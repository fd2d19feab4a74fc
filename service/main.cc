// bookings-gateway: serves the bookings of all configured connections over gRPC until SIGTERM or
// SIGINT (serve.h; what it is made of stands in gateway.cc). `bookings-gateway healthcheck` asks
// one that runs.
#include <malloc.h>
#include <signal.h>

#include <iostream>
#include <string>
#include <string_view>

#include "absl/synchronization/mutex.h"
#include "connectors/api/text.h"
#include "connectors/registry.h"
#include "service/command_line.h"
#include "service/config/check_listen.h"
#include "service/config/checked_config.h"
#include "service/healthcheck.h"
#include "service/make_token.h"
#include "service/observability/log.h"
#include "service/serve.h"

namespace bookings {
namespace {

enum ExitCode { kOk = 0, kConfigWrong = 1, kUnhealthy = 1, kCannotRun = 2 };

// Says on standard error why the program ends.
ExitCode Fail(ExitCode code, std::string_view why) {
  std::cerr << "bookings-gateway: " << why << "\n";
  return code;
}

// A page takes and gives back some hundred KiB. With glibc's defaults most of it is returned to the
// system and faulted in anew for the next page, which costs about as much as mapping its bookings.
void KeepFreedMemory() {
  constexpr int kKeptFreeBytes = 8 << 20;    // of each of malloc's arenas
  constexpr int kOwnMappingBytes = 4 << 20;  // far above a page, below the largest answers
  mallopt(M_TRIM_THRESHOLD, kKeptFreeBytes);
  mallopt(M_MMAP_THRESHOLD, kOwnMappingBytes);
}

ExitCode MakeToken() {
  return PrintNewToken(std::cout) ? kOk : Fail(kCannotRun, "the system gives no randomness");
}

// Whatever else may be wrong with the configuration by now does not concern the gateway that runs.
ExitCode Healthcheck(const CommandLine& line) {
  config::v1::Listen listen;
  if (!line.config.empty()) {
    listen = ReadConfigFile(line.config, Connectors(), line.listen).config.listen();
  }
  if (!line.listen.empty()) listen.set_address(line.listen);
  if (listen.address().empty()) listen.set_address(kDefaultListenAddress);
  const absl::Status health = CheckHealth(listen, line.timeout);
  return health.ok() ? kOk : Fail(kUnhealthy, ToStd(health.message()));
}

ExitCode CheckAndServe(const CommandLine& line) {
  const AwaitedSignals signals;
  signal(SIGPIPE, SIG_IGN);  // a peer that is gone is an error code, not the end
  const Log log;
  const auto read = [&line] { return ReadConfigFile(line.config, Connectors(), line.listen); };
  const CheckedConfig config = read();
  for (const std::string& warning : config.warnings) {
    log.Event(LogLevel::kWarning, "config_warning", {{"warning", warning}});
  }
  for (const std::string& problem : config.problems) std::cerr << problem << "\n";
  if (!config.problems.empty()) return kConfigWrong;
  if (line.check_config) return kOk;
  const absl::Status served = Serve({config, read, line.port_file}, signals, log);
  return served.ok() ? kOk : Fail(kCannotRun, ToStd(served.message()));
}

ExitCode Run(const CommandLine& line) {
  if (line.make_token) return MakeToken();
  if (line.words.size() == 1 && line.words[0] == "healthcheck") return Healthcheck(line);
  if (!line.words.empty()) {
    return Fail(kConfigWrong, "what is '" + line.words[0] + "'? The only word is healthcheck");
  }
  if (line.config.empty()) return Fail(kConfigWrong, "--config is required");
  return CheckAndServe(line);
}

}  // namespace
}  // namespace bookings

int main(int argc, char** argv) {
  // Deadlock detection costs an eighth of a gRPC server's time and guards nothing here.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  bookings::KeepFreedMemory();
  return bookings::Run(bookings::ReadCommandLine(argc, argv));
}
