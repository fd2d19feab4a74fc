// The admin pages: health, readiness, metrics, configuration, status.
#pragma once

#include <functional>
#include <vector>

#include "absl/time/time.h"
#include "bookings/config/v1/config.pb.h"
#include "service/admin/admin_server.h"
#include "service/observability/metrics.h"
#include "service/rpc/current_environment.h"

namespace bookings {

// What the pages are about. All of it outlives the server.
struct AdminSubjects {
  const CurrentEnvironment* environment = nullptr;
  const Metrics* metrics = nullptr;
  // The configuration in force.
  std::function<config::v1::GatewayConfig()> config;
  std::string version;
  // When the process started.
  absl::Time start;
};

std::vector<AdminPage> AdminPages(AdminSubjects subjects);

}  // namespace bookings
