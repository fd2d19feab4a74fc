// Hands spans to a collector that speaks OTLP over gRPC. There is no packaged C++ SDK of
// OpenTelemetry; this does the little of it that is needed.
#pragma once

#include <memory>
#include <string>

#include "service/observability/batching_sink.h"
#include "service/observability/otlp_message.h"

namespace bookings {

// How the way to the collector is protected.
enum class CollectorTransport { kTls, kClearText };

struct OtlpExporterOptions {
  // `host:port`.
  std::string collector;
  CollectorTransport transport = CollectorTransport::kTls;
  // Who may have signed the collector's certificate, as PEM; empty = whom the system trusts.
  std::string authorities;
  SpanResource resource;
  BatchingOptions batching;
};

// Does not wait for the collector, which may come later.
std::unique_ptr<BatchingSink> MakeOtlpExporter(OtlpExporterOptions options);

}  // namespace bookings
