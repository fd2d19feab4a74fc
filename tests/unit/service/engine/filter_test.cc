// The residual filter, field by field.
#include "service/engine/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

bool MatchesFilter(const std::string& filter, const std::string& booking) {
  return BookingMatcher(Parse<v1::BookingFilter>(filter)).Matches(Parse<v1::Booking>(booking));
}

TEST(BookingMatcher, AnEmptyFilterTakesEverything) { EXPECT_TRUE(MatchesFilter("", "")); }

TEST(BookingMatcher, StatusesAreAlternatives) {
  const std::string filter = "statuses: BOOKING_STATUS_PENDING statuses: BOOKING_STATUS_UNKNOWN";
  EXPECT_TRUE(MatchesFilter(filter, "status: BOOKING_STATUS_PENDING"));
  EXPECT_TRUE(MatchesFilter(filter, "status: BOOKING_STATUS_UNKNOWN"));
  EXPECT_FALSE(MatchesFilter(filter, "status: BOOKING_STATUS_CONFIRMED"));
  EXPECT_FALSE(MatchesFilter(filter, ""));
}

class TimeFields : public testing::TestWithParam<const char*> {};

TEST_P(TimeFields, RangesAreHalfOpen) {
  const std::string field = GetParam();
  const std::string filter = field + " { from { seconds: 100 } to { seconds: 200 } }";
  const auto at = [&](const std::string& time) { return field + " { " + time + " }"; };
  EXPECT_FALSE(MatchesFilter(filter, at("seconds: 99 nanos: 999999999")));
  EXPECT_TRUE(MatchesFilter(filter, at("seconds: 100")));
  EXPECT_TRUE(MatchesFilter(filter, at("seconds: 199 nanos: 999999999")));
  EXPECT_FALSE(MatchesFilter(filter, at("seconds: 200")));
}

TEST_P(TimeFields, AnUnknownTimeMatchesNoRangeNotEvenAnOpenOne) {
  EXPECT_FALSE(MatchesFilter(std::string(GetParam()) + " { }", ""));
}

TEST_P(TimeFields, AnUnsetBoundIsOpen) {
  const std::string field = GetParam();
  EXPECT_TRUE(
      MatchesFilter(field + " { from { seconds: 100 } }", field + " { seconds: 9999999999 }"));
  EXPECT_TRUE(
      MatchesFilter(field + " { to { seconds: 100 } }", field + " { seconds: -9999999999 }"));
}

INSTANTIATE_TEST_SUITE_P(All, TimeFields,
                         testing::Values("start_time", "end_time", "create_time", "update_time"));

TEST(BookingMatcher, AStayMatchesWhenAnyNightLiesInTheRange) {
  const std::string stay = "stay { nights { date: '2026-12-05' } nights { date: '2026-12-09' } }";
  EXPECT_TRUE(MatchesFilter("stay { from: '2026-12-05' to: '2026-12-06' }", stay));
  EXPECT_FALSE(MatchesFilter("stay { from: '2026-12-06' to: '2026-12-09' }", stay));
  EXPECT_TRUE(MatchesFilter("stay { from: '2026-12-06' }", stay));
  EXPECT_FALSE(MatchesFilter("stay { to: '2026-12-05' }", stay));
  EXPECT_FALSE(MatchesFilter("stay { }", "")) << "no stay, no night";
}

TEST(BookingMatcher, EmailsAreTrimmedAndTheirDomainHasNoCase) {
  const std::string filter = "customer_emails: ' Ada@Example.COM '";
  EXPECT_TRUE(MatchesFilter(filter, "customers { email: 'Ada@example.com' }"));
  EXPECT_TRUE(MatchesFilter(
      filter, "customers { email: 'bob@x.org' } customers { email: 'Ada@EXAMPLE.com ' }"));
  EXPECT_FALSE(MatchesFilter(filter, "customers { email: 'ada@example.com' }"))
      << "the local part has case";
  EXPECT_FALSE(MatchesFilter(filter, ""));
}

struct IdField {
  const char* filter;
  const char* match;
  const char* other;
};
class IdFields : public testing::TestWithParam<IdField> {};

TEST_P(IdFields, IsComparedExactly) {
  EXPECT_TRUE(MatchesFilter(GetParam().filter, GetParam().match));
  EXPECT_FALSE(MatchesFilter(GetParam().filter, GetParam().other));
  EXPECT_FALSE(MatchesFilter(GetParam().filter, ""));
}

INSTANTIATE_TEST_SUITE_P(
    All, IdFields,
    testing::Values(
        IdField{"customer_ids: 'a'", "customers { id: 'b' } customers { id: 'a' }",
                "customers { id: 'A' }"},
        IdField{"service_ids: 'a' service_ids: 'c'", "service { id: 'c' }", "service { id: 'b' }"},
        IdField{"staff_ids: 'a'", "staff { id: 'x' } staff { id: 'a' }", "staff { id: 'x' }"},
        IdField{"location_ids: 'a'", "location { id: 'a' }", "location { name: 'a' }"},
        IdField{"session_ids: 'a'", "session_id: 'a'", "session_id: 'ab'"},
        IdField{"schedule_ids: 'a'", "schedule_id: 'a'", "session_id: 'a'"},
        IdField{"references: 'BK-1'", "references { kind: 'x' value: 'BK-1' }",
                "references { kind: 'BK-1' value: 'x' }"}));

TEST(BookingMatcher, AllSetFieldsMustHold) {
  const std::string filter = "statuses: BOOKING_STATUS_CONFIRMED service_ids: 'a'";
  EXPECT_TRUE(MatchesFilter(filter, "status: BOOKING_STATUS_CONFIRMED service { id: 'a' }"));
  EXPECT_FALSE(MatchesFilter(filter, "status: BOOKING_STATUS_CONFIRMED service { id: 'b' }"));
  EXPECT_FALSE(MatchesFilter(filter, "status: BOOKING_STATUS_PENDING service { id: 'a' }"));
}

TEST(FilterFields, AreToldApartByTheCapabilities) {
  const auto filter = Parse<v1::BookingFilter>(
      "service_ids: 'a' customer_emails: 'a@b' update_time { } statuses: BOOKING_STATUS_PENDING");
  const auto capabilities = Parse<v1::Capabilities>(
      "filters { field: 'update_time' support: FILTER_SUPPORT_UNREPORTED }"
      "filters { field: 'end_time' support: FILTER_SUPPORT_UNREPORTED }"
      "filters { field: 'customer_emails' support: FILTER_SUPPORT_NEEDS_DETAILS }");
  EXPECT_THAT(FieldsOf(filter),
              ElementsAre("statuses", "update_time", "customer_emails", "service_ids"));
  EXPECT_THAT(UnreportedFields(filter, capabilities), ElementsAre("update_time"));
  EXPECT_TRUE(NeedsDetails(filter, capabilities));
  EXPECT_THAT(FieldsOf(WithoutDetailFields(filter, capabilities)),
              ElementsAre("statuses", "update_time", "service_ids"));
  EXPECT_THAT(UnreportedFields({}, capabilities), IsEmpty());
}

}  // namespace
}  // namespace bookings
