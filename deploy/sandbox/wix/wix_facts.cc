// See wix_facts.h.
#include "deploy/sandbox/wix/wix_facts.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>

#include "absl/strings/str_format.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::array<std::string_view, 12> kFirstNames = {
    "Ivo", "Mira", "Eva", "Noor", "Jean", "Aiko", "Tomáš", "Zoë", "Lin", "Paulo", "Ada", "O'Brien"};
constexpr std::array<std::string_view, 12> kLastNames = {
    "Kan", "Olt", "Dor", "van den Berg", "Müller",   "Šťastný",
    "Li",  "",    "Ng",  "de la Cruz",   "Lovelace", "Smith-Jones"};
constexpr std::array<std::string_view, kStaff> kStaffNames = {"Staff One", "Staff Two", "Ružena",
                                                              "Jo",        "山田",      "Max P."};
constexpr std::array<std::string_view, kPlaceCount> kPlaceNames = {"Main house", "Annex",
                                                                   "Studio 3"};
constexpr std::array<std::string_view, kPlaceCount> kPlaceAddresses = {
    "Long street 1, Brno", "12 Harbor Rd, Portland, ME 04101", "Nádražní 7/2, Ostrava"};

constexpr std::int64_t kMinorPerUnit = 100;
constexpr std::uint64_t kCreators = 4;
// One booking in so many carries a correlation id of its caller.
constexpr std::uint64_t kExternalIdEvery = 7;

// Amounts that a reader may trip over; the plain ones come from the row.
struct OddAmount {
  Trap trap;
  std::string_view text;
};

constexpr std::array kOddAmounts = {
    OddAmount{Trap::kAmountWhole, "14"},
    OddAmount{Trap::kAmountThreeDecimals, "12.345"},
    OddAmount{Trap::kAmountTooFine, "12.3456789012"},
    OddAmount{Trap::kAmountHuge, "1000000000000000"},
    OddAmount{Trap::kAmountNotNumber, "35,50"},
};

std::string UnicodeName() { return "Zoë 👩‍🚀 \u202Eעברית\u202C \"q\" \\ \t end"; }

Texts DerivedTexts(const Row& row) {
  Texts texts;
  const std::string number = std::to_string(row.contact);
  texts.title = ServiceAt(row.service).title;
  texts.first_name = row.trap == Trap::kContactUnicode
                         ? UnicodeName()
                         : std::string(kFirstNames[row.contact % kFirstNames.size()]);
  texts.last_name = kLastNames[(row.contact / kFirstNames.size()) % kLastNames.size()];
  texts.email = "Guest." + number + (row.contact % 5 == 0 ? "@Example.ORG" : "@example.org");
  texts.phone = "+42060" + std::to_string(1000000 + row.contact % 9000000);
  if (row.salt % kExternalIdEvery == 0) {
    texts.external_id = "crm-" + number + "/" + std::to_string(row.salt % 97);
  }
  return texts;
}

// Without fraction where there is none, else with one or two digits, as the vendor's samples do.
std::string PlainAmount(std::int64_t minor, std::uint64_t salt) {
  if (minor % kMinorPerUnit == 0) return std::to_string(minor / kMinorPerUnit);
  const bool one_digit = minor % 10 == 0 && salt % 2 == 0;
  if (one_digit) return absl::StrFormat("%d.%d", minor / kMinorPerUnit, minor % kMinorPerUnit / 10);
  return absl::StrFormat("%d.%02d", minor / kMinorPerUnit, minor % kMinorPerUnit);
}

}  // namespace

Texts StoredTexts(const Row& row) { return row.own_texts ? *row.own_texts : DerivedTexts(row); }

Texts TextsOf(const Row& row) {
  Texts texts = StoredTexts(row);
  if (row.trap == Trap::kContactMissing) texts.first_name.clear();
  if (row.trap == Trap::kContactMissing || row.trap == Trap::kContactNulls ||
      row.trap == Trap::kContactEmptyTexts) {
    texts.last_name.clear();
    texts.email.clear();
    texts.phone.clear();
  }
  return texts;
}

bool HasContact(const Row& row) {
  if (!row.written) return row.trap != Trap::kContactMissing;
  const Texts texts = TextsOf(row);
  return !texts.first_name.empty() || !texts.last_name.empty() || !texts.email.empty() ||
         !texts.phone.empty() || !row.written->contact_id.empty();
}
bool HasStaff(const Row& row) {
  if (row.written) return row.kind != Kind::kCourse && row.written->has_staff;
  return row.kind != Kind::kCourse && row.trap != Trap::kStaffMissing;
}
bool HasPlace(const Row& row) { return row.trap != Trap::kLocationMissing; }
bool HasPlaceId(const Row& row) {
  if (row.written) return row.place == Place::kBusiness;
  return HasPlace(row) && row.place == Place::kBusiness && row.salt % 2 == 0;
}
bool HasPlaceAddress(const Row& row) {
  if (row.written) return HasPlaceId(row) || !row.written->address.empty();
  if (!HasPlace(row)) return false;
  return HasPlaceId(row) || row.place == Place::kOwnerCustom || row.place == Place::kCustom;
}

