// Ranges of instants out of Abseil's times.
#pragma once

#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings::client {

// [from, to); infinite = open. absl::FromCivil makes instants of a zone's days and hours.
v1::TimeRange TimeRangeOf(absl::Time from, absl::Time to);

}  // namespace bookings::client
