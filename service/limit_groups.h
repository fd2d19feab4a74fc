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
  // Used, and let go of, on the loop's thread once it is in use.
  std::shared_ptr<Throttle> throttle;
};

// For one thread, that of the wiring, and for its time only.
class LimitGroups {
 public:
  // The loops outlive the groups.
  LimitGroups(LoopGroup* loops, const Limits& limits) : loops_(loops), limits_(limits) {}

  // Of a checked configuration.
  LimitGroup GroupOf(const config::v1::ConnectionConfig& config, const Connector& connector);

 private:
  LoopGroup* const loops_;
  const Limits& limits_;
  std::map<std::string, LimitGroup> groups_;
};

// The vendor's address that the connection uses.
std::string BaseUrlOf(const config::v1::ConnectionConfig& config, const Connector& connector);

}  // namespace bookings
