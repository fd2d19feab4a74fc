// See config_check.h.
#include "connectors/api/config_check.h"

#include <string>

#include "connectors/api/civil.h"

namespace bookings {

void RequireSecret(const config::v1::Secret& secret, std::string_view path,
                   Violations* violations) {
  if (secret.file().empty() && secret.env().empty()) {
    violations->push_back({std::string(path), "must name a `file` or an `env` with the secret"});
  }
}

void RequireText(std::string_view text, std::string_view path, Violations* violations) {
  if (text.empty()) violations->push_back({std::string(path), "is required"});
}

void RequireTimeZone(const config::v1::ConnectionConfig& config, Violations* violations) {
  if (config.time_zone().empty()) {
    violations->push_back({"time_zone", "is required: this vendor tells times without a zone"});
  } else if (!FindZone(config.time_zone())) {
    violations->push_back({"time_zone", "is not a known IANA time zone"});
  }
}

}  // namespace bookings
