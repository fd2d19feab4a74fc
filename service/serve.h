// A gateway from its start until it is told to stop, with the reloads in between.
#pragma once

#include <signal.h>

#include <string>

#include "absl/status/status.h"
#include "service/config/checked_config.h"
#include "service/observability/log.h"
#include "service/reloader.h"

namespace bookings {

// SIGTERM and SIGINT stop, SIGHUP reloads.
class AwaitedSignals {
 public:
  // To be made before any thread starts, so that all of them leave these signals to Next().
  AwaitedSignals();

  // The next of them; 0 once the configuration's files are to be looked at again.
  int Next() const;

 private:
  sigset_t signals_;
};

// What the gateway is made of, and where the files of its configuration are read anew.
struct ServeOptions {
  CheckedConfig config;
  Reloader::Read read;
  // Where the bound `host:port` is written; empty = nowhere.
  std::string port_file;
};

// Serves until a signal to stop comes. Fails where the gateway cannot be started or not be
// announced.
absl::Status Serve(const ServeOptions& options, const AwaitedSignals& signals, const Log& log);

}  // namespace bookings
