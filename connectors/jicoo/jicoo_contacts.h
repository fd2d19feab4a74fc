// Maps the answer of Jicoo's contacts call: who booked (jicoo.md 2.8).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings::jicoo {

// The customers, and under `contacts` in vendor_fields what has no canonical place; to be merged
// into the booking.
absl::StatusOr<v1::Booking> ParseContacts(std::string body);

}  // namespace bookings::jicoo
