// Metric families that are made anew for each scrape, from what is known elsewhere.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "prometheus/metric_family.h"

namespace bookings {

using MetricLabels = std::vector<prometheus::ClientMetric::Label>;

// Times are told in seconds since 1970.
inline double UnixSeconds(absl::Time time) {
  return absl::ToDoubleSeconds(time - absl::UnixEpoch());
}

inline prometheus::MetricFamily EmptyGauge(std::string_view name, std::string_view help) {
  return {std::string(name), std::string(help), prometheus::MetricType::Gauge, {}};
}

inline void AddGauge(MetricLabels labels, double value, prometheus::MetricFamily* family) {
  prometheus::ClientMetric& metric = family->metric.emplace_back();
  metric.label = std::move(labels);
  metric.gauge.value = value;
}

inline prometheus::MetricFamily OneGauge(std::string_view name, std::string_view help,
                                         double value) {
  prometheus::MetricFamily family = EmptyGauge(name, help);
  AddGauge({}, value, &family);
  return family;
}

inline prometheus::MetricFamily OneCounter(std::string_view name, std::string_view help,
                                           double value) {
  prometheus::MetricFamily family{
      std::string(name), std::string(help), prometheus::MetricType::Counter, {}};
  family.metric.emplace_back().counter.value = value;
  return family;
}

}  // namespace bookings
