// See gateway.h. The members of RunningGateway are the list of the gateway's components.
#include "service/gateway.h"

#include <optional>
#include <utility>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "connectors/api/fingerprint.h"
#include "service/admin/admin_pages.h"
#include "service/admin/admin_server.h"
#include "service/config/check_listen.h"
#include "service/config/check_tracing.h"
#include "service/config/limits.h"
#include "service/connection_factory.h"
#include "service/engine/write_recovery.h"
#include "service/generation.h"
#include "service/http/loop_group.h"
#include "service/ledger/open_ledger.h"
#include "service/observability/connection_gauges.h"
#include "service/observability/metrics.h"
#include "service/observability/otlp_exporter.h"
#include "service/restart_paths.h"
#include "service/rpc/bookings_service.h"
#include "service/rpc/connection_service.h"
#include "service/rpc/current_environment.h"
#include "service/rpc/server.h"
#include "service/rpc/tls_credentials.h"

namespace bookings {
namespace {

using config::v1::GatewayConfig;

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

// Null where no tracing is configured.
std::unique_ptr<BatchingSink> OpenSpanSink(const GatewayConfig& config, const Log* log) {
  if (!config.has_tracing()) return nullptr;
  OtlpExporterOptions options;
  options.collector = config.tracing().collector();
  options.transport = IsCollectorInClearText(config.tracing()) ? CollectorTransport::kClearText
                                                               : CollectorTransport::kTls;
  options.resource.version = BOOKINGS_VERSION;
  absl::BitGen bits;
  options.resource.instance = HexDigits(absl::Uniform<uint64_t>(bits));
  options.batching.report = [log](const absl::Status& problem) {
    log->Event(LogLevel::kWarning, "traces_not_taken",
               {{"problem", absl::StatusCodeToString(problem.code())}});
  };
  return MakeOtlpExporter(std::move(options));
}

// The lost spans are counted where there are any to lose, or not.
std::vector<prometheus::MetricFamily> TracesDropped(const BatchingSink* sink) {
  const int64_t dropped = sink == nullptr ? 0 : sink->dropped();
  return {OneCounter("bookings_traces_dropped_total", "Finished spans that no collector took.",
                     static_cast<double>(dropped))};
}

class RunningGateway final : public Gateway {
 public:
  RunningGateway(const CheckedConfig& checked, LoopGroup loops,
                 std::unique_ptr<SessionStore> sessions, std::unique_ptr<Ledger> ledger,
                 const Log* log)
      : log_(log),
        config_(checked.config),
        limits_(LimitsOf(checked.config)),
        start_(absl::Now()),
        metrics_(BOOKINGS_VERSION, start_),
        sessions_(std::move(sessions)),
        loops_(std::move(loops)),
        counted_(checked.config.admin().address().empty() ? nullptr : &metrics_),
        ledger_(Counted(std::move(ledger))),
        spans_(OpenSpanSink(checked.config, log)),
        tracer_(spans_.get(), SampleRatioOf(checked.config.tracing())),
        factory_({&loops_, sessions_.get(), ledger_.get(), counted_, &tracer_}),
        streams_({limits_.streams, limits_.streams_per_caller}),
        environment_(Generate(checked, limits_)),
        bookings_(&environment_),
        connections_(&environment_),
        stall_watch_(std::in_place, &streams_,
                     StallTimes{limits_.rest_stalled_streams, limits_.write_stall_timeout}) {
    metrics_.AddCollector(
        [this] { return ConnectionGauges(*environment_.Get()->engine, absl::Now()); });
    metrics_.AddCollector([this] { return TracesDropped(spans_.get()); });
    if (ledger_ != nullptr) StartRecovery();
  }
  ~RunningGateway() override { Stop(); }

  absl::Status Listen(const config::v1::Listen& listen) {
    ServerOptions options;
    options.address = listen.address();
    options.services = {&bookings_, &connections_};
    options.streams = &streams_;
    options.arrivals = &arrivals_;
    options.drain = [this](absl::Time end) { factory_.DrainWrites(end); };
    if (options.address.empty()) options.address = kDefaultListenAddress;
    options.max_connection_age = limits_.max_connection_age;
    options.max_connection_age_grace = limits_.max_connection_age_grace;
    if (listen.has_tls()) {
      auto credentials = MakeTlsCredentials(listen.tls(), log_, [] { return absl::Now(); });
      if (!credentials.ok()) return credentials.status();
      options.credentials = *std::move(credentials);
    }
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options);
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    return absl::OkStatus();
  }

