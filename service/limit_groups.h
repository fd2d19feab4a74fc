// Which connections share a vendor's limit: these get one throttle, on one loop.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "bookings/config/v1/config.pb.h"
#include "connectors/api/connector.h"
#include "service/config/limits.h"
#include "service/engine/throttle.h"
#include "service/http/loop_group.h"

namespace bookings {

struct LimitGroup {
  EpollLoop* loop = nullptr;
  // Used on the loop's thread.
  std::shared_ptr<Throttle> throttle;
};

// For one thread, that of the wiring.
class LimitGroups {
 public:
  // The loops outlive the groups.
  explicit LimitGroups(LoopGroup* loops) : loops_(loops) {}

  // Begins anew, with another configuration: a group that has the same limits then as before keeps
  // its throttle, and so does not forget which calls it has let through.
  void Begin(const Limits& limits);
  // Of a checked configuration; after Begin.
  LimitGroup GroupOf(const config::v1::ConnectionConfig& config, const Connector& connector);

 private:
  using GroupByKey = std::map<std::string, LimitGroup>;

  LimitGroup Make(const ThrottleLimits& limits, const std::string& key);

  LoopGroup* const loops_;
  int calls_in_flight_ = 1;
  GroupByKey groups_;
  GroupByKey before_;
};

// Where the vendor is called.
std::string BaseUrlOf(const config::v1::ConnectionConfig& config, const Connector& connector);

}  // namespace bookings
