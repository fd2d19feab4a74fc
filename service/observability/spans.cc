// See spans.h.
#include "service/observability/spans.h"

namespace bookings {

OpenSpan OpenServerSpan(const std::optional<TraceContext>& caller, const Sampler& sampler,
                        absl::Time now, RandomBits random) {
  if (caller) return OpenChildSpan(*caller, now, random);
  OpenSpan span;
  span.context = NewTrace(random);
  span.context.sampled = sampler.Takes(span.context.trace_id);
  span.start = now;
  return span;
}

OpenSpan OpenChildSpan(const TraceContext& parent, absl::Time now, RandomBits random) {
  return {parent.Child(random), parent.span_id, now};
}

}  // namespace bookings
