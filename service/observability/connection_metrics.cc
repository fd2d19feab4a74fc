// See connection_metrics.h.
#include "service/observability/connection_metrics.h"

#include <array>
#include <utility>

#include "prometheus/counter.h"
#include "prometheus/histogram.h"
#include "service/observability/label_words.h"
#include "service/observability/lazy_counters.h"

namespace bookings {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildHistogram;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;
using prometheus::Labels;

// From a cache next door to the longest attempt, in seconds.
const Histogram::BucketBoundaries kAttemptSeconds = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                                     0.5,   1,    2.5,   5,    10,  30};
// From no wait to a whole window of the slowest limit, in seconds.
const Histogram::BucketBoundaries kWaitSeconds = {0.001, 0.01, 0.1, 0.5, 1, 5, 15, 60, 300};

Family<Counter>& CounterFamily(prometheus::Registry* registry, const char* name, const char* help) {
  return BuildCounter().Name(name).Help(help).Register(*registry);
}

Family<Histogram>& HistogramFamily(prometheus::Registry* registry, const char* name,
                                   const char* help) {
  return BuildHistogram().Name(name).Help(help).Register(*registry);
}

Labels With(Labels labels, const char* name, std::string value) {
  labels.emplace(name, std::move(value));
  return labels;
}

size_t PlaceOf(Purpose purpose, const absl::Status& outcome) {
  return static_cast<size_t>(purpose) * kOutcomes + OutcomeOf(outcome);
}

// Labels of the counter at PlaceOf.
Labels EndedLabels(Labels labels, size_t place) {
  labels.emplace("purpose", PurposeWord(static_cast<Purpose>(place / kOutcomes)));
  labels.emplace("outcome", OutcomeWord(place % kOutcomes));
  return labels;
}

}  // namespace

struct ConnectionMetrics::Families {
  explicit Families(prometheus::Registry* registry)
      : calls(CounterFamily(registry, "bookings_vendor_calls_total",
                            "Vendor calls of the engine, each with all its attempts.")),
        attempts(CounterFamily(registry, "bookings_vendor_attempts_total",
                               "Requests that were really sent to vendors.")),
        attempt_seconds(HistogramFamily(registry, "bookings_vendor_attempt_duration_seconds",
                                        "From sending a request to the end of its answer.")),
        retries(CounterFamily(registry, "bookings_vendor_retries_total",
                              "Attempts beyond the first one of a call.")),
        wait_seconds(HistogramFamily(registry, "bookings_vendor_wait_seconds",
                                     "How long requests waited for their turn.")),
        notes(CounterFamily(registry, "bookings_mapping_notes_total",
                            "What connectors had to note on bookings.")),
        unknown_fields(CounterFamily(registry, "bookings_unknown_fields_total",
                                     "Fields of bookings that the connector does not know.")) {}

  Family<Counter>& calls;
  Family<Counter>& attempts;
  Family<Histogram>& attempt_seconds;
  Family<Counter>& retries;
  Family<Histogram>& wait_seconds;
  Family<Counter>& notes;
  Family<Counter>& unknown_fields;
};

class ConnectionMetrics::OfConnection final : public ConnectionMeter {
 public:
  OfConnection(const Families& families, const Labels& labels)
      : calls_(&families.calls, [labels](size_t place) { return EndedLabels(labels, place); }),
        attempts_(&families.attempts,
                  [labels](size_t place) { return EndedLabels(labels, place); }),
        attempt_seconds_(families.attempt_seconds.Add(labels, kAttemptSeconds)),
        retries_(families.retries.Add(labels)),
        wait_seconds_(families.wait_seconds.Add(labels, kWaitSeconds)),
        notes_(&families.notes,
               [labels](size_t note) {
                 return With(labels, "note", NoteWord(static_cast<v1::MappingNote>(note)));
               }),
        unknown_fields_(families.unknown_fields.Add(labels)) {}

  void OnCall(Purpose purpose, const absl::Status& outcome, absl::Duration /*took*/) override {
    calls_.Add(PlaceOf(purpose, outcome));
  }
  void OnAttempt(Purpose purpose, const absl::Status& outcome, absl::Duration took) override {
    attempts_.Add(PlaceOf(purpose, outcome));
    attempt_seconds_.Observe(absl::ToDoubleSeconds(took));
    const absl::MutexLock lock(&mutex_);
    recent_.Add(took);
  }
  void OnRetry() override { retries_.Increment(); }
  void OnWait(absl::Duration waited) override {
    wait_seconds_.Observe(absl::ToDoubleSeconds(waited));
  }
  void OnPage(const Page& page) override {
    std::array<int, kMappingNotes> found = {};
    for (const v1::Booking* booking : page.bookings) {
      for (const int note : booking->mapping_notes()) ++found.at(static_cast<size_t>(note));
    }
    for (size_t note = 0; note < kMappingNotes; ++note) {
      if (found[note] > 0) notes_.Add(note, found[note]);
    }
    if (page.unknown_fields > 0) unknown_fields_.Increment(page.unknown_fields);
  }

  RecentTimes recent() const {
    const absl::MutexLock lock(&mutex_);
    return recent_;
  }

 private:
  LazyCounters<kPurposes * kOutcomes> calls_;
  LazyCounters<kPurposes * kOutcomes> attempts_;
  Histogram& attempt_seconds_;
  Counter& retries_;
  Histogram& wait_seconds_;
  LazyCounters<kMappingNotes> notes_;
  Counter& unknown_fields_;
  mutable absl::Mutex mutex_;
  RecentTimes recent_ ABSL_GUARDED_BY(mutex_);
};

ConnectionMetrics::ConnectionMetrics(prometheus::Registry* registry)
    : families_(std::make_unique<const Families>(registry)) {}

ConnectionMetrics::~ConnectionMetrics() = default;

std::shared_ptr<ConnectionMeter> ConnectionMetrics::For(std::string_view connection,
                                                        std::string_view vendor) {
  const absl::MutexLock lock(&mutex_);
  std::shared_ptr<OfConnection>& meter =
      connections_[{std::string(connection), std::string(vendor)}];
  if (meter == nullptr) {
    const Labels labels = {{"connection", std::string(connection)},
                           {"vendor", std::string(vendor)}};
    meter = std::make_shared<OfConnection>(*families_, labels);
  }
  return meter;
}

RecentTimes ConnectionMetrics::RecentOf(std::string_view connection,
                                        std::string_view vendor) const {
  const absl::MutexLock lock(&mutex_);
  const auto found = connections_.find({std::string(connection), std::string(vendor)});
  return found == connections_.end() ? RecentTimes() : found->second->recent();
}

}  // namespace bookings
