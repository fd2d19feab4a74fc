// What /metrics tells of the gateway as a whole, asked for at each scrape.
#pragma once

#include <vector>

#include "prometheus/metric_family.h"
#include "service/observability/batching_sink.h"
#include "service/rpc/open_streams.h"
#include "service/rpc/tls_credentials.h"

namespace bookings {

// What is asked; all of it outlives whoever asks. Spans and certificates are null where there are
// none.
struct GatewaySubjects {
  const OpenStreams* streams = nullptr;
  const BatchingSink* spans = nullptr;
  CertificateSource* certificates = nullptr;
};

std::vector<prometheus::MetricFamily> GatewayGauges(const GatewaySubjects& subjects);

}  // namespace bookings
