// See gateway.h. The members of RunningGateway are the list of the gateway's components.
#include "service/gateway.h"

#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "service/admin/admin_pages.h"
#include "service/admin/admin_server.h"
#include "service/config/check_listen.h"
#include "service/config/check_tracing.h"
#include "service/config/limits.h"
#include "service/connection_factory.h"
#include "service/engine/write_recovery.h"
#include "service/gateway_gauges.h"
#include "service/gateway_parts.h"
#include "service/generation.h"
#include "service/observability/connection_gauges.h"
#include "service/observability/metrics.h"
#include "service/restart_paths.h"
#include "service/rpc/bookings_service.h"
#include "service/rpc/connection_service.h"
#include "service/rpc/current_environment.h"
#include "service/rpc/server.h"
#include "service/rpc/tls_credentials.h"

namespace bookings {
namespace {

using config::v1::GatewayConfig;

class RunningGateway final : public Gateway {
 public:
  RunningGateway(const CheckedConfig& checked, GatewayParts parts, const Log* log)
      : log_(log),
        config_(checked.config),
        limits_(LimitsOf(checked.config)),
        start_(absl::Now()),
        metrics_(BOOKINGS_VERSION, start_),
        sessions_(std::move(parts.sessions)),
        loops_(std::move(parts.loops)),
        counted_(checked.config.admin().address().empty() ? nullptr : &metrics_),
        ledger_(Counted(std::move(parts.ledger))),
        spans_(std::move(parts.spans)),
        tracer_(spans_.get(), SampleRatioOf(checked.config.tracing())),
        certificates_(std::move(parts.certificates)),
        factory_({&loops_, sessions_.get(), ledger_.get(), counted_, &tracer_}),
        streams_({limits_.streams, limits_.streams_per_caller}),
        environment_(Generate(checked, limits_)),
        bookings_(&environment_),
        connections_(&environment_),
        stall_watch_(std::in_place, &streams_,
                     StallTimes{limits_.rest_stalled_streams, limits_.write_stall_timeout}) {
    metrics_.AddCollector(
        [this] { return ConnectionGauges(*environment_.Get()->engine, absl::Now()); });
    metrics_.AddCollector([this] {
      return GatewayGauges({&streams_, spans_.get(), certificates_.get()});
    });
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
    if (certificates_ != nullptr) {
      options.credentials = MakeTlsCredentials(listen.tls(), certificates_);
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
    metrics_.OnReloadApplied(absl::Now());
    return paths;
  }
  void CountRefusedReload() override { metrics_.OnReloadRefused(); }

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
  // Null without TLS.
  const std::shared_ptr<CertificateSource> certificates_;
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
  absl::StatusOr<GatewayParts> parts = OpenParts(config, log);
  if (!parts.ok()) return parts.status();
  auto gateway = std::make_unique<RunningGateway>(config, *std::move(parts), log);
  if (absl::Status admin = gateway->ListenForAdmin(config.config.admin()); !admin.ok()) {
    return admin;
  }
  if (absl::Status listening = gateway->Listen(config.config.listen()); !listening.ok()) {
    return listening;
  }
  return gateway;
}

}  // namespace bookings
