// See metrics.h.
#include "service/observability/metrics.h"

#include <iterator>
#include <utility>

#include "prometheus/text_serializer.h"
#include "service/observability/ledger_metrics.h"
#include "service/observability/process_gauges.h"

namespace bookings {
namespace {

// How reloads end.
constexpr char kReloadApplied[] = "applied";
constexpr char kReloadRefused[] = "refused";

void Append(std::vector<prometheus::MetricFamily> more,
            std::vector<prometheus::MetricFamily>* families) {
  families->insert(families->end(), std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
}

}  // namespace

Metrics::Metrics(std::string_view version, absl::Time process_start)
    : rpcs_(&registry_),
      connections_(&registry_),
      reloads_(prometheus::BuildCounter()
                   .Name("bookings_config_reloads_total")
                   .Help("Reloads of configuration, policy and secrets.")
                   .Register(registry_)),
      version_(version),
      process_start_(process_start),
      loaded_(process_start) {
  for (const char* result : {kReloadApplied, kReloadRefused}) reloads_.Add({{"result", result}});
}

std::unique_ptr<Ledger> Metrics::ForLedger(std::unique_ptr<Ledger> ledger) {
  return MeterLedger(std::move(ledger), &registry_);
}

void Metrics::OnReloadApplied(absl::Time when) {
  reloads_.Add({{"result", kReloadApplied}}).Increment();
  const absl::MutexLock lock(&mutex_);
  loaded_ = when;
  reload_refused_ = false;
}

void Metrics::OnReloadRefused() {
  reloads_.Add({{"result", kReloadRefused}}).Increment();
  const absl::MutexLock lock(&mutex_);
  reload_refused_ = true;
}

absl::Time Metrics::loaded() const {
  const absl::MutexLock lock(&mutex_);
  return loaded_;
}

bool Metrics::reload_refused() const {
  const absl::MutexLock lock(&mutex_);
  return reload_refused_;
}

std::string Metrics::Text() const {
  std::vector<prometheus::MetricFamily> families = registry_.Collect();
  Append(ProcessGauges(), &families);
  for (const Collector& collector : collectors_) Append(collector(), &families);
  prometheus::MetricFamily build = EmptyGauge("bookings_build_info", "Which gateway this is.");
  AddGauge({{"version", version_}}, 1, &build);
  families.push_back(std::move(build));
  families.push_back(OneGauge("process_start_time_seconds", "When the process started.",
                              UnixSeconds(process_start_)));
  families.push_back(OneGauge("bookings_config_loaded_timestamp_seconds",
                              "When the configuration in force was loaded.",
                              UnixSeconds(loaded())));
  families.push_back(OneGauge("bookings_config_last_reload_successful",
                              "0 where the last reload was refused, else 1.",
                              reload_refused() ? 0 : 1));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace bookings
