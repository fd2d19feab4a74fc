// See reloader.h.
#include "service/reloader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/config/config_digest.h"

namespace bookings {

Reloader::Reloader(Read read, const CheckedConfig& running, Gateway* gateway, const Log* log)
    : read_(std::move(read)), gateway_(gateway), log_(log), last_(DigestOf(running)) {}

void Reloader::Look() {
  const CheckedConfig config = read_();
  if (DigestOf(config) != last_) Apply(config);
}

void Reloader::Reload() { Apply(read_()); }

void Reloader::Apply(const CheckedConfig& config) {
  last_ = DigestOf(config);
  for (const std::string& warning : config.warnings) {
    log_->Event(LogLevel::kWarning, "config_warning", {{"warning", warning}});
  }
  if (!config.problems.empty()) {
    for (const std::string& problem : config.problems) {
      log_->Event(LogLevel::kError, "reload_refused", {{"problem", problem}});
    }
    return gateway_->CountRefusedReload();
  }
  const std::vector<std::string> left = gateway_->Reload(config);
  log_->Event(LogLevel::kInfo, "reloaded",
              {{"connections", int64_t{config.config.connections_size()}}});
  if (left.empty()) return;
  log_->Event(LogLevel::kWarning, "restart_needed", {{"for", absl::StrJoin(left, ", ")}});
}

}  // namespace bookings
