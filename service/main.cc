// bookings-gateway: serves the bookings of all configured connections over gRPC until SIGTERM or
// SIGINT. What it is made of stands in gateway.cc. `bookings-gateway healthcheck` asks one that
// runs.
#include <malloc.h>
#include <signal.h>
#include <time.h>

#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/synchronization/mutex.h"
#include "connectors/registry.h"
#include "service/announce.h"
#include "service/config/check_listen.h"
#include "service/config/checked_config.h"
#include "service/gateway.h"
#include "service/healthcheck.h"
#include "service/make_token.h"
#include "service/observability/log.h"
#include "service/reloader.h"

ABSL_FLAG(std::string, config, "", "YAML file with the configuration; required");
ABSL_FLAG(bool, check_config, false, "only check the configuration and the secrets it names");
ABSL_FLAG(std::string, listen, "",
          "host:port to listen on, instead of the configuration's; port 0 lets the system choose");
ABSL_FLAG(bool, make_token, false,
          "only print a new bearer token for a caller, and its line for the policy file");
ABSL_FLAG(std::string, port_file, "", "file to write the bound host:port to");
ABSL_FLAG(absl::Duration, timeout, absl::Seconds(2), "how long `healthcheck` waits for the answer");

namespace bookings {
namespace {

enum ExitCode { kOk = 0, kConfigWrong = 1, kUnhealthy = 1, kCannotRun = 2 };

// A page takes and gives back some hundred KiB. With glibc's defaults most of it is returned to the
// system and faulted in anew for the next page, which costs about as much as mapping its bookings.
void KeepFreedMemory() {
  constexpr int kKeptFreeBytes = 8 << 20;    // of each of malloc's arenas
  constexpr int kOwnMappingBytes = 4 << 20;  // far above a page, below the largest answers
  mallopt(M_TRIM_THRESHOLD, kKeptFreeBytes);
  mallopt(M_MMAP_THRESHOLD, kOwnMappingBytes);
}

// How often the files of the configuration are looked at: a rotated secret is in force soon, and
// reading them takes a few milliseconds.
constexpr timespec kLookInterval = {10, 0};

// Blocked before any thread starts, so that only sigtimedwait takes them.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

CheckedConfig ReadConfig() {
  return ReadConfigFile(absl::GetFlag(FLAGS_config), Connectors(), absl::GetFlag(FLAGS_listen));
}

// Keeps the configuration up to date until a signal to stop comes, which it returns.
int AwaitStop(const sigset_t& signals, Reloader reloader) {
  while (true) {
    const int signal = sigtimedwait(&signals, nullptr, &kLookInterval);
    if (signal == SIGHUP) {
      reloader.Reload();
    } else if (signal > 0) {
      return signal;
    } else {
      reloader.Look();  // the time has passed
    }
  }
}

ExitCode Serve(const CheckedConfig& config, const sigset_t& signals, const Log& log) {
  auto gateway = Gateway::Start(config, &log);
  absl::Status running = gateway.status();
  if (running.ok()) running = Announce((*gateway)->address(), absl::GetFlag(FLAGS_port_file));
  if (!running.ok()) {
    std::cerr << "bookings-gateway: " << running.message() << "\n";
    return kCannotRun;
  }
  const std::string admin = (*gateway)->admin_address();
  log.Event(LogLevel::kInfo, "started",
            {{"address", (*gateway)->address()},
             {"admin", admin},
             {"connections", int64_t{config.config.connections_size()}}});
  const int signal = AwaitStop(signals, {ReadConfig, config, gateway->get(), &log});
  log.Event(LogLevel::kInfo, "stopping", {{"signal", int64_t{signal}}});
  (*gateway)->Stop();
  log.Event(LogLevel::kInfo, "stopped", {});
  return kOk;
}

ExitCode MakeToken() {
  if (PrintNewToken(std::cout)) return kOk;
  std::cerr << "bookings-gateway: the system gives no randomness\n";
  return kCannotRun;
}

// Whatever else may be wrong with the configuration by now does not concern the gateway that runs.
config::v1::Listen HowItListens() {
  const std::string address = absl::GetFlag(FLAGS_listen);
  const std::string file = absl::GetFlag(FLAGS_config);
  config::v1::Listen listen;
  if (!file.empty()) listen = ReadConfigFile(file, Connectors(), address).config.listen();
  if (!address.empty()) listen.set_address(address);
  if (listen.address().empty()) listen.set_address(kDefaultListenAddress);
  return listen;
}

ExitCode Healthcheck() {
  const absl::Status health = CheckHealth(HowItListens(), absl::GetFlag(FLAGS_timeout));
  if (health.ok()) return kOk;
  std::cerr << "bookings-gateway: " << health.message() << "\n";
  return kUnhealthy;
}

ExitCode Run(const std::vector<char*>& words) {
  if (absl::GetFlag(FLAGS_make_token)) return MakeToken();
  if (words.size() == 2 && std::string_view(words[1]) == "healthcheck") return Healthcheck();
  if (words.size() > 1) {
    std::cerr << "bookings-gateway: what is '" << words[1] << "'? The only word is healthcheck\n";
    return kConfigWrong;
  }
  if (absl::GetFlag(FLAGS_config).empty()) {
    std::cerr << "bookings-gateway: --config is required\n";
    return kConfigWrong;
  }
  const sigset_t signals = BlockSignals();
  signal(SIGPIPE, SIG_IGN);  // a peer that is gone is an error code, not the end
  const Log log;
  const CheckedConfig config = ReadConfig();
  for (const std::string& warning : config.warnings) {
    log.Event(LogLevel::kWarning, "config_warning", {{"warning", warning}});
  }
  for (const std::string& problem : config.problems) std::cerr << problem << "\n";
  if (!config.problems.empty()) return kConfigWrong;
  if (absl::GetFlag(FLAGS_check_config)) return kOk;
  return Serve(config, signals, log);
}

}  // namespace
}  // namespace bookings

int main(int argc, char** argv) {
  // Deadlock detection costs an eighth of a gRPC server's time and guards nothing here.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  bookings::KeepFreedMemory();
  absl::SetProgramUsageMessage(
      "Serves the bookings of all configured connections over gRPC; with the word `healthcheck` it "
      "asks one that runs.");
  absl::FlagsUsageConfig usage;
  usage.version_string = [] { return "bookings-gateway " BOOKINGS_VERSION "\n"; };
  absl::SetFlagsUsageConfig(usage);
  return bookings::Run(absl::ParseCommandLine(argc, argv));
}
