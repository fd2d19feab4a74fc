// See rpc_metrics.h.
#include "service/observability/rpc_metrics.h"

#include <utility>

#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "service/observability/label_words.h"
#include "service/observability/lazy_counters.h"

namespace bookings {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

constexpr size_t kCodes = 17;
// Codes and reasons are counted together: code * kOutcomes + reason.
constexpr size_t kErrors = kCodes * kOutcomes;
// From a refusal at once to the longest stream, in seconds.
const Histogram::BucketBoundaries kRpcSeconds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                                 0.5,   1,      2.5,   5,    10,    30,   60,  600};

}  // namespace

struct RpcMetrics::Families {
  explicit Families(prometheus::Registry* registry)
      : started(BuildCounter()
                    .Name("bookings_rpc_started_total")
                    .Help("Calls that arrived.")
                    .Register(*registry)),
        finished(BuildCounter()
                     .Name("bookings_rpc_finished_total")
                     .Help("Calls that ended.")
                     .Register(*registry)),
        errors(BuildCounter()
                   .Name("bookings_rpc_errors_total")
                   .Help("Calls that failed, and why.")
                   .Register(*registry)),
        duration(BuildHistogram()
                     .Name("bookings_rpc_duration_seconds")
                     .Help("From arrival to the end; streams as a whole.")
                     .Register(*registry)),
        in_flight(BuildGauge()
                      .Name("bookings_rpc_in_flight")
                      .Help("Calls that are running.")
                      .Register(*registry)),
        pages(BuildCounter()
                  .Name("bookings_stream_pages_total")
                  .Help("Streamed messages that clients took.")
                  .Register(*registry)),
        bookings(BuildCounter()
                     .Name("bookings_stream_bookings_total")
                     .Help("Bookings on streamed messages.")
                     .Register(*registry)),
        blocked(BuildCounter()
                    .Name("bookings_stream_blocked_seconds_total")
                    .Help("How long streams waited, and for whom.")
                    .Register(*registry)) {}

  Family<Counter>& started;
  Family<Counter>& finished;
  Family<Counter>& errors;
  Family<Histogram>& duration;
  Family<Gauge>& in_flight;
  Family<Counter>& pages;
  Family<Counter>& bookings;
  Family<Counter>& blocked;
};

struct RpcMetrics::OfRpc {
  OfRpc(const Families& families, const std::string& rpc)
      : started(families.started.Add({{"rpc", rpc}})),
        finished(&families.finished,
                 [rpc](size_t code) -> prometheus::Labels {
                   return {{"rpc", rpc}, {"code", CodeWord(static_cast<absl::StatusCode>(code))}};
                 }),
        errors(&families.errors,
               [rpc](size_t error) -> prometheus::Labels {
                 return {{"rpc", rpc},
                         {"code", CodeWord(static_cast<absl::StatusCode>(error / kOutcomes))},
                         {"reason", OutcomeWord(error % kOutcomes)}};
               }),
        duration(families.duration.Add({{"rpc", rpc}}, kRpcSeconds)),
        in_flight(families.in_flight.Add({{"rpc", rpc}})),
        pages(&families.pages,
              [rpc](size_t) -> prometheus::Labels {
                return {{"rpc", rpc}};
              }),
        bookings(&families.bookings, [](size_t) -> prometheus::Labels { return {}; }),
        blocked(&families.blocked, [rpc](size_t whom) -> prometheus::Labels {
          const bool reader = static_cast<WaitsFor>(whom) == WaitsFor::kReader;
          return {{"rpc", rpc}, {"by", reader ? "reader" : "vendor"}};
        }) {}

  Counter& started;
  LazyCounters<kCodes> finished;
  LazyCounters<kErrors> errors;
  Histogram& duration;
  Gauge& in_flight;
  LazyCounters<1> pages;
  LazyCounters<1> bookings;
  LazyCounters<2> blocked;
};

RpcMetrics::RpcMetrics(prometheus::Registry* registry)
    : families_(std::make_unique<const Families>(registry)) {
  for (const std::string& rpc : RpcNames()) {
    rpcs_.emplace(rpc, std::make_unique<OfRpc>(*families_, rpc));
  }
}

RpcMetrics::~RpcMetrics() = default;

RpcMetrics::OfRpc* RpcMetrics::Find(std::string_view rpc) const {
  const auto found = rpcs_.find(rpc);
  return found == rpcs_.end() ? nullptr : found->second.get();
}

void RpcMetrics::OnStarted(std::string_view rpc) {
  OfRpc* const counted = Find(rpc);
  if (counted == nullptr) return;
  counted->started.Increment();
  counted->in_flight.Increment();
}

void RpcMetrics::OnFinished(std::string_view rpc, const absl::Status& outcome,
                            absl::Duration took) {
  OfRpc* const counted = Find(rpc);
  if (counted == nullptr) return;
  const auto code = static_cast<size_t>(outcome.code());
  counted->finished.Add(code);
  if (!outcome.ok()) counted->errors.Add(code * kOutcomes + OutcomeOf(outcome));
  counted->duration.Observe(absl::ToDoubleSeconds(took));
  counted->in_flight.Decrement();
}

void RpcMetrics::OnDelivered(std::string_view rpc, int64_t pages, int64_t bookings) {
  OfRpc* const counted = Find(rpc);
  if (counted == nullptr) return;
  counted->pages.Add(0, static_cast<double>(pages));
  if (bookings > 0) counted->bookings.Add(0, static_cast<double>(bookings));
}

void RpcMetrics::OnWaited(std::string_view rpc, WaitsFor whom, absl::Duration waited) {
  OfRpc* const counted = Find(rpc);
  if (counted == nullptr) return;
  counted->blocked.Add(static_cast<size_t>(whom), absl::ToDoubleSeconds(waited));
}

}  // namespace bookings