std::string StaffName(const Row& row) { return std::string(kStaffNames[row.staff % kStaff]); }
std::string StaffEmail(const Row& row) {
  if (row.trap == Trap::kStaffEmailEmpty) return "";
  return "staff" + std::to_string(row.staff % kStaff) + "@example.org";
}
std::string PlaceName(const Row& row) { return std::string(kPlaceNames[row.staff % kPlaceCount]); }
std::string PlaceAddress(const Row& row) {
  if (row.written && !HasPlaceId(row)) return row.written->address;
  return std::string(kPlaceAddresses[row.staff % kPlaceCount]);
}

bool HasEvent(const Row& row) {
  if (row.written) return row.written->has_event;
  if (row.kind == Kind::kAppointment) {
    return row.state == State::kConfirmed || row.state == State::kCanceled;
  }
  return row.kind == Kind::kClass;
}

std::optional<std::string_view> TagOf(const Row& row) {
  if (row.trap == Trap::kTagsMissing) return std::nullopt;
  if (row.trap == Trap::kTagUnknown) return "RETREAT";
  return WordsOf(row.kind).tag;
}

std::string_view ZoneName(const Row& row) {
  if (row.written) return row.written->zone;
  return row.trap == Trap::kZoneMissing ? std::string_view() : ZoneAt(row.zone).name;
}

std::string_view CountryOf(const Row& row) {
  return row.written ? std::string_view(row.written->country) : ZoneAt(row.zone).country;
}

std::string_view PaymentOptionOf(const Row& row) {
  if (row.written && !row.written->payment_option.empty()) return row.written->payment_option;
  return WordsOf(row.payment).payment_option;
}

bool IsDoubleBooked(const Row& row) {
  return row.trap == Trap::kDoubleBooked || (row.written && row.written->double_booked);
}

Written WrittenOf(const Row& row, const Catalogue& catalogue) {
  if (row.written) return *row.written;
  Written written;
  written.zone = ZoneName(row);
  if (HasContact(row)) written.contact_id = catalogue.ContactId(row);
  written.country = CountryOf(row);
  if (HasPlaceAddress(row)) written.address = PlaceAddress(row);
  const Creator creator = CreatorOf(row, catalogue);
  written.creator_key = creator.key;
  written.creator_id = creator.id;
  written.has_staff = HasStaff(row);
  written.has_event = HasEvent(row);
  written.has_order = HasOrder(row);
  return written;
}

int PartySize(const Row& row) {
  return std::accumulate(row.party.begin(), row.party.end(), 0,
                         [](int sum, std::uint8_t count) { return sum + int{count}; });
}

bool HasChoices(const Row& row) {
  if (row.written && !row.written->choices.is_null()) return true;
  return row.trap == Trap::kChoices || row.trap == Trap::kPartyManyRates;
}

bool HasBalance(const Row& row) {
  if (row.written && !row.written->has_order) return false;
  return row.payment != Payment::kUndefined && row.payment != Payment::kNotPaid &&
         row.trap != Trap::kPriceText;
}

bool HasOrder(const Row& row) {
  if (row.written && !row.written->has_order) return false;
  return !WordsOf(row.payment).order_status.empty();
}

std::string TotalText(const Row& row) {
  for (const OddAmount& odd : kOddAmounts) {
    if (odd.trap == row.trap) return std::string(odd.text);
  }
  return PlainAmount(row.total_minor, row.salt);
}

std::string AmountText(std::int64_t minor) { return PlainAmount(minor, 1); }

std::string ReceivedText(const Row& row) {
  const bool all = row.received_minor == row.total_minor;
  return all ? TotalText(row) : AmountText(row.received_minor);
}

AllowedActions AllowedActionsOf(const Row& row) {
  AllowedActions actions;
  const bool open = row.state == State::kConfirmed || row.state == State::kAwaitingApproval;
  if (row.written) {
    actions.cancel = open;
    actions.reschedule = open && row.kind != Kind::kCourse;
    actions.book_another = row.state == State::kConfirmed;
    return actions;
  }
  actions.cancel = open && row.salt % 5 != 0;
  actions.reschedule = open && row.kind != Kind::kCourse && row.salt % 3 != 0;
  actions.book_another = row.state == State::kConfirmed;
  actions.refund = static_cast<AllowedActions::Refund>(row.salt / 5 % 4);
  return actions;
}

Creator CreatorOf(const Row& row, const Catalogue& catalogue) {
  if (row.written) return {row.written->creator_key, row.written->creator_id};
  constexpr std::array<std::string_view, kCreators> kKeys = {"anonymousVisitorId", "memberId",
                                                             "wixUserId", "appId"};
  const std::string_view key = kKeys[row.salt / 3 % kCreators];
  return {key, catalogue.OwnId(row, key)};
}

}  // namespace bookings::sandbox::wix
