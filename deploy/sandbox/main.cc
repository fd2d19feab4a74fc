// bookings-sandbox: serves the simulated vendors until SIGINT or SIGTERM and tells where they
// listen.
#include <signal.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "deploy/sandbox/core/sandbox.h"
#include "deploy/sandbox/vendors.h"

ABSL_FLAG(std::string, listen, "127.0.0.1", "address to listen on");
ABSL_FLAG(uint16_t, first_port, 0,
          "port of the control server, the vendors follow; 0 lets the system choose all");
ABSL_FLAG(std::string, addresses_file, "", "file to write the addresses to, as JSON");
ABSL_FLAG(uint64_t, bookings, 1000, "bookings in each vendor's default account");
ABSL_FLAG(uint64_t, seed, 1, "seed of the default accounts' data");

namespace bookings::sandbox {
namespace {

// Readers wait for the file to appear: it must never be seen half written.
absl::Status WriteAtomically(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".new";
  std::ofstream file(temporary);
  file << text << std::flush;
  file.close();
  if (!file || std::rename(temporary.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError("cannot write " + path);
  }
  return absl::OkStatus();
}

absl::Status Announce(const Json& addresses) {
  const std::string line = JsonString(addresses) + "\n";
  std::cout << line << std::flush;
  const std::string path = absl::GetFlag(FLAGS_addresses_file);
  return path.empty() ? absl::OkStatus() : WriteAtomically(path, line);
}

absl::Status Run() {
  // Blocked before any thread starts, so that only sigwait takes them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  Sandbox sandbox(MakeAllVendors());
  SandboxOptions options;
  options.host = absl::GetFlag(FLAGS_listen);
  options.first_port = absl::GetFlag(FLAGS_first_port);
  options.bookings = absl::GetFlag(FLAGS_bookings);
  options.seed = absl::GetFlag(FLAGS_seed);
  if (absl::Status status = sandbox.Start(options); !status.ok()) return status;
  if (absl::Status status = Announce(sandbox.Addresses()); !status.ok()) return status;
  int signal = 0;
  sigwait(&signals, &signal);
  sandbox.Stop();
  return absl::OkStatus();
}

}  // namespace
}  // namespace bookings::sandbox

int main(int argc, char** argv) {
  // Deadlock detection costs more than the sandbox's own work and guards nothing here.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  absl::SetProgramUsageMessage(
      "Serves the five booking vendors' HTTP APIs, simulated, on loopback.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = bookings::sandbox::Run();
  if (status.ok()) return 0;
  std::cerr << "bookings-sandbox: " << status.message() << "\n";
  return 1;
}
