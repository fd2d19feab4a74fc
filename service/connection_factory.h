// Makes the connections of a configuration. Made once more, for another configuration, those that
// it leaves as they were stay the same objects: with their tokens, limits, breakers and health.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "service/config/checked_config.h"
#include "service/config/limits.h"
#include "service/engine/connection.h"
#include "service/engine/ledger.h"
#include "service/engine/secret.h"
#include "service/engine/session_store.h"
#include "service/http/loop_group.h"
#include "service/limit_groups.h"
#include "service/observability/metrics.h"
#include "service/observability/tracer.h"

namespace bookings {

// What connections are made of. Outlives the factory and the connections, the loops' threads
// excepted.
struct ConnectionParts {
  LoopGroup* loops = nullptr;
  // Null where none is configured.
  SessionStore* sessions = nullptr;
  Ledger* ledger = nullptr;
  // Null = nothing is counted.
  Metrics* metrics = nullptr;
  const Tracer* tracer = nullptr;
};

// For one thread, that of the wiring.
class ConnectionFactory {
 public:
  explicit ConnectionFactory(ConnectionParts parts);

  // Connections that were made before and are not among these live on as long as somebody uses
  // them; they are destroyed on their loop.
  std::vector<std::shared_ptr<Connection>> Make(const CheckedConfig& checked, const Limits& limits);

  // The process is about to end: RunningWrites::Drain of all connections that are still used. From
  // any thread.
  void DrainWrites(absl::Time end) const;

 private:
  // All that decides how a connection is made.
  struct Recipe {
    std::string text;
    Secret secret;
    bool operator==(const Recipe&) const = default;
  };
  struct Made {
    Recipe recipe;
    std::shared_ptr<Connection> connection;
  };
  class Alive;

  std::shared_ptr<Connection> MakeOne(const config::v1::ConnectionConfig& config,
                                      std::unique_ptr<Connector> connector, Secret secret,
                                      const Limits& limits);

  const ConnectionParts parts_;
  LimitGroups groups_;
  std::map<std::string, Made> made_;
  // Shared with the tasks that run when the loops stop.
  const std::shared_ptr<Alive> alive_;
};

}  // namespace bookings
