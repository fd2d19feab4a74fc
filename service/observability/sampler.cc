// See sampler.h.
#include "service/observability/sampler.h"

#include <algorithm>
#include <cmath>

namespace bookings {
namespace {

constexpr int kRandomnessBytes = 7;
constexpr double kTwoToThe56 = 72'057'594'037'927'936.0;

uint64_t RandomnessOf(const TraceId& trace) {
  uint64_t randomness = 0;
  for (auto byte = trace.end() - kRandomnessBytes; byte != trace.end(); ++byte) {
    randomness = randomness << 8 | *byte;
  }
  return randomness;
}

}  // namespace

Sampler::Sampler(double ratio)
    : threshold_(
          static_cast<uint64_t>(std::round((1 - std::clamp(ratio, 0.0, 1.0)) * kTwoToThe56))) {}

bool Sampler::Takes(const TraceId& trace) const { return RandomnessOf(trace) >= threshold_; }

}  // namespace bookings
