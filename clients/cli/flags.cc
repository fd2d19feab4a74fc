// See flags.h.
#include "clients/cli/flags.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "absl/flags/flag.h"

ABSL_FLAG(std::string, address, "",
          "host:port of the gateway; default: $BOOKINGS_ADDRESS, else 127.0.0.1:50051");
ABSL_FLAG(bool, json, false, "print one JSON object per line instead of a table");
ABSL_FLAG(std::string, color, "auto", "auto, always or never");
ABSL_FLAG(absl::Duration, timeout, absl::InfiniteDuration(),
          "time for the whole call, such as 30s");
ABSL_FLAG(std::string, zone, "",
          "IANA zone in which times are shown; default: each booking's own, else UTC");

namespace bookings::cli {
namespace {

std::string Environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

bool WantsColor(const std::string& flag) {
  if (flag == "always") return true;
  return flag == "auto" && isatty(STDOUT_FILENO) == 1 && Environment("NO_COLOR", "").empty();
}

}  // namespace

SettingsResult ReadSettings() {
  SettingsResult result;
  Settings& settings = result.settings;
  settings.address = absl::GetFlag(FLAGS_address);
  if (settings.address.empty()) {
    settings.address = Environment("BOOKINGS_ADDRESS", "127.0.0.1:50051");
  }
  settings.json = absl::GetFlag(FLAGS_json);
  settings.timeout = absl::GetFlag(FLAGS_timeout);
  const std::string color = absl::GetFlag(FLAGS_color);
  if (color != "auto" && color != "always" && color != "never") {
    std::cerr << "error: --color must be auto, always or never, not '" << color << "'\n";
    result.ok = false;
  }
  settings.color = WantsColor(color);
  const std::string zone = absl::GetFlag(FLAGS_zone);
  settings.zone = absl::UTCTimeZone();
  if (!zone.empty() && !absl::LoadTimeZone(zone, &settings.zone)) {
    std::cerr << "error: --zone: no IANA zone has the name '" << zone << "'\n";
    result.ok = false;
  }
  return result;
}

}  // namespace bookings::cli
