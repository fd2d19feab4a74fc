// Which traces are recorded.
#pragma once

#include <cstdint>

#include "service/observability/trace_context.h"

namespace bookings {

// Of traces that begin here a share is recorded; whoever began a trace elsewhere has decided
// already. Decides by the trace id alone, so that all who see it decide alike: as OpenTelemetry's
// consistent probability sampling does, by the last 56 bits.
class Sampler {
 public:
  // `ratio`: how many of 1 are recorded, 0 to 1.
  explicit Sampler(double ratio);

  bool Takes(const TraceId& trace) const;

 private:
  // The least randomness that is recorded; 2^56 = nothing is.
  uint64_t threshold_;
};

}  // namespace bookings
