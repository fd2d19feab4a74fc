// See writes.h.
#include "connectors/api/writes.h"

namespace bookings {

absl::Status CheckEtag(std::string_view wanted, const v1::Booking& booking) {
  if (wanted.empty() || wanted == booking.etag()) return absl::OkStatus();
  return MakeFailure(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
                     "the booking has changed since its etag was read");
}

absl::Status SlotUnavailable(const VendorRefusal& refusal) {
  return RefusalFailure(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_SLOT_UNAVAILABLE,
                        "the slot is taken or gone", refusal);
}

absl::Status BookingRefused(const VendorRefusal& refusal, std::string_view message) {
  return RefusalFailure(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_BOOKING_REFUSED,
                        message, refusal);
}

}  // namespace bookings
