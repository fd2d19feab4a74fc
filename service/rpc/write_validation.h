// The rules of the proto's comments for writes that hold for all vendors: every breach is reported
// at once. What only one vendor wants is the engine's and the connector's to check
// (Engine::Check); what a slot_token holds is slot_token.h.
#pragma once

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// In characters, all of printable ASCII: room for a UUID and a prefix.
inline constexpr size_t kMaxWriteRequestIdLength = 64;
// Longest name, phone number, address or the like, in bytes.
inline constexpr size_t kMaxLineBytes = 1'000;
// Longest id of a vendor or etag, in bytes.
inline constexpr size_t kMaxIdBytes = 1'000;
// Longest note, message, reason or answer, in bytes: several pages of text.
inline constexpr size_t kMaxNoteBytes = 10'000;
// All vendor_options together, in bytes: what goes into the ledger stays small.
inline constexpr size_t kMaxOptionsBytes = 65'536;
// Nights of one stay: a year.
inline constexpr int kMaxNights = 366;
// Answers of a booking page, and values of one answer.
inline constexpr int kMaxAnswers = 100;
// Addresses kept in copy, customers, staff members, paths of a mask: more are a mistake.
inline constexpr int kMaxListedParts = 100;

Violations CheckCreateBooking(const v1::CreateBookingRequest& request);
Violations CheckCancelBooking(const v1::CancelBookingRequest& request);
Violations CheckRescheduleBooking(const v1::RescheduleBookingRequest& request);
// Only the fields that the mask names are looked at.
Violations CheckUpdateBooking(const v1::UpdateBookingRequest& request);
Violations CheckUpdateBookingStatus(const v1::UpdateBookingStatusRequest& request);

}  // namespace bookings
