// HostelMate's status words and their canonical meaning (hostelmate.md 2.1). Matched exactly: the
// eight states of the vendor's front desk are not documented in its API.
#pragma once

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/words.h"

namespace bookings::hostelmate {

// `paid` is a live booking that was paid, not a payment state beside one (trap 6).
inline constexpr Word<v1::BookingStatus> kStatuses[] = {
    {"confirmed", v1::BOOKING_STATUS_CONFIRMED},
    {"paid", v1::BOOKING_STATUS_CONFIRMED},
    {"cancelled", v1::BOOKING_STATUS_CANCELLED},
};

// The other words say nothing of a payment.
inline constexpr Word<v1::PaymentStatus> kPayments[] = {{"paid", v1::PAYMENT_STATUS_PAID}};

}  // namespace bookings::hostelmate
