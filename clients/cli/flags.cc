// See flags.h.
#include "clients/cli/flags.h"

#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/terminal.h"

ABSL_FLAG(std::string, address, "",
          "host:port of the gateway; default: $BOOKINGS_ADDRESS, else 127.0.0.1:50051");
ABSL_FLAG(std::string, output, "",
          "how results are printed: table, json (one object per line), yaml or csv");
ABSL_FLAG(bool, json, false, "the same as --output=json");
ABSL_FLAG(std::string, color, "auto", "auto (on terminals, without $NO_COLOR), always or never");
ABSL_FLAG(absl::Duration, timeout, absl::InfiniteDuration(),
          "time for the whole call, such as 30s; default: none");
ABSL_FLAG(
    std::string, zone, "",
    "IANA zone in which times are shown and read; default: shown in each booking's own, read in "
    "the machine's");

namespace bookings::cli {
namespace {

std::string Environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

bool ReadColor(Problems& problems) {
  const std::string color = absl::GetFlag(FLAGS_color);
  if (color != "auto" && color != "always" && color != "never") {
    problems.push_back(absl::StrCat("--color: '", color, "' is none of auto, always, never"));
  }
  if (color == "always") return true;
  return color == "auto" && isatty(STDOUT_FILENO) == 1 && Environment("NO_COLOR", "").empty();
}

constexpr std::pair<const char*, Output> kOutputs[] = {
    {"", Output::kDefault},  {"table", Output::kTable}, {"json", Output::kJson},
    {"yaml", Output::kYaml}, {"csv", Output::kCsv},
};

Output ReadOutput(Problems& problems) {
  const std::string word = absl::GetFlag(FLAGS_output);
  if (absl::GetFlag(FLAGS_json)) {
    if (!word.empty() && word != "json") {
      problems.push_back(absl::StrCat("--json: is --output=json, not --output=", word));
    }
    return Output::kJson;
  }
  for (const auto& [name, output] : kOutputs) {
    if (word == name) return output;
  }
  problems.push_back(absl::StrCat("--output: '", word, "' is none of table, json, yaml, csv"));
  return Output::kDefault;
}

}  // namespace

Settings ReadSettings(Problems& problems) {
  Settings settings;
  settings.address = absl::GetFlag(FLAGS_address);
  if (settings.address.empty()) {
    settings.address = Environment("BOOKINGS_ADDRESS", "127.0.0.1:50051");
  }
  settings.output = ReadOutput(problems);
  settings.timeout = absl::GetFlag(FLAGS_timeout);
  settings.color = ReadColor(problems);
  settings.columns = SizeOfTerminal(STDOUT_FILENO).columns;
  settings.calendar = {absl::Now(), absl::LocalTimeZone()};
  const std::string zone = absl::GetFlag(FLAGS_zone);
  if (zone.empty()) return settings;
  if (absl::LoadTimeZone(zone, &settings.calendar.zone)) {
    settings.zone = settings.calendar.zone;
  } else {
    problems.push_back(absl::StrCat("--zone: no IANA zone has the name '", zone, "'"));
  }
  return settings;
}

}  // namespace bookings::cli
