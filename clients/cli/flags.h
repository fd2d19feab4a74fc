// The flags of bookctl that more than one command reads, and the settings made from them.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace bookings::cli {

// Exit codes, as README.md promises them.
enum ExitCode {
  kOk = 0,
  kUsage = 1,
  kFailed = 2,
  kIncomplete = 3,
  kNotFound = 4,
  // Whether a write took effect is not known: the same command with the same --request_id tells.
  kUnclear = 5,
};

struct Settings {
  std::string address;
  bool json = false;
  bool color = false;
  // Time that the whole call may take; infinite = no deadline.
  absl::Duration timeout = absl::InfiniteDuration();
  // Zone in which times are shown.
  absl::TimeZone zone;
};

// Reads the flags and the environment. Problems go to stderr, and `ok` is false.
struct SettingsResult {
  Settings settings;
  bool ok = true;
};
SettingsResult ReadSettings();

}  // namespace bookings::cli
