// The flags of bookctl that more than one command reads, and the settings made from them.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "clients/cli/problems.h"
#include "clients/cli/time_words.h"

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

// How results are printed. kDefault: as the command does by itself, for people.
enum class Output { kDefault, kTable, kJson, kYaml, kCsv };

struct Settings {
  std::string address;
  Output output = Output::kDefault;
  bool color = false;
  // Cells of a line of the terminal that stdout is; 0 = it is none.
  int columns = 0;
  // Time that the whole call may take; infinite = no deadline.
  absl::Duration timeout = absl::InfiniteDuration();
  // --zone, in which times are shown; none = each booking's own.
  std::optional<absl::TimeZone> zone;
  // What words for times are read against: --zone, else the machine's zone.
  Calendar calendar;
};

// Reads the flags and the environment.
Settings ReadSettings(Problems& problems);

}  // namespace bookings::cli
