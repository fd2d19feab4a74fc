// See booking_parts.h.
#include "connectors/api/booking_parts.h"

#include <optional>
#include <string>

#include "connectors/api/civil.h"
#include "connectors/api/names.h"

namespace bookings {

void FillIdentity(const BookingIdentity& identity, v1::Booking* booking) {
  booking->set_name(BookingName(identity.connection_id, identity.vendor_id));
  booking->set_vendor(std::string(identity.vendor));
  booking->set_vendor_id(std::string(identity.vendor_id));
}

void FillStatus(std::string_view word, std::span<const Word<v1::BookingStatus>> words,
                ItemReader& reader) {
  if (word.empty()) return;
  v1::Booking& booking = reader.booking();
  const std::optional<v1::BookingStatus> status = Translate(words, word);
  booking.set_vendor_status(std::string(word));
  booking.set_status(status.value_or(v1::BOOKING_STATUS_UNKNOWN));
  if (status) return;
  AddNote(v1::MAPPING_NOTE_STATUS_UNKNOWN, &booking);
  reader.CountUnknownWord();
}

}  // namespace bookings
