// How the connections are, asked for at each scrape.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "prometheus/metric_family.h"
#include "service/engine/engine.h"

namespace bookings {

std::vector<prometheus::MetricFamily> ConnectionGauges(const Engine& engine, absl::Time now);

}  // namespace bookings
