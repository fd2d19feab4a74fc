// Spans as OTLP has them.
#pragma once

#include <string>
#include <vector>

#include "opentelemetry/proto/collector/trace/v1/trace_service.pb.h"
#include "service/observability/spans.h"

namespace bookings {

// What one span may hold; more is cut, so that a whole batch stays below the 4 MiB that a gRPC
// server takes unless told otherwise.
inline constexpr size_t kMaxSpanAttributes = 16;
inline constexpr size_t kMaxSpanKeyBytes = 64;
// Of a name, an error, or an attribute's value.
inline constexpr size_t kMaxSpanTextBytes = 256;

// Which process the spans are of.
struct SpanResource {
  std::string version;
  // Of this process alone, among all replicas and restarts.
  std::string instance;
};

// service.name is bookings-gateway. A span that failed has its error as status message and as the
// attribute error.type. Text that is no UTF-8, of which a collector would refuse the whole batch,
// is cleaned.
opentelemetry::proto::collector::trace::v1::ExportTraceServiceRequest ToOtlp(
    const SpanResource& resource, const std::vector<FinishedSpan>& spans);

}  // namespace bookings
