// The parts of a booking that both generations of Wix's API describe alike. Paths say where in the
// vendor's item a part stood.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "connectors/api/item_reader.h"
#include "connectors/api/json.h"
#include "connectors/wix/wix_words.h"

namespace bookings::wix {

// What the mapping of a page must know of its connection.
struct Mapping {
  std::string connection_id;
  // The connection's configured zone, for bookings that tell none; empty = none.
  std::string time_zone;
  // BASIC or FULL.
  v1::BookingView view = v1::BOOKING_VIEW_BASIC;
};

// Adds the booking of one list entry to the page with all that does not depend on its content; null
// where the entry has no usable id, which is counted.
v1::Booking* AddBooking(json::Value entry, const Mapping& mapping, Page* page);

void FillStatus(std::string_view word, std::span<const Word<v1::BookingStatus>> words,
                ItemReader& reader);
void FillPaymentStatus(PlacedText word, std::span<const Word<v1::PaymentStatus>> words,
                       ItemReader& reader);
// The kind that the first tag names; without a tag it is `untold`.
void FillKind(json::Value tags, v1::BookingKind untold, ItemReader& reader);
void FillTimes(PlacedText start, PlacedText end, ItemReader& reader);
// `zone` is the one that the times were shown in to the customer; without it the configured one.
void FillTimeZone(PlacedText zone, const Mapping& mapping, ItemReader& reader);

// The customer with the answers; none where both are empty.
void FillCustomer(json::Value contact, std::string_view contact_path, json::Value answers,
                  std::string_view answers_path, ItemReader& reader);
// One resource, or an array of them.
void FillStaffMember(json::Value resource, std::string_view path, ItemReader& reader);
void FillStaffMembers(json::Value resources, std::string_view path, ItemReader& reader);
// Sums the people of `shares`, an array of {numberOfParticipants}.
void FillPartySize(json::Value shares, std::string_view path, ItemReader& reader);
// Sets the party size from one number; out of bounds is a note.
void FillPartySize(int64_t people, json::Value sent, std::string_view path, ItemReader& reader);

void FillLocationKind(std::string_view word, ItemReader& reader);
// The one-line text of an address object (wix.md 2.5).
std::string_view ReadAddress(json::Value address, std::string_view path, ItemReader& reader);
// The first text that is not empty becomes the address; others are kept where they differ.
void FillAddress(std::initializer_list<PlacedText> candidates, ItemReader& reader);
// Link and password of an online meeting.
void FillMeeting(json::Value conference, std::string_view path, ItemReader& reader);

void FillAllowedActions(json::Value actions, ItemReader& reader);

// The exact amount; what is no amount of a known currency stays unset, is kept and leaves a note.
std::optional<v1::Money> ReadMoney(PlacedText amount, std::string_view currency,
                                   ItemReader& reader);

}  // namespace bookings::wix
