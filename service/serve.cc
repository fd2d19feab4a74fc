// See serve.h.
#include "service/serve.h"

#include <time.h>

#include <cstdint>

#include "service/announce.h"
#include "service/gateway.h"

namespace bookings {
namespace {

// How often the files of the configuration are looked at: a rotated secret is in force soon, and
// reading them takes a few milliseconds.
constexpr timespec kLookInterval = {10, 0};

// Keeps the configuration up to date until a signal to stop comes, which it returns.
int AwaitStop(const AwaitedSignals& signals, Reloader reloader) {
  while (true) {
    const int signal = signals.Next();
    if (signal == SIGHUP) {
      reloader.Reload();
    } else if (signal > 0) {
      return signal;
    } else {
      reloader.Look();
    }
  }
}

}  // namespace

AwaitedSignals::AwaitedSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

int AwaitedSignals::Next() const {
  const int signal = sigtimedwait(&signals_, nullptr, &kLookInterval);
  return signal > 0 ? signal : 0;
}

absl::Status Serve(const ServeOptions& options, const AwaitedSignals& signals, const Log& log) {
  auto gateway = Gateway::Start(options.config, &log);
  if (!gateway.ok()) return gateway.status();
  const std::string admin = (*gateway)->admin_address();
  log.Event(LogLevel::kInfo, "started",
            {{"address", (*gateway)->address()},
             {"admin", admin},
             {"connections", int64_t{options.config.config.connections_size()}}});
  // Last: who has waited for the port file finds the address of the admin pages in the log.
  absl::Status announced = Announce((*gateway)->address(), options.port_file);
  if (!announced.ok()) return announced;
  const int signal = AwaitStop(signals, {options.read, options.config, gateway->get(), &log});
  log.Event(LogLevel::kInfo, "stopping", {{"signal", int64_t{signal}}});
  (*gateway)->Stop();
  log.Event(LogLevel::kInfo, "stopped", {});
  return absl::OkStatus();
}

}  // namespace bookings
