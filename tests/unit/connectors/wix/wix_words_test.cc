// Every enum table of Wix both ways: each documented word has its meaning, no other word has one.
#include "connectors/wix/wix_words.h"

#include <map>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace bookings::wix {
namespace {

template <typename Meaning>
void ExpectExactly(std::span<const Word<Meaning>> table,
                   const std::map<std::string_view, Meaning>& documented) {
  EXPECT_EQ(table.size(), documented.size());
  for (const auto& [word, meaning] : documented) {
    EXPECT_EQ(Translate(table, word), meaning) << word;
    EXPECT_EQ(Translate(table, std::string(word) + " "), std::nullopt) << word;
    EXPECT_EQ(Translate(table, std::string(word).substr(1)), std::nullopt) << word;
  }
  EXPECT_EQ(Translate(table, std::string_view("")), std::nullopt);
}

TEST(WixWords, V1Statuses) {
  ExpectExactly(V1StatusWords(), {{"PENDING_CHECKOUT", v1::BOOKING_STATUS_DRAFT},
                                  {"PENDING_APPROVAL", v1::BOOKING_STATUS_PENDING},
                                  {"PENDING", v1::BOOKING_STATUS_PENDING},
                                  {"CONFIRMED", v1::BOOKING_STATUS_CONFIRMED},
                                  {"CANCELED", v1::BOOKING_STATUS_CANCELLED},
                                  {"DECLINED", v1::BOOKING_STATUS_DECLINED},
                                  {"UNDEFINED", v1::BOOKING_STATUS_UNKNOWN}});
}

TEST(WixWords, V2Statuses) {
  ExpectExactly(V2StatusWords(), {{"CREATED", v1::BOOKING_STATUS_DRAFT},
                                  {"PENDING", v1::BOOKING_STATUS_PENDING},
                                  {"WAITING_LIST", v1::BOOKING_STATUS_WAITLISTED},
                                  {"CONFIRMED", v1::BOOKING_STATUS_CONFIRMED},
                                  {"CANCELED", v1::BOOKING_STATUS_CANCELLED},
                                  {"DECLINED", v1::BOOKING_STATUS_DECLINED}});
}

TEST(WixWords, CancelledHasOneLInStatuses) {
  EXPECT_EQ(Translate(V2StatusWords(), "CANCELLED"), std::nullopt);
  EXPECT_EQ(Translate(V2StatusWords(), "canceled"), std::nullopt);
}

TEST(WixWords, V1Payments) {
  ExpectExactly(V1PaymentWords(), {{"UNDEFINED", v1::PAYMENT_STATUS_UNSPECIFIED},
                                   {"COMPLETE", v1::PAYMENT_STATUS_PAID},
                                   {"PENDING_CASHIER", v1::PAYMENT_STATUS_UNPAID},
                                   {"REJECTED", v1::PAYMENT_STATUS_FAILED},
                                   {"READY", v1::PAYMENT_STATUS_UNPAID},
                                   {"CANCELED", v1::PAYMENT_STATUS_FAILED},
                                   {"REFUNDED", v1::PAYMENT_STATUS_REFUNDED},
                                   {"PENDING_MERCHANT", v1::PAYMENT_STATUS_UNPAID},
                                   {"WIX_PAY_FAILURE", v1::PAYMENT_STATUS_FAILED},
                                   {"PENDING_MARK_AS_PAID", v1::PAYMENT_STATUS_UNPAID},
                                   {"PENDING_BUYER", v1::PAYMENT_STATUS_UNPAID}});
}

TEST(WixWords, V2Payments) {
  ExpectExactly(V2PaymentWords(), {{"UNDEFINED", v1::PAYMENT_STATUS_UNSPECIFIED},
                                   {"NOT_PAID", v1::PAYMENT_STATUS_UNPAID},
                                   {"PAID", v1::PAYMENT_STATUS_PAID},
                                   {"PARTIALLY_PAID", v1::PAYMENT_STATUS_PARTLY_PAID},
                                   {"REFUNDED", v1::PAYMENT_STATUS_REFUNDED},
                                   {"EXEMPT", v1::PAYMENT_STATUS_NOT_REQUIRED},
                                   {"FAILED", v1::PAYMENT_STATUS_FAILED}});
}

TEST(WixWords, Kinds) {
  ExpectExactly(KindWords(), {{"INDIVIDUAL", v1::BOOKING_KIND_APPOINTMENT},
                              {"GROUP", v1::BOOKING_KIND_CLASS},
                              {"COURSE", v1::BOOKING_KIND_COURSE}});
}

// BUSINESS and CUSTOMER are words of time slots, not of bookings.
TEST(WixWords, Locations) {
  ExpectExactly(LocationWords(), {{"UNDEFINED", v1::LOCATION_KIND_UNSPECIFIED},
                                  {"OWNER_BUSINESS", v1::LOCATION_KIND_BUSINESS},
                                  {"OWNER_CUSTOM", v1::LOCATION_KIND_CUSTOM},
                                  {"CUSTOM", v1::LOCATION_KIND_CUSTOMER}});
}

TEST(WixWords, PlacesOfTimeSlots) {
  ExpectExactly(SlotLocationWords(), {{"BUSINESS", v1::LOCATION_KIND_BUSINESS},
                                      {"CUSTOM", v1::LOCATION_KIND_CUSTOM},
                                      {"CUSTOMER", v1::LOCATION_KIND_CUSTOMER}});
  EXPECT_EQ(BookingLocationWord("BUSINESS"), "OWNER_BUSINESS");
  EXPECT_EQ(BookingLocationWord("CUSTOM"), "OWNER_CUSTOM");
  EXPECT_EQ(BookingLocationWord("CUSTOMER"), "CUSTOM");
  EXPECT_EQ(BookingLocationWord("OWNER_BUSINESS"), "");
}

TEST(WixWords, TypesOfServices) {
  ExpectExactly(ServiceTypeWords(), {{"APPOINTMENT", v1::BOOKING_KIND_APPOINTMENT},
                                     {"CLASS", v1::BOOKING_KIND_CLASS},
                                     {"COURSE", v1::BOOKING_KIND_COURSE}});
}

}  // namespace
}  // namespace bookings::wix
