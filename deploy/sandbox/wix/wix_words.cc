// See wix_words.h. Each table's rows stand in the order of its enum.
#include "deploy/sandbox/wix/wix_words.h"

#include <array>
#include <cstddef>

namespace bookings::sandbox::wix {
namespace {

constexpr std::array kKinds = {
    KindWords{"appointment", "INDIVIDUAL"},
    KindWords{"class", "GROUP"},
    KindWords{"course", "COURSE"},
};

// v1's PENDING covers unpaid and waiting bookings alike, as its own texts contradict each other
// (wix.md 2.6).
constexpr std::array kStates = {
    StateWords{"draft", "PENDING_CHECKOUT", "CREATED"},
    StateWords{"unpaid", "PENDING", "CREATED"},
    StateWords{"awaiting_approval", "PENDING_APPROVAL", "PENDING"},
    StateWords{"waitlisted", "PENDING", "WAITING_LIST"},
    StateWords{"confirmed", "CONFIRMED", "CONFIRMED"},
    StateWords{"canceled", "CANCELED", "CANCELED"},
    StateWords{"declined", "DECLINED", "DECLINED"},
    StateWords{"undefined", "UNDEFINED", "UPDATED"},
    StateWords{"ecom_checkout", "PENDING_CHECKOUT", "PENDING_ECOM_CHECKOUT"},
    StateWords{"unknown_word", "ON_HOLD", "ON_HOLD"},
    StateWords{"near_miss", "CANCELLED", "CANCELLED"},
};

constexpr std::array kPayments = {
    PaymentWords{"undefined", "UNDEFINED", "UNDEFINED", "", "UNDEFINED"},
    PaymentWords{"not_paid", "READY", "NOT_PAID", "NOT_PAID", "OFFLINE"},
    PaymentWords{"cashier", "PENDING_CASHIER", "NOT_PAID", "NOT_PAID", "OFFLINE"},
    PaymentWords{"paid", "COMPLETE", "PAID", "PAID", "ONLINE"},
    PaymentWords{"deposit", "PENDING_MARK_AS_PAID", "PARTIALLY_PAID", "PARTIALLY_PAID", "ONLINE"},
    PaymentWords{"refunded", "REFUNDED", "REFUNDED", "FULLY_REFUNDED", "ONLINE"},
    PaymentWords{"exempt", "COMPLETE", "EXEMPT", "PAID", "UNDEFINED"},
    PaymentWords{"failed", "WIX_PAY_FAILURE", "FAILED", "DECLINED", "ONLINE"},
    PaymentWords{"rejected", "REJECTED", "NOT_PAID", "DECLINED", "ONLINE"},
    PaymentWords{"canceled", "CANCELED", "NOT_PAID", "CANCELED", "ONLINE"},
    PaymentWords{"pending_merchant", "PENDING_MERCHANT", "NOT_PAID", "PENDING_MERCHANT", "OFFLINE"},
    PaymentWords{"pending_buyer", "PENDING_BUYER", "NOT_PAID", "PENDING", "ONLINE"},
    PaymentWords{"membership", "COMPLETE", "PAID", "PAID", "MEMBERSHIP"},
    PaymentWords{"partly_refunded", "COMPLETE", "PAID", "PARTIALLY_REFUNDED", "MEMBERSHIP_OFFLINE"},
    PaymentWords{"unknown_word", "CHARGEBACK", "CHARGEBACK", "CHARGEBACK", "CRYPTO"},
};

constexpr std::array kPlaces = {
    LocationWords{"business", "OWNER_BUSINESS"}, LocationWords{"owner_custom", "OWNER_CUSTOM"},
    LocationWords{"custom", "CUSTOM"},           LocationWords{"undefined", "UNDEFINED"},
    LocationWords{"unknown_word", "ORBIT"},
};

constexpr std::array<TrapWords, 64> kTraps = {{
    {"none"},
    {"status_undefined"},
    {"status_ecom_checkout"},
    {"status_unknown_word"},
    {"status_near_miss"},
    {"payment_unknown_word"},
    {"tags_missing"},
    {"tag_unknown"},
    {"location_unknown_word"},
    {"location_missing"},
    {"slot_local_bare"},
    {"slot_local_zulu"},
    {"start_with_fraction"},
    {"dst_gap"},
    {"dst_overlap_first"},
    {"dst_overlap_second"},
    {"start_missing"},
    {"end_missing"},
    {"zone_missing"},
    {"all_day"},
    {"created_only"},
    {"created_nanos"},
    {"created_no_fraction"},
    {"created_with_offset"},
    {"created_tie"},
    {"updated_missing"},
    {"contact_nulls"},
    {"contact_empty_texts"},
    {"contact_missing"},
    {"contact_unicode"},
    {"contact_zone"},
    {"contact_address"},
    {"staff_missing"},
    {"staff_email_empty"},
    {"choices"},
    {"party_missing"},
    {"party_many_rates"},
    {"amount_whole"},
    {"amount_three_decimals"},
    {"amount_too_fine"},
    {"amount_huge"},
    {"amount_not_number"},
    {"balance_negative"},
    {"order_larger"},
    {"paid_by_amount"},
    {"price_text"},
    {"paid_but_canceled"},
    {"double_booked"},
    {"double_booked_false"},
    {"multi_service"},
    {"unknown_fields"},
    {"huge_number"},
    {"internal_fields"},
    {"extended_fields"},
    {"add_ons"},
    {"subscription"},
    {"conference"},
    {"attendance"},
    {"session_twin"},
    {"coupon"},
    {"paid_plan"},
    {"wix_pay_old"},
    {"form_answers"},
    {"revision_huge"},
}};

constexpr std::array<std::string_view, 7> kV1Status = {
    "UNDEFINED", "PENDING_CHECKOUT", "CONFIRMED", "CANCELED",
    "PENDING",   "PENDING_APPROVAL", "DECLINED"};
// The last two stand in older texts only (wix.md 3.6).
constexpr std::array<std::string_view, 8> kV2Status = {
    "CREATED",  "CONFIRMED",    "CANCELED", "PENDING",
    "DECLINED", "WAITING_LIST", "UPDATED",  "PENDING_ECOM_CHECKOUT"};
constexpr std::array<std::string_view, 7> kV2PaymentStatus = {
    "UNDEFINED", "NOT_PAID", "PAID", "PARTIALLY_PAID", "REFUNDED", "EXEMPT", "FAILED"};
constexpr std::array<std::string_view, 5> kPaymentOption = {"UNDEFINED", "OFFLINE", "ONLINE",
                                                            "MEMBERSHIP", "MEMBERSHIP_OFFLINE"};
constexpr std::array<std::string_view, 4> kLocationType = {"UNDEFINED", "OWNER_BUSINESS",
                                                           "OWNER_CUSTOM", "CUSTOM"};
constexpr std::array<std::string_view, 3> kTag = {"INDIVIDUAL", "GROUP", "COURSE"};

}  // namespace

std::span<const KindWords> Kinds() { return kKinds; }
std::span<const StateWords> States() { return kStates; }
std::span<const PaymentWords> Payments() { return kPayments; }
std::span<const LocationWords> Places() { return kPlaces; }
std::span<const TrapWords> Traps() { return kTraps; }

const KindWords& WordsOf(Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
const StateWords& WordsOf(State state) { return kStates[static_cast<std::size_t>(state)]; }
const PaymentWords& WordsOf(Payment payment) {
  return kPayments[static_cast<std::size_t>(payment)];
}
const LocationWords& WordsOf(Place place) { return kPlaces[static_cast<std::size_t>(place)]; }
const TrapWords& WordsOf(Trap trap) { return kTraps[static_cast<std::size_t>(trap)]; }

std::span<const std::string_view> V1StatusWords() { return kV1Status; }
std::span<const std::string_view> V2StatusWords() { return kV2Status; }
std::span<const std::string_view> V2PaymentStatusWords() { return kV2PaymentStatus; }
std::span<const std::string_view> PaymentOptionWords() { return kPaymentOption; }
std::span<const std::string_view> LocationTypeWords() { return kLocationType; }
std::span<const std::string_view> TagWords() { return kTag; }

}  // namespace bookings::sandbox::wix
