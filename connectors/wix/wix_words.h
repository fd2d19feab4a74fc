// The words of Wix's enums and what they mean, one table each. README.md prints the same tables.
#pragma once

#include <span>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/words.h"

namespace bookings::wix {

// booking.status. A word that means UNKNOWN is documented, but says nothing.
std::span<const Word<v1::BookingStatus>> V1StatusWords();
std::span<const Word<v1::BookingStatus>> V2StatusWords();

// v1 paymentDetails.state, v2 booking.paymentStatus. UNSPECIFIED: the word says nothing.
std::span<const Word<v1::PaymentStatus>> V1PaymentWords();
std::span<const Word<v1::PaymentStatus>> V2PaymentWords();

// bookedEntity.tags.
std::span<const Word<v1::BookingKind>> KindWords();

// locationType of a booking: the same word CUSTOM means something else in time slots.
std::span<const Word<v1::LocationKind>> LocationWords();

// locationType of a time slot.
std::span<const Word<v1::LocationKind>> SlotLocationWords();
// The booking's word for that of a time slot; empty for an unknown one (wix.md 3.5).
std::string_view BookingLocationWord(std::string_view slot_word);

// The kind of a service: bookings say it by a tag, services by their type (wix.md 3.9).
std::span<const Word<v1::BookingKind>> ServiceTypeWords();

}  // namespace bookings::wix
