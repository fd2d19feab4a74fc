// See gateway.h. The members of RunningGateway are the list of the gateway's components.
#include "service/gateway.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "connectors/registry.h"
#include "service/callers/caller_directory.h"
#include "service/config/check_listen.h"
#include "service/config/limits.h"
#include "service/engine/connection_health.h"
#include "service/engine/engine.h"
#include "service/engine/sender_stack.h"
#include "service/engine/session_store.h"
#include "service/engine/write_recovery.h"
#include "service/http/curl_transport.h"
#include "service/http/loop_group.h"
#include "service/ledger/open_ledger.h"
#include "service/limit_groups.h"
#include "service/rpc/bookings_service.h"
#include "service/rpc/connection_service.h"
#include "service/rpc/server.h"
#include "service/rpc/tls_credentials.h"

namespace bookings {
namespace {

using config::v1::ConnectionConfig;
using config::v1::GatewayConfig;

std::vector<NamedKey> KeysOf(
    const google::protobuf::RepeatedPtrField<config::v1::TokenKey>& configured,
    const SecretVault& secrets) {
  std::vector<NamedKey> keys;
  for (const config::v1::TokenKey& key : configured) {
    keys.push_back({key.id(), secrets.Find(key.secret())});
  }
  return keys;
}

std::vector<NamedKey> TokenKeys(const CheckedConfig& checked) {
  return KeysOf(checked.config.page_tokens().keys(), checked.secrets);
}

EngineOptions MakeEngineOptions(const CheckedConfig& checked, const Limits& limits,
                                Ledger* ledger) {
  EngineOptions options;
  options.scan_pages = limits.scan_pages;
  options.sort_window_bookings = limits.sort_window_bookings;
  options.stream_bytes = limits.stream_bytes;
  options.pages_in_flight = limits.pages_in_flight;
  options.ledger = ledger;
  options.write_times.lease = limits.ledger_lease;
  options.write_times.attempt = limits.attempt_timeout;
  const config::v1::Ledger& config = checked.config.ledger();
  if (!config.keys().empty()) {
    options.identity_key = checked.secrets.Find(config.keys(0).secret());
  }
  return options;
}

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

// Its sender is destroyed where it lives: on its loop, when that stops.
std::shared_ptr<Connection> MakeConnection(const ConnectionConfig& config,
                                           const SecretVault& secrets, const Limits& limits,
                                           LimitGroups& groups, SessionStore* sessions,
                                           Ledger* ledger) {
  auto connection = std::make_shared<Connection>();
  connection->id = config.id();
  connection->display_name = config.display_name().empty() ? config.id() : config.display_name();
  connection->time_zone = config.time_zone();
  connection->connector = FindConnector(config)->make(config);
  connection->settle_time = SettleTimeOf(config, *connection->connector);
  const LimitGroup group = groups.GroupOf(config, *connection->connector);
  EpollLoop* const loop = group.loop;
  connection->loop = loop;
  connection->health = std::make_shared<ConnectionHealth>();
  SenderStackParts parts;
  parts.connection = config.id();
  parts.transport = MakeTransport(config, *connection->connector, limits, loop);
  parts.connector = connection->connector.get();
  parts.secret = secrets.Find(connection->connector->credentials().secret);
  parts.loop = loop;
  parts.health = connection->health;
  parts.throttle = group.throttle;
  parts.sessions = sessions;
  parts.ledger = ledger;
  SenderStackOptions options;
  options.retry.max_attempts = limits.max_attempts;
  options.breaker.failures = limits.breaker_failures;
  options.breaker.open = limits.breaker_open;
  options.breaker.longest_open = limits.breaker_longest_open;
  options.monthly_quota = config.monthly_quota();
  connection->sender = BuildSenderStack(std::move(parts), options);
  loop->AtStop([connection] {
    connection->writes.StopAll();
    connection->sender.reset();
  });
  return connection;
}

std::vector<std::shared_ptr<Connection>> MakeConnections(const CheckedConfig& checked,
                                                         const Limits& limits, LoopGroup& loops,
                                                         SessionStore* sessions, Ledger* ledger) {
  std::vector<std::shared_ptr<Connection>> connections;
  LimitGroups groups(&loops, limits);
  for (const ConnectionConfig& config : checked.config.connections()) {
    connections.push_back(
        MakeConnection(config, checked.secrets, limits, groups, sessions, ledger));
  }
  return connections;
}

absl::StatusOr<std::unique_ptr<SessionStore>> OpenSessions(const GatewayConfig& config) {
  if (config.session_store().file().empty()) return nullptr;
  return FileSessionStore::Open(config.session_store().file());
}

// Null where none is configured.
absl::StatusOr<std::unique_ptr<Ledger>> OpenConfiguredLedger(const CheckedConfig& checked,
                                                             const Log* log) {
  const config::v1::Ledger& config = checked.config.ledger();
  LedgerOptions options;
  switch (config.store_case()) {
    case config::v1::Ledger::kSqliteFile:
      options.where = SqliteFile{config.sqlite_file()};
      break;
    case config::v1::Ledger::kPostgres:
      options.where = PostgresDatabase{checked.secrets.Find(config.postgres())};
      break;
    case config::v1::Ledger::STORE_NOT_SET:
      return nullptr;
  }
  options.keys = KeysOf(config.keys(), checked.secrets);
  options.report = [log](std::string_view problem) {
    log->Event(LogLevel::kError, "ledger_problem", {{"problem", std::string(problem)}});
  };
  return OpenLedger(options);
}

// Null where no policy is configured.
std::unique_ptr<const CallerDirectory> OpenDirectory(const CheckedConfig& checked) {
  if (checked.config.policy_file().empty()) return nullptr;
  return std::make_unique<CallerDirectory>(checked.policy);
}

class RunningGateway final : public Gateway {
 public:
  RunningGateway(const CheckedConfig& checked, LoopGroup loops,
                 std::unique_ptr<SessionStore> sessions, std::unique_ptr<Ledger> ledger,
                 const Log* log)
      : limits_(LimitsOf(checked.config)),
        sessions_(std::move(sessions)),
        loops_(std::move(loops)),
        ledger_(std::move(ledger)),
        engine_(MakeConnections(checked, limits_, loops_, sessions_.get(), ledger_.get()),
                MakeEngineOptions(checked, limits_, ledger_.get())),
        page_tokens_(TokenKeys(checked), limits_.token_lifetime),
        slot_tokens_(TokenKeys(checked)),
        streams_({limits_.streams, limits_.streams_per_caller}),
        callers_(OpenDirectory(checked)),
        bookings_(MakeEnvironment(log)),
        connections_(MakeEnvironment(log)),
        stall_watch_(std::in_place, &streams_,
                     StallTimes{limits_.rest_stalled_streams, limits_.write_stall_timeout}) {
    if (ledger_ != nullptr) StartRecovery();
  }
  ~RunningGateway() override { Stop(); }

