// See connection_factory.h.
#include "service/connection_factory.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/registry.h"
#include "service/engine/connection_health.h"
#include "service/engine/on_loop.h"
#include "service/engine/sender_stack.h"
#include "service/http/curl_transport.h"

namespace bookings {
namespace {

using config::v1::ConnectionConfig;

absl::Duration SettleTimeOf(const ConnectionConfig& config, const Connector& connector) {
  if (config.has_settle_time()) return FromProto(config.settle_time());
  return connector.create_guarantee().settle_time;
}

std::unique_ptr<Sender> MakeTransport(const ConnectionConfig& config, const Connector& connector,
                                      const Limits& limits, EpollLoop* loop) {
  CurlTransportOptions options;
  options.base_url = BaseUrlOf(config, connector);
  options.max_response_bytes = limits.max_response_bytes;
  options.attempt_timeout = limits.attempt_timeout;
  options.idle_connections =
      std::max(options.idle_connections, limits.calls_in_flight_per_connection);
  return std::make_unique<CurlTransport>(loop, std::move(options));
}

SenderStackOptions StackOptions(const ConnectionConfig& config, const Limits& limits) {
  SenderStackOptions options;
  options.retry.max_attempts = limits.max_attempts;
  options.breaker.failures = limits.breaker_failures;
  options.breaker.open = limits.breaker_open;
  options.breaker.longest_open = limits.breaker_longest_open;
  options.monthly_quota = config.monthly_quota();
  return options;
}

// The limits that MakeTransport, StackOptions and LimitGroups use.
std::string TextOf(const Limits& limits) {
  return absl::StrCat(limits.max_response_bytes, " ", absl::FormatDuration(limits.attempt_timeout),
                      " ", limits.calls_in_flight_per_connection, " ", limits.max_attempts, " ",
                      limits.breaker_failures, " ", absl::FormatDuration(limits.breaker_open), " ",
                      absl::FormatDuration(limits.breaker_longest_open));
}

}  // namespace

// The connections that are still used, of all configurations: their senders end with their loops.
class ConnectionFactory::Alive {
 public:
  void Add(const std::shared_ptr<Connection>& connection) {
    const std::lock_guard lock(mutex_);
    std::erase_if(connections_, [](const auto& one) { return one.expired(); });
    connections_.push_back(connection);
  }
  void DrainWrites(absl::Time end) {
    for (const std::shared_ptr<Connection>& connection : All()) {
      connection->loop->Post(
          [connection, end] { connection->writes.Drain(*connection->loop, end); });
    }
  }
  // On the thread of the loop.
  void End(const EpollLoop* loop) {
    for (const std::shared_ptr<Connection>& connection : All()) {
      if (connection->loop != loop) continue;
      connection->writes.StopAll();
      connection->sender.reset();
    }
  }

 private:
  std::vector<std::shared_ptr<Connection>> All() {
    const std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<Connection>> all;
    for (const auto& one : connections_) {
      if (auto connection = one.lock()) all.push_back(std::move(connection));
    }
    return all;
  }

  std::mutex mutex_;
  std::vector<std::weak_ptr<Connection>> connections_;
};

ConnectionFactory::ConnectionFactory(ConnectionParts parts)
    : parts_(parts), groups_(parts.loops), alive_(std::make_shared<Alive>()) {
  parts_.loops->AtStop([alive = alive_](const EpollLoop* loop) { alive->End(loop); });
}

std::vector<std::shared_ptr<Connection>> ConnectionFactory::Make(const CheckedConfig& checked,
                                                                 const Limits& limits) {
  groups_.Begin(limits);
  std::map<std::string, Made> before = std::exchange(made_, {});
  std::vector<std::shared_ptr<Connection>> connections;
  for (const ConnectionConfig& config : checked.config.connections()) {
    std::unique_ptr<Connector> connector = FindConnector(config)->make(config);
    groups_.GroupOf(config, *connector);
    Secret secret = checked.secrets.Find(connector->credentials().secret);
    Made& made = made_[config.id()];
    made.recipe = {absl::StrCat(config.SerializeAsString(), "\n", TextOf(limits)), secret};
    const auto old = before.find(config.id());
    if (old != before.end() && old->second.recipe == made.recipe) {
      made.connection = std::move(old->second.connection);
    } else {
      made.connection = MakeOne(config, std::move(connector), std::move(secret), limits);
    }
    connections.push_back(made.connection);
  }
  return connections;
}

void ConnectionFactory::DrainWrites(absl::Time end) const { alive_->DrainWrites(end); }

std::shared_ptr<Connection> ConnectionFactory::MakeOne(const ConnectionConfig& config,
                                                       std::unique_ptr<Connector> connector,
                                                       Secret secret, const Limits& limits) {
  const LimitGroup group = groups_.GroupOf(config, *connector);
  auto connection = LivingOn(group.loop, std::make_unique<Connection>());
  connection->id = config.id();
  connection->display_name = config.display_name().empty() ? config.id() : config.display_name();
  connection->time_zone = config.time_zone();
  connection->connector = std::move(connector);
  connection->settle_time = SettleTimeOf(config, *connection->connector);
  connection->loop = group.loop;
  connection->health = std::make_shared<ConnectionHealth>();
  if (parts_.metrics != nullptr) {
    connection->meter = parts_.metrics->ForConnection(config.id(), connection->connector->vendor());
  }
  SenderStackParts stack;
  stack.connection = config.id();
  stack.transport = MakeTransport(config, *connection->connector, limits, group.loop);
  stack.connector = connection->connector.get();
  stack.secret = std::move(secret);
  stack.loop = group.loop;
  stack.health = connection->health;
  stack.meter = connection->meter;
  stack.tracer = parts_.tracer;
  stack.throttle = group.throttle;
  stack.sessions = parts_.sessions;
  stack.ledger = parts_.ledger;
  connection->sender = BuildSenderStack(std::move(stack), StackOptions(config, limits));
  alive_->Add(connection);
  return connection;
}

}  // namespace bookings
