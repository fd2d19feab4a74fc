// Makes the spans of this process, and hands them to whoever takes them down.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "service/observability/sampler.h"
#include "service/observability/spans.h"
#include "service/observability/trace_context.h"

namespace bookings {

// Whether a context is one; the default one is none.
bool IsTrace(const TraceContext& context);

// Thread-safe.
class Tracer {
 public:
  // The sink outlives the tracer. Null = no traces begin here and no span is taken down, but those
  // of callers are passed on.
  Tracer(SpanSink* sink, double sample_ratio) : sink_(sink), sampler_(sample_ratio) {}

  // The span of a call that arrives with this context, if any; none where there is no trace.
  OpenSpan BeginServer(const std::optional<TraceContext>& caller, absl::Time now) const;
  // A part of a span; none of none.
  OpenSpan BeginPart(const TraceContext& whole, absl::Time now) const;
  // Whether it is worth telling how the span ended.
  bool Records(const OpenSpan& span) const { return sink_ != nullptr && span.context.sampled; }
  // `error` as in FinishedSpan.
  void End(OpenSpan span, std::string_view name, SpanKind kind, absl::Time end, std::string error,
           std::vector<SpanAttribute> attributes) const;

 private:
  SpanSink* const sink_;
  const Sampler sampler_;
};

}  // namespace bookings
