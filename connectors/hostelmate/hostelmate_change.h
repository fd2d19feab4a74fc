// What is to be sent so that a booking becomes as a caller wants it: decided from the booking as it
// is. Each decision can be made again at any time. No I/O.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "connectors/api/writes.h"
#include "connectors/hostelmate/hostelmate_property.h"
#include "connectors/hostelmate/hostelmate_writes.h"

namespace bookings::hostelmate {

struct Change {
  ChangeCall call = ChangeCall::kStatusAndNotes;
  std::string body;
  // The booking as it is once the vendor has accepted; its answer may tell more.
  v1::Booking after;
};
// No value: the booking is so already.
using Decision = absl::StatusOr<std::optional<Change>>;

// Soft: nothing is ever deleted (hostelmate.md 7, trap 4). The reason goes behind the notes.
Decision DecideCancel(const v1::Booking& booking, const CancelInput& input);
// Fails with BOOKING_REFUSED for a cancelled booking, which would hold no bed in its new nights.
Decision DecideMove(const v1::Booking& booking, const RescheduleInput& input,
                    const Property& property);
// Notes and `paid`. Fails with BOOKING_REFUSED where a cancelled booking is to be paid: the vendor
// would take it for live again.
Decision DecideUpdate(const v1::Booking& booking, const UpdateInput& input);
// Only CONFIRMED; `paid` is that already (trap 6).
Decision DecideStatus(const v1::Booking& booking, const UpdateStatusInput& input);

// Values of the declared fields that the vendor does not know.
WriteProblems CheckUpdateValues(const UpdateInput& input);
WriteProblems CheckStatusValue(const UpdateStatusInput& input);

}  // namespace bookings::hostelmate
