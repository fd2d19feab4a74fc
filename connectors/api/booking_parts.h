// Parts of a booking that are filled alike for every vendor.
#pragma once

#include <span>
#include <string_view>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/item_reader.h"
#include "connectors/api/words.h"

namespace bookings {

// Whose booking it is: the first thing that is known of an item.
struct BookingIdentity {
  std::string_view connection_id;
  std::string_view vendor;
  std::string_view vendor_id;
};
void FillIdentity(const BookingIdentity& identity, v1::Booking* booking);

// The vendor's status word and its meaning; an unknown word is UNKNOWN with a note and counted, no
// word leaves the status unset.
void FillStatus(std::string_view word, std::span<const Word<v1::BookingStatus>> words,
                ItemReader& reader);

}  // namespace bookings