  absl::Status Listen(const config::v1::Listen& listen, const Log* log) {
    ServerOptions options{listen.address(), {&bookings_, &connections_}, &streams_, nullptr};
    if (options.address.empty()) options.address = kDefaultListenAddress;
    if (listen.has_tls()) {
      auto credentials = MakeTlsCredentials(listen.tls(), log, [] { return absl::Now(); });
      if (!credentials.ok()) return credentials.status();
      options.credentials = *std::move(credentials);
    }
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options);
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    return absl::OkStatus();
  }
  const std::string& address() const override { return server_->address(); }
  void Stop() override {
    if (server_ != nullptr) server_->Stop(limits_.drain_grace);
    server_.reset();
    stall_watch_.reset();  // lets go of the last streams, which live on the loops
    loops_.Stop();
  }

 private:
  void StartRecovery() {
    EpollLoop& loop = loops_.Next();
    WriteTimes times;
    times.lease = limits_.ledger_lease;
    auto recovery = std::make_shared<WriteRecovery>(&engine_, ledger_.get(), &loop, times,
                                                    limits_.ledger_retention);
    loop.AtStop([recovery] { recovery->Stop(); });
    loop.Post([recovery] { recovery->Start(); });
  }

  RpcEnvironment MakeEnvironment(const Log* log) {
    RpcEnvironment environment;
    environment.engine = &engine_;
    environment.page_tokens = &page_tokens_;
    environment.slot_tokens = &slot_tokens_;
    environment.log = log;
    environment.meter = metrics_->rpcs();
    environment.streams = &streams_;
    environment.callers = callers_.get();
    environment.now = [] { return absl::Now(); };
    environment.stream_deadline = limits_.stream_deadline;
    environment.unary_deadline = limits_.unary_deadline;
    return environment;
  }

  // Each uses those above it, and goes before them.
  const Limits limits_;
  const std::unique_ptr<SessionStore> sessions_;
  LoopGroup loops_;
  // Its last answers are posted to loops that have stopped, but are still there.
  const std::unique_ptr<Ledger> ledger_;
  Engine engine_;
  PageTokens page_tokens_;
  SlotTokens slot_tokens_;
  OpenStreams streams_;
  const std::unique_ptr<const CallerDirectory> callers_;
  BookingsService bookings_;
  ConnectionsService connections_;
  std::optional<StallWatch> stall_watch_;
  std::unique_ptr<Server> server_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(const CheckedConfig& config,
                                                        const Log* log) {
  absl::StatusOr<std::unique_ptr<SessionStore>> sessions = OpenSessions(config.config);
  if (!sessions.ok()) return sessions.status();
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = OpenConfiguredLedger(config, log);
  if (!ledger.ok()) return ledger.status();
  absl::StatusOr<LoopGroup> loops = LoopGroup::Start(LimitsOf(config.config).event_loops);
  if (!loops.ok()) return loops.status();
  auto gateway = std::make_unique<RunningGateway>(config, *std::move(loops), *std::move(sessions),
                                                  *std::move(ledger), log);
  if (absl::Status listening = gateway->Listen(config.config.listen(), log); !listening.ok()) {
    return listening;
  }
  return gateway;
}

}  // namespace bookings
