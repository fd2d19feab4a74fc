// What changes of bookings share over both generations of Wix's API: whether a booking is where it
// is to be moved to, and what no vendor has to be asked for.
#pragma once

#include "bookings/internal/v1/slot.pb.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/writes.h"

namespace bookings::wix {

// Whether the booking starts at that time and, as far as they are named, at that place, with that
// staff member and in that session.
bool IsAt(const v1::Booking& booking, const internal::v1::SlotReference& slot);

// What forbids to move the booking there: it is over, a course, or of another service.
absl::Status CheckMovable(const v1::Booking& booking, const internal::v1::SlotReference& slot);

// A move needs a time or a session; courses cannot be moved to (wix.md 2.6, 3.5).
WriteProblems CheckMove(const RescheduleInput& input);
// Only CONFIRMED and DECLINED.
WriteProblems CheckTargetStatus(const UpdateStatusInput& input);

// FAILED_PRECONDITION / BOOKING_REFUSED, decided before the vendor is asked.
absl::Status RefuseChange(std::string_view message);

}  // namespace bookings::wix
