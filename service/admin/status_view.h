// What the status page shows, as plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "bookings/v1/connections.pb.h"

namespace bookings {

struct ConnectionStatus {
  v1::Connection connection;
  // Of the latest attempts; none yet = no value.
  std::optional<absl::Duration> median;
  std::optional<absl::Duration> slowest_twentieth;
};

struct StreamStatus {
  std::string rpc;
  // Empty for anonymous callers.
  std::string caller;
  std::vector<std::string> connections;
  absl::Duration age;
  int64_t pages = 0;
  int64_t bookings = 0;
  // `reader`, `vendor`, or empty.
  std::string waits_for;
};

struct StatusView {
  std::string version;
  bool draining = false;
  absl::Time now;
  absl::Time started;
  absl::Time config_loaded;
  // The files hold another configuration, with problems.
  bool reload_refused = false;
  std::vector<ConnectionStatus> connections;
  // Those that began first, at most kShownStreams of them.
  std::vector<StreamStatus> streams;
  size_t all_streams = 0;
};

inline constexpr size_t kShownStreams = 100;

}  // namespace bookings
