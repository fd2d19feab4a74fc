// See wix_words.h.
#include "connectors/wix/wix_words.h"

namespace bookings::wix {
namespace {

// wix.md 2.6. PENDING is "created and unpaid" in one text and "waits for the owner" in another.
constexpr Word<v1::BookingStatus> kV1Statuses[] = {
    {"CONFIRMED", v1::BOOKING_STATUS_CONFIRMED},      {"CANCELED", v1::BOOKING_STATUS_CANCELLED},
    {"PENDING_APPROVAL", v1::BOOKING_STATUS_PENDING}, {"PENDING", v1::BOOKING_STATUS_PENDING},
    {"PENDING_CHECKOUT", v1::BOOKING_STATUS_DRAFT},   {"DECLINED", v1::BOOKING_STATUS_DECLINED},
    {"UNDEFINED", v1::BOOKING_STATUS_UNKNOWN},
};

// wix.md 3.6. CREATED: not on the calendar until it is paid or confirmed.
constexpr Word<v1::BookingStatus> kV2Statuses[] = {
    {"CONFIRMED", v1::BOOKING_STATUS_CONFIRMED}, {"CANCELED", v1::BOOKING_STATUS_CANCELLED},
    {"PENDING", v1::BOOKING_STATUS_PENDING},     {"CREATED", v1::BOOKING_STATUS_DRAFT},
    {"DECLINED", v1::BOOKING_STATUS_DECLINED},   {"WAITING_LIST", v1::BOOKING_STATUS_WAITLISTED},
};

// wix.md 2.5. The states that wait for somebody are open: the amounts decide them further.
constexpr Word<v1::PaymentStatus> kV1Payments[] = {
    {"UNDEFINED", v1::PAYMENT_STATUS_UNSPECIFIED},
    {"COMPLETE", v1::PAYMENT_STATUS_PAID},
    {"PENDING_CASHIER", v1::PAYMENT_STATUS_UNPAID},
    {"REJECTED", v1::PAYMENT_STATUS_FAILED},
    {"READY", v1::PAYMENT_STATUS_UNPAID},
    {"CANCELED", v1::PAYMENT_STATUS_FAILED},
    {"REFUNDED", v1::PAYMENT_STATUS_REFUNDED},
    {"PENDING_MERCHANT", v1::PAYMENT_STATUS_UNPAID},
    {"WIX_PAY_FAILURE", v1::PAYMENT_STATUS_FAILED},
    {"PENDING_MARK_AS_PAID", v1::PAYMENT_STATUS_UNPAID},
    {"PENDING_BUYER", v1::PAYMENT_STATUS_UNPAID},
};

// wix.md 3.6.
constexpr Word<v1::PaymentStatus> kV2Payments[] = {
    {"UNDEFINED", v1::PAYMENT_STATUS_UNSPECIFIED},
    {"NOT_PAID", v1::PAYMENT_STATUS_UNPAID},
    {"PAID", v1::PAYMENT_STATUS_PAID},
    {"PARTIALLY_PAID", v1::PAYMENT_STATUS_PARTLY_PAID},
    {"REFUNDED", v1::PAYMENT_STATUS_REFUNDED},
    {"EXEMPT", v1::PAYMENT_STATUS_NOT_REQUIRED},
    {"FAILED", v1::PAYMENT_STATUS_FAILED},
};

constexpr Word<v1::BookingKind> kKinds[] = {
    {"INDIVIDUAL", v1::BOOKING_KIND_APPOINTMENT},
    {"GROUP", v1::BOOKING_KIND_CLASS},
    {"COURSE", v1::BOOKING_KIND_COURSE},
};

// wix.md 3.5: CUSTOM here is what time slots call CUSTOMER.
constexpr Word<v1::LocationKind> kLocations[] = {
    {"UNDEFINED", v1::LOCATION_KIND_UNSPECIFIED},
    {"OWNER_BUSINESS", v1::LOCATION_KIND_BUSINESS},
    {"OWNER_CUSTOM", v1::LOCATION_KIND_CUSTOM},
    {"CUSTOM", v1::LOCATION_KIND_CUSTOMER},
};

constexpr Word<v1::LocationKind> kSlotLocations[] = {
    {"BUSINESS", v1::LOCATION_KIND_BUSINESS},
    {"CUSTOM", v1::LOCATION_KIND_CUSTOM},
    {"CUSTOMER", v1::LOCATION_KIND_CUSTOMER},
};

constexpr Word<v1::BookingKind> kServiceTypes[] = {
    {"APPOINTMENT", v1::BOOKING_KIND_APPOINTMENT},
    {"CLASS", v1::BOOKING_KIND_CLASS},
    {"COURSE", v1::BOOKING_KIND_COURSE},
};

}  // namespace

std::span<const Word<v1::BookingStatus>> V1StatusWords() { return kV1Statuses; }
std::span<const Word<v1::BookingStatus>> V2StatusWords() { return kV2Statuses; }
std::span<const Word<v1::PaymentStatus>> V1PaymentWords() { return kV1Payments; }
std::span<const Word<v1::PaymentStatus>> V2PaymentWords() { return kV2Payments; }
std::span<const Word<v1::BookingKind>> KindWords() { return kKinds; }
std::span<const Word<v1::LocationKind>> LocationWords() { return kLocations; }

std::span<const Word<v1::LocationKind>> SlotLocationWords() { return kSlotLocations; }
std::span<const Word<v1::BookingKind>> ServiceTypeWords() { return kServiceTypes; }

std::string_view BookingLocationWord(std::string_view slot_word) {
  const std::optional<v1::LocationKind> kind = Translate(SlotLocationWords(), slot_word);
  for (const Word<v1::LocationKind>& row : kLocations) {
    if (kind && row.meaning == *kind) return row.word;
  }
  return "";
}

}  // namespace bookings::wix
