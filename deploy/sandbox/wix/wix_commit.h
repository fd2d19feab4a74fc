// How a write of either generation makes and changes rows: ids, revision, times, journal.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/wix/wix_account.h"
#include "deploy/sandbox/wix/wix_customer.h"
#include "deploy/sandbox/wix/wix_facts.h"
#include "deploy/sandbox/wix/wix_target.h"

namespace bookings::sandbox::wix {

inline WixAccount& WriteAccountOf(const Call& call) {
  return static_cast<WixAccount&>(call.account);
}

// 403 for members and for credentials without the right to manage bookings (wix.md 1.4).
std::optional<Refusal> RefuseWriter(const Call& call);

// A new booking in state kDraft, not committed yet.
Row MakeRow(const Call& call, const Target& target, const Customer& customer, const Party& party);

// Puts the booking on the target, in place of where it was.
void MoveTo(const Target& target, const WixAccount& account, Row& row);
void SetParty(const Party& party, Row& row);

// Changes the row's written part; a generated row gets one that tells the same.
template <typename Change>
void ChangeWritten(const Catalogue& catalogue, Row& row, Change change) {
  Written written = WrittenOf(row, catalogue);
  change(written);
  row.written = std::make_shared<const Written>(std::move(written));
}

// Enters a state: a confirmed booking gets its staff member, calendar event and contact.
void Enter(State state, const WixAccount& account, Row& row);

// Whose word the journal writes for a status.
enum class Generation : std::uint8_t { kV1, kV2 };

// Store the row; a changed one gets the next revision.
void CommitNew(const Call& call, Generation generation, const Row& row);
void CommitChange(const Call& call, std::string_view operation, Generation generation, Row& row);

// Why the booking cannot be confirmed or declined from its state; nothing if it can.
std::optional<Refusal> RefuseConfirm(const Row& row);
std::optional<Refusal> RefuseDecline(const Row& row);
// Why it cannot be cancelled or moved, whichever its place.
std::optional<Refusal> RefuseCancel(const Row& row);
std::optional<Refusal> RefuseReschedule(const Row& row);

// 404 BOOKING_NOT_FOUND.
Refusal RefuseUnknownBooking();

// The payment situation that a v2 word means.
Payment PaymentOfWord(std::string_view word);

}  // namespace bookings::sandbox::wix
