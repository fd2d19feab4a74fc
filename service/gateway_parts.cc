// See gateway_parts.h.
#include "service/gateway_parts.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "connectors/api/fingerprint.h"
#include "service/config/check_tracing.h"
#include "service/config/limits.h"
#include "service/generation.h"
#include "service/ledger/open_ledger.h"
#include "service/observability/otlp_exporter.h"

namespace bookings {
namespace {

using config::v1::GatewayConfig;

absl::StatusOr<std::unique_ptr<SessionStore>> OpenSessions(const GatewayConfig& config) {
  if (config.session_store().file().empty()) return nullptr;
  return FileSessionStore::Open(config.session_store().file());
}

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

absl::StatusOr<std::shared_ptr<CertificateSource>> OpenListenersCertificates(
    const config::v1::Listen& listen, const Log* log) {
  if (!listen.has_tls()) return nullptr;
  return OpenCertificates(listen.tls(), log, [] { return absl::Now(); });
}

}  // namespace

absl::StatusOr<GatewayParts> OpenParts(const CheckedConfig& checked, const Log* log) {
  const GatewayConfig& config = checked.config;
  absl::StatusOr<std::unique_ptr<SessionStore>> sessions = OpenSessions(config);
  if (!sessions.ok()) return sessions.status();
  auto certificates = OpenListenersCertificates(config.listen(), log);
  if (!certificates.ok()) return certificates.status();
  absl::StatusOr<std::unique_ptr<Ledger>> ledger = OpenConfiguredLedger(checked, log);
  if (!ledger.ok()) return ledger.status();
  absl::StatusOr<LoopGroup> loops = LoopGroup::Start(LimitsOf(config).event_loops);
  if (!loops.ok()) return loops.status();
  return GatewayParts{*std::move(sessions), *std::move(ledger), OpenSpanSink(config, log),
                      *std::move(certificates), *std::move(loops)};
}

}  // namespace bookings
