// Where spans go: that a collector is named, and how the way to it is protected.
#pragma once

#include "bookings/config/v1/config.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// Of the traces that begin here, how many of 1 are recorded where nothing is said.
inline constexpr double kDefaultSampleRatio = 0.01;

void CheckTracing(const config::v1::Tracing& tracing, Violations& out);

// Both of what CheckTracing found no fault with.
double SampleRatioOf(const config::v1::Tracing& tracing);
// Else TLS.
bool IsCollectorInClearText(const config::v1::Tracing& tracing);

}  // namespace bookings