  absl::Status ListenForAdmin(const config::v1::Admin& admin) {
    if (admin.address().empty()) return absl::OkStatus();
    AdminSubjects subjects;
    subjects.environment = &environment_;
    subjects.metrics = &metrics_;
    subjects.config = [this] { return ConfigNow(); };
    subjects.version = BOOKINGS_VERSION;
    subjects.start = start_;
    absl::StatusOr<std::unique_ptr<AdminServer>> server =
        AdminServer::Start(admin.address(), AdminPages(std::move(subjects)));
    if (!server.ok()) return server.status();
    admin_ = *std::move(server);
    return absl::OkStatus();
  }

  const std::string& address() const override { return server_->address(); }
  std::string admin_address() const override { return admin_ == nullptr ? "" : admin_->address(); }

  std::vector<std::string> Reload(const CheckedConfig& checked) override {
    const Limits limits = LimitsOf(checked.config);
    // With the environment before, connections may go that nobody else uses.
    environment_.Replace(Generate(checked, limits));
    streams_.SetLimits({limits.streams, limits.streams_per_caller});
    const absl::MutexLock lock(&mutex_);
    std::vector<std::string> paths = RestartPaths(config_, checked.config);
    KeepStarted(checked.config);
    metrics_.OnLoaded(absl::Now());
    metrics_.OnReload(true);
    return paths;
  }
  void CountRefusedReload() override { metrics_.OnReload(false); }

  void Stop() override {
    if (server_ != nullptr) server_->Stop(limits_.drain_grace);
    server_.reset();
    admin_.reset();
    stall_watch_.reset();  // lets go of the last streams, which live on the loops
    loops_.Stop();
  }

 private:
  std::unique_ptr<Ledger> Counted(std::unique_ptr<Ledger> ledger) {
    if (ledger == nullptr || counted_ == nullptr) return ledger;
    return counted_->ForLedger(std::move(ledger));
  }

  std::shared_ptr<const RpcEnvironment> Generate(const CheckedConfig& checked,
                                                 const Limits& limits) {
    return MakeGeneration(checked, limits, factory_.Make(checked, limits),
                          {log_, counted_ == nullptr ? nullptr : counted_->rpcs(), &tracer_,
                           &streams_, &arrivals_, ledger_.get()});
  }

  void StartRecovery() {
    EpollLoop& loop = loops_.Next();
    WriteTimes times;
    times.lease = limits_.ledger_lease;
    auto recovery = std::make_shared<WriteRecovery>(
        [this] {
          const std::shared_ptr<const RpcEnvironment> environment = environment_.Get();
          return std::shared_ptr<const Engine>(environment, environment->engine);
        },
        ledger_.get(), &loop, times, limits_.ledger_retention);
    loop.AtStop([recovery] { recovery->Stop(); });
    loop.Post([recovery] { recovery->Start(); });
  }

  GatewayConfig ConfigNow() const {
    const absl::MutexLock lock(&mutex_);
    return config_;
  }
  // Takes the configuration over, but for what only a restart changes.
  void KeepStarted(const GatewayConfig& wanted) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    GatewayConfig now = wanted;
    KeepRestartParts(config_, &now);
    config_ = std::move(now);
  }

  // Each uses those above it, and goes before them.
  const Log* const log_;
  mutable absl::Mutex mutex_;
  // In force, as it was written.
  GatewayConfig config_ ABSL_GUARDED_BY(mutex_);
  // Of the start: for what lives as long as the process.
  const Limits limits_;
  const absl::Time start_;
  Metrics metrics_;
  const std::unique_ptr<SessionStore> sessions_;
  LoopGroup loops_;
  // Null where there is no page to see the counts on: then nothing is counted.
  Metrics* const counted_;
  // Its last answers are posted to loops that have stopped, but are still there.
  const std::unique_ptr<Ledger> ledger_;
  // Null where no tracing is configured.
  const std::unique_ptr<BatchingSink> spans_;
  const Tracer tracer_;
  ConnectionFactory factory_;
  OpenStreams streams_;
  Arrivals arrivals_;
  CurrentEnvironment environment_;
  BookingsService bookings_;
  ConnectionsService connections_;
  std::optional<StallWatch> stall_watch_;
  std::unique_ptr<AdminServer> admin_;
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
  if (absl::Status admin = gateway->ListenForAdmin(config.config.admin()); !admin.ok()) {
    return admin;
  }
  if (absl::Status listening = gateway->Listen(config.config.listen()); !listening.ok()) {
    return listening;
  }
  return gateway;
}

}  // namespace bookings
