// A failure in the form in which a list reports it for one of its sources.
#pragma once

#include "absl/status/status.h"
#include "bookings/v1/bookings.pb.h"
#include "service/engine/connection.h"

namespace bookings {

v1::SourceError ToSourceError(const absl::Status& failure);

// The failure with the metadata `connection` and `vendor`.
absl::Status OfConnection(const absl::Status& failure, const Connection& connection);

}  // namespace bookings
