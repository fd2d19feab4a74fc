// Parts of a booking that are filled alike for every vendor.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/item_reader.h"
#include "connectors/api/words.h"

namespace bookings {

// Sets a text field; leaves it alone where there is no text, as setting an empty one costs as much
// as setting a short one.
template <typename Message>
void SetText(std::string_view text, std::string* (Message::*field)(), Message* message) {
  if (!text.empty()) (message->*field)()->assign(text);
}

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
