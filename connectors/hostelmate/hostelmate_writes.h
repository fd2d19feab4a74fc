// The requests by which HostelMate's bookings are made and changed (hostelmate.md 2.4 to 2.6), and
// their short answers. What to send is decided elsewhere: hostelmate_order.h, hostelmate_change.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connectors/api/connector.h"
#include "connectors/hostelmate/hostelmate_property.h"

namespace bookings::hostelmate {

// The order under `identity`: its id is the booking's, its attempt the Idempotency-Key, and both
// stay the same across repetitions (hostelmate.md 7, trap 11).
HttpRequest BuildCreate(const v1::CreateBookingRequest& order, const WriteIdentity& identity,
                        const Property& property);

// What is empty, or has no value, stays as it is.
struct StatusAndNotes {
  std::string_view status;
  std::optional<std::string> notes;
};
std::string WriteStatusAndNotes(const StatusAndNotes& change);
// All nights, as the vendor replaces them all (trap 9).
std::string WriteNights(const v1::StayRequest& stay, std::optional<std::string_view> notes,
                        const Property& property);

// The two calls that change a booking, each for its own fields (trap 10).
enum class ChangeCall { kStatusAndNotes, kNights };
// `key` is the Idempotency-Key.
HttpRequest BuildChange(ChangeCall call, std::string_view id, std::string body,
                        std::string_view key);

// An Idempotency-Key for one request of an attempt: the same for the same attempt, body and version
// of the booking that it was decided on; UUID-shaped.
std::string ChangeKey(std::string_view attempt, std::string_view body, std::string_view etag);

// Gives the booking this word of the vendor, and what it says of status and payment.
void SetStatusWord(std::string_view word, v1::Booking* booking);

// The booking that was asked for with what the vendor's short answer tells of it. The vendor has
// accepted: an answer that cannot be read leaves the booking as asked. The vendor tells too little
// for an etag.
v1::Booking WithAnswer(v1::Booking booking, std::string body, const Property& property);
// The id in the answer to a creation, under the names it may have; `sent` where it tells none.
std::string ReadId(std::string body, std::string_view sent);

}  // namespace bookings::hostelmate
