// See wix_change_parts.h.
#include "connectors/wix/wix_change_parts.h"

#include <algorithm>

#include "connectors/api/failure.h"
#include "connectors/api/time.h"
#include "connectors/wix/wix_order.h"

namespace bookings::wix {

bool IsAt(const v1::Booking& booking, const internal::v1::SlotReference& slot) {
  if (slot.has_start_time() &&
      FromTimestamp(booking.start_time()) != FromTimestamp(slot.start_time())) {
    return false;
  }
  if (!slot.session_id().empty() && booking.session_id() != slot.session_id()) return false;
  if (!slot.location_id().empty() && booking.location().id() != slot.location_id()) return false;
  return slot.staff_id().empty() ||
         std::any_of(booking.staff().begin(), booking.staff().end(),
                     [&](const auto& member) { return member.id() == slot.staff_id(); });
}

absl::Status CheckMovable(const v1::Booking& booking, const internal::v1::SlotReference& slot) {
  if (booking.status() == v1::BOOKING_STATUS_CANCELLED ||
      booking.status() == v1::BOOKING_STATUS_DECLINED) {
    return RefuseChange("a cancelled or declined booking cannot be moved");
  }
  if (booking.kind() == v1::BOOKING_KIND_COURSE) return RefuseChange("a course cannot be moved");
  if (!booking.service().id().empty() && booking.service().id() != slot.service_id()) {
    return InvalidRequest({{"appointment.service_id", "must be the booking's own service"}});
  }
  return absl::OkStatus();
}

WriteProblems CheckMove(const RescheduleInput& input) {
  WriteProblems problems;
  if (!input.request.has_appointment()) return problems;
  const v1::AppointmentRequest& appointment = input.request.appointment();
  CheckZone(appointment, &problems.invalid);
  if (!appointment.has_start_time() && appointment.session_id().empty()) {
    problems.invalid.push_back(
        {"appointment.start_time", "is required unless a session_id is given"});
  }
  return problems;
}

WriteProblems CheckTargetStatus(const UpdateStatusInput& input) {
  WriteProblems problems;
  const v1::BookingStatus status = input.request.status();
  if (status != v1::BOOKING_STATUS_CONFIRMED && status != v1::BOOKING_STATUS_DECLINED) {
    problems.unsupported.push_back({"status", "can only be set to CONFIRMED or DECLINED"});
  }
  return problems;
}

absl::Status RefuseChange(std::string_view message) {
  return MakeFailure(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_BOOKING_REFUSED,
                     message);
}

}  // namespace bookings::wix
