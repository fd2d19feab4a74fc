// What the process uses, read from /proc at each scrape.
#pragma once

#include <vector>

#include "prometheus/metric_family.h"

namespace bookings {

// What cannot be read is left out.
std::vector<prometheus::MetricFamily> ProcessGauges();

}  // namespace bookings
