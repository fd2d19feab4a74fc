// How an account's switches make its answers look, resolved once for each call; and the few forms
// that both renderers share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/switches.h"
#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_model.h"

namespace bookings::sandbox::wix {

struct Style {
  enum class Unset : std::uint8_t { kAbsent, kNull, kEmpty } unset = Unset::kAbsent;
  enum class Fraction : std::uint8_t { kNone, kMillis } start_fraction = Fraction::kNone;
  enum class LocalForm : std::uint8_t { kOffset, kZulu, kBare } slot_date = LocalForm::kOffset;
  enum class DoubleBooked : std::uint8_t {
    kWhenTrue,
    kAlways
  } double_booked = DoubleBooked::kWhenTrue;
  enum class Participants : std::uint8_t { kNumber, kList } participants = Participants::kNumber;
  enum class ListCreated : std::uint8_t { kCreatedOnly, kBoth } v1_created = ListCreated::kBoth;

  explicit Style(const Switches& switches);
};

// Puts an optional text: an empty one takes the form that `unset` says.
void PutText(Json& object, std::string_view key, std::string_view text, Style::Unset unset);

// The form of unset contact texts: some rows have one of their own.
Style::Unset UnsetContact(const Row& row, const Style& style);

// A scheduled instant in UTC; empty when it is not known.
std::string InstantText(std::int64_t seconds, const Row& row, const Style& style);

// A creation or change instant in UTC, in the form that the row's trap asks for.
std::string StampText(std::int64_t millis, const Row& row);

// What the customer answered on the booking form: `additionalFields` of both generations.
Json RenderFormAnswers(const Row& row, const Catalogue& catalogue);

// `fullAddress` of a contact, the same in both generations (wix.md 2.5).
Json RenderFullAddress(const Row& row);

// Fields that no page of the vendor knows, put where a trap asks for them.
void PutUnknownFields(Json& booking, const Row& row);

}  // namespace bookings::sandbox::wix
