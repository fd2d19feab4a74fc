// What a client takes from its surroundings. A test gives it others, whose time passes at once.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "absl/time/time.h"

namespace bookings::client {

// Threads share it.
class Environment {
 public:
  virtual ~Environment() = default;
  // Time since an instant that stays the same; never goes back.
  virtual absl::Duration Now() = 0;
  // Returns after `wait`, or when it is stopped.
  virtual void Sleep(absl::Duration wait, const std::stop_token& stop) = 0;
  // Evenly of [0, 1).
  virtual double Chance() = 0;
  // 1 to 64 characters, never the same twice.
  virtual std::string NewRequestId() = 0;
};

// The machine's clock; random UUIDs as request ids.
std::shared_ptr<Environment> MakeRealEnvironment();

}  // namespace bookings::client
