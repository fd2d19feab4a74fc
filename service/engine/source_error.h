// A failure in the form in which a list reports it for one of its sources.
#pragma once

#include "absl/status/status.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings {

v1::SourceError ToSourceError(const absl::Status& failure);

}  // namespace bookings
