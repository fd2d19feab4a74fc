// What a row says, whichever API generation tells it: derived texts and presence, with the row's
// trap applied.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_model.h"

namespace bookings::sandbox::wix {

// Empty texts are what the vendor does not know; whether they show as null, "" or not at all is the
// renderer's.
Texts TextsOf(const Row& row);
// As they lie there: a trap hides some of them.
Texts StoredTexts(const Row& row);

bool HasContact(const Row& row);
bool HasStaff(const Row& row);
bool HasPlace(const Row& row);
// Only business locations have an id and a name (wix.md 3.6), and not every answer tells them.
bool HasPlaceId(const Row& row);
bool HasPlaceAddress(const Row& row);

std::string StaffName(const Row& row);
std::string StaffEmail(const Row& row);
std::string PlaceName(const Row& row);
std::string PlaceAddress(const Row& row);

// Whether the current generation knows a calendar event for the booking: always for classes, never
// for courses, and for appointments from their confirmation on (wix.md 3.6).
bool HasEvent(const Row& row);

std::optional<std::string_view> TagOf(const Row& row);
// Empty = none is told.
std::string_view ZoneName(const Row& row);

// The customer's country; empty = not known.
std::string_view CountryOf(const Row& row);
std::string_view PaymentOptionOf(const Row& row);
bool IsDoubleBooked(const Row& row);

// What a generated booking derives, as a written one holds it: so that it can be changed.
Written WrittenOf(const Row& row, const Catalogue& catalogue);

int PartySize(const Row& row);
// Whether the party is told by choices of variants rather than as one number (wix.md 3.6).
bool HasChoices(const Row& row);

// v1 tells no balance of unpaid bookings (wix.md 2.5).
bool HasBalance(const Row& row);
bool HasOrder(const Row& row);
// The price of the booking in all, as a decimal text: some traps make it odd.
std::string TotalText(const Row& row);
// What of it was received, likewise.
std::string ReceivedText(const Row& row);
std::string AmountText(std::int64_t minor);

// What the customer may do by the business's policy.
struct AllowedActions {
  enum class Refund : std::uint8_t { kNotTold, kNull, kNo, kYes };

  bool cancel = false;
  bool reschedule = false;
  bool book_another = false;         // told by v1 only
  Refund refund = Refund::kNotTold;  // told by v2 only
};
AllowedActions AllowedActionsOf(const Row& row);

// Who made the booking: one of four sorts of identity (wix.md 3.6).
struct Creator {
  std::string_view key;
  std::string id;
};
Creator CreatorOf(const Row& row, const Catalogue& catalogue);

}  // namespace bookings::sandbox::wix
