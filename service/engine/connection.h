// One configured account at a vendor, ready for use: its connector, its loop and its stack of
// senders.
#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "connectors/api/connector.h"
#include "service/engine/connection_health.h"
#include "service/engine/connection_meter.h"
#include "service/engine/event_loop.h"
#include "service/engine/running_writes.h"
#include "service/engine/sender.h"

namespace bookings {

// Pinned to one loop: `sender` is used and destroyed on its thread only; the rest is const or
// thread-safe.
struct Connection {
  std::string id;
  std::string display_name;
  // IANA zone of the configuration, or empty.
  std::string time_zone;
  // How long after a creation was sent it may still be made or be shown late.
  absl::Duration settle_time;
  std::unique_ptr<Connector> connector;
  EventLoop* loop = nullptr;
  std::shared_ptr<ConnectionHealth> health;
  std::shared_ptr<ConnectionMeter> meter = std::make_shared<ConnectionMeter>();
  std::unique_ptr<Sender> sender;
  // On the loop's thread; to be stopped before the sender goes.
  RunningWrites writes;
};

}  // namespace bookings
