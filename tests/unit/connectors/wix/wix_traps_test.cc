// The traps of Wix's APIs that a read can fall into, one test each (wix.md 7, by number).
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/wix/wix_fixture.h"

namespace bookings::wix {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr auto kFull = v1::BOOKING_VIEW_FULL;

// Trap 1.
TEST(WixTraps, V1AsksForEveryStatusByNameAsItsDefaultHidesAllButConfirmed) {
  const std::string statuses =
      R"("status":{"$in":["CONFIRMED","CANCELED","PENDING_APPROVAL","PENDING","PENDING_CHECKOUT",)"
      R"("DECLINED"]})";
  EXPECT_THAT(ListRequest(*Site("v1"), {}).body, HasSubstr(statuses));
  EXPECT_THAT(Site("v1")->GetBooking("b-1", kFull).pending()->body, HasSubstr(statuses));
}

TEST(WixTraps, V2sUnfinishedBookingsAreDrafts) {
  EXPECT_EQ(ReadBooking("v2", R"("status":"CREATED")").status(), v1::BOOKING_STATUS_DRAFT);
}

// Trap 2.
TEST(WixTraps, V1SortsByCreationOnlyAndTellsNoUpdateTime) {
  ListQuery query;
  query.order = v1::ORDER_BY_START_TIME_ASC;
  EXPECT_THAT(ListRequest(*Site("v1"), query).body,
              HasSubstr(R"("sort":[{"fieldName":"createdDate","order":"ASC"}])"));
  EXPECT_EQ(Site("v1")->PlanList(query)->vendor_order, v1::ORDER_BY_CREATE_TIME_ASC);
  EXPECT_THAT(Site("v1")->capabilities().unreported_fields(), Contains("update_time"));
}

// Trap 3.
TEST(WixTraps, ACoursesSpanIsNoAppointment) {
  const v1::Booking v1_course = ReadBooking(
      "v1", R"("bookedEntity":{"setOfSessions":{"firstSessionStart":"2021-04-06T16:00:00Z",)"
            R"("lastSessionEnd":"2021-06-15T17:30:00Z"}})");
  const v1::Booking v2_course =
      ReadBooking("v2", R"("bookedEntity":{"schedule":{"scheduleId":"s"}},)"
                        R"("startDate":"2021-04-06T16:00:00Z","endDate":"2021-06-15T17:30:00Z")");
  for (const v1::Booking& course : {v1_course, v2_course}) {
    EXPECT_EQ(course.kind(), v1::BOOKING_KIND_COURSE);
    EXPECT_EQ(course.end_time().seconds() - course.start_time().seconds(), 6'053'400);
    EXPECT_THAT(course.mapping_notes(), ElementsAre(v1::MAPPING_NOTE_COURSE_SPAN));
  }
}

// Trap 4.
TEST(WixTraps, V2sUtcStartIsUsedNotTheSlotsLocalText) {
  for (const char* local : {"2026-12-03T10:00:00.000+01:00", "2026-12-03T09:00:00Z",
                            "2026-12-03T10:00:00", "2026-12-03T10:00:00:000"}) {
    const v1::Booking booking = ReadBooking(
        "v2", absl::StrCat(R"("bookedEntity":{"slot":{"startDate":")", local,
                           R"(","timezone":"Europe/Prague"}},"startDate":"2026-12-03T09:00:00Z")"));
    EXPECT_EQ(booking.start_time().seconds(), 1'796'288'400) << local;
    EXPECT_EQ(booking.time_zone(), "Europe/Prague");
  }
}

TEST(WixTraps, V1sContactZoneIsTheCustomersNotTheSessions) {
  const v1::Booking booking =
      ReadBooking("v1", R"("formInfo":{"contactDetails":{"timeZone":"Asia/Tokyo"}})");
  EXPECT_EQ(booking.time_zone(), "");
  EXPECT_EQ(booking.customers(0).time_zone(), "Asia/Tokyo");
}

// Trap 5.
TEST(WixTraps, CourseBookingsHaveNoSession) {
  EXPECT_EQ(ReadBooking("v2", R"("bookedEntity":{"schedule":{"scheduleId":"s"}})").session_id(),
            "");
  EXPECT_EQ(ReadBooking("v2", R"("bookedEntity":{"slot":{"sessionId":"old"}})").session_id(),
            "old");
  EXPECT_EQ(ReadBooking("v2", R"("bookedEntity":{"slot":{"eventId":"e","sessionId":"old"}})")
                .session_id(),
            "e");
}

// Trap 6.
TEST(WixTraps, MoneyIsExactDecimalText) {
  const v1::Booking booking = ReadBooking(
      "v1", R"("paymentDetails":{"balance":{"finalPrice":{"amount":"0.1","currency":"EUR"},)"
            R"("amountReceived":"0.000000001"}})");
  EXPECT_EQ(booking.total().units(), 0);
  EXPECT_EQ(booking.total().nanos(), 100'000'000);
  EXPECT_EQ(booking.amount_paid().nanos(), 1);
  EXPECT_EQ(booking.payment_status(), v1::PAYMENT_STATUS_PARTLY_PAID);
}

TEST(WixTraps, AnAmountBeyondMoneyIsANoteNotARounding) {
  const v1::Booking booking =
      ReadBooking("v2", R"("status":"CONFIRMED")",
                  R"("order":{"bookingPrice":{"amount":"1.0000000001"},"currency":"EUR"})", kFull);
  EXPECT_FALSE(booking.has_total());
  EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_AMOUNT_UNREADABLE));
  EXPECT_THAT(booking.vendor_fields().ShortDebugString(), HasSubstr("1.0000000001"));
}

TEST(WixTraps, TheBookingsLineOfTheOrderIsItsPrice) {
  const v1::Booking booking =
      ReadBooking("v2", R"("status":"CONFIRMED")",
                  R"("order":{"totalPrice":{"amount":"71"},"bookingPrice":{"amount":"35.50"},)"
                  R"("currency":"EUR","paymentStatus":"PAID"})",
                  kFull);
  EXPECT_EQ(booking.total().units(), 35);
  EXPECT_EQ(booking.total().nanos(), 500'000'000);
  EXPECT_EQ(booking.payment_status(), v1::PAYMENT_STATUS_UNSPECIFIED);
}

TEST(WixTraps, V1sUnitPriceIsNotTheTotal) {
  const v1::Booking booking = ReadBooking(
      "v1", R"("bookedEntity":{"rate":{"labeledPriceOptions":{"general":{"amount":"35.50"}}}})");
  EXPECT_FALSE(booking.has_total());
}

TEST(WixTraps, V1sAmountsDecideAnOpenPaymentOnly) {
  const auto status = [](const char* state, const char* price, const char* received) {
    return ReadBooking(
               "v1", absl::StrCat(R"("paymentDetails":{"state":")", state,
                                  R"(","balance":{"finalPrice":{"amount":")", price,
                                  R"(","currency":"EUR"},"amountReceived":")", received, R"("}})"))
        .payment_status();
  };
  EXPECT_EQ(status("PENDING_CASHIER", "10", "0"), v1::PAYMENT_STATUS_UNPAID);
  EXPECT_EQ(status("PENDING_CASHIER", "10", "4"), v1::PAYMENT_STATUS_PARTLY_PAID);
  EXPECT_EQ(status("PENDING_CASHIER", "10", "10.00"), v1::PAYMENT_STATUS_PAID);
  EXPECT_EQ(status("UNDEFINED", "0", "0"), v1::PAYMENT_STATUS_NOT_REQUIRED);
  EXPECT_EQ(status("UNDEFINED", "10", "0"), v1::PAYMENT_STATUS_UNSPECIFIED);
  EXPECT_EQ(status("COMPLETE", "10", "4"), v1::PAYMENT_STATUS_PAID);
  EXPECT_EQ(status("REFUNDED", "10", "10"), v1::PAYMENT_STATUS_REFUNDED);
  EXPECT_EQ(status("REJECTED", "10", "10"), v1::PAYMENT_STATUS_FAILED);
}

// Trap 7.
TEST(WixTraps, TheIdIsFilteredUnderTheNameOfItsApi) {
  EXPECT_THAT(Site("v1")->GetBooking("b-1", kFull).pending()->body,
              HasSubstr(R"("bookingId":{"$eq":"b-1"})"));
  EXPECT_THAT(Site("v2")->GetBooking("b-1", kFull).pending()->body,
              HasSubstr(R"("filter":{"id":{"$eq":"b-1"}})"));
}

// Trap 8.
TEST(WixTraps, AttendanceLiesBesideTheBookingAndNeverChangesItsStatus) {
  const v1::Booking booking = ReadBooking("v2", R"("status":"CONFIRMED")",
                                          R"("attendance":{"status":"NOT_ATTENDED"})", kFull);
  EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_CONFIRMED);
  EXPECT_TRUE(booking.vendor_fields().fields().contains("attendance"));
  const v1::Booking v1_booking = ReadBooking(
      "v1", R"("status":"CONFIRMED","attendanceInfo":{"attendanceStatus":false})", "", kFull);
  EXPECT_EQ(v1_booking.status(), v1::BOOKING_STATUS_CONFIRMED);
}

// Trap 9.
TEST(WixTraps, V2sFilterPathsAreNotItsJsonPaths) {
  ListQuery query;
  query.filter.add_staff_ids("d-1");
  EXPECT_THAT(ListRequest(*Site("v2"), query).body,
              HasSubstr(R"("bookedEntity.item.slot.resource.id":{"$in":["d-1"]})"));
}

// Trap 11.
TEST(WixTraps, BoundsAreHalfOpenAndNeverRoundedInwards) {
  ListQuery query;
  query.filter.mutable_start_time()->mutable_from()->set_nanos(1);
  query.filter.mutable_start_time()->mutable_to()->set_nanos(1);
  EXPECT_THAT(ListRequest(*Site("v1"), query).body,
              HasSubstr(R"("startTime":{"$gte":"1970-01-01T00:00:00.000Z",)"
                        R"("$lt":"1970-01-01T00:00:00.001Z"})"));
  query.filter.mutable_end_time()->mutable_from()->set_seconds(1);
  EXPECT_THAT(ListRequest(*Site("v1"), query).body, Not(HasSubstr("endTime")));
}

// Trap 12.
TEST(WixTraps, TheRevisionIsTextAndTheEtag) {
  EXPECT_EQ(ReadBooking("v2", R"("revision":"9007199254740993")").etag(), "9007199254740993");
  const std::string hash = ReadBooking("v1", R"("status":"CONFIRMED")").etag();
  EXPECT_EQ(hash.size(), 16U);
  EXPECT_EQ(ReadBooking("v1", R"("status":"CONFIRMED")", "", kFull).etag(), hash);
  EXPECT_NE(ReadBooking("v1", R"("status":"CANCELED")").etag(), hash);
}

// Trap 14.
TEST(WixTraps, SortAndLimitAreAlwaysSent) {
  EXPECT_THAT(ListRequest(*Site("v2"), {}).body,
              HasSubstr(R"("sort":[{"fieldName":"createdDate","order":"ASC"}],)"
                        R"("cursorPaging":{"limit":100})"));
  EXPECT_THAT(ListRequest(*Site("v1"), {}).body, HasSubstr(R"("paging":{"limit":500,"offset":0})"));
}

// Trap 15.
TEST(WixTraps, TheTotalEndsNoListAndContinuesNone) {
  const char* entry = R"({"booking":{"id":"b-1"}})";
  const auto more = ReadPage(*Site("v2"), Answer("v2", entry,
                                                 R"({"total":1,"hasNext":false,)"
                                                 R"("cursors":{"next":"n"}})"));
  EXPECT_EQ(more->next_cursor, "c:n");
  const auto last = ReadPage(*Site("v1"), Answer("v1", entry, R"({"count":1,"total":3216})"));
  EXPECT_EQ(last->next_cursor, std::nullopt);
  EXPECT_EQ(last->vendor_total, 3216);
  const auto zero = ReadPage(*Site("v1"), Answer("v1", entry, R"({"count":1,"total":0})"));
  EXPECT_EQ(zero->vendor_total, std::nullopt);
}

// Trap 17.
TEST(WixTraps, PendingIsAmbiguousInV1Only) {
  const v1::Booking old = ReadBooking("v1", R"("status":"PENDING")");
  EXPECT_EQ(old.status(), v1::BOOKING_STATUS_PENDING);
  EXPECT_THAT(old.mapping_notes(), Contains(v1::MAPPING_NOTE_STATUS_AMBIGUOUS));
  const v1::Booking now = ReadBooking("v2", R"("status":"PENDING")");
  EXPECT_EQ(now.status(), v1::BOOKING_STATUS_PENDING);
  EXPECT_THAT(now.mapping_notes(), Not(Contains(v1::MAPPING_NOTE_STATUS_AMBIGUOUS)));
}

// Trap 18.
TEST(WixTraps, ParticipantsAreASumOrATotal) {
  const auto size = [](const char* api, const char* members) {
    return ReadBooking(api, members).party_size();
  };
  EXPECT_EQ(size("v1", R"("formInfo":{"paymentSelection":[{"numberOfParticipants":2},)"
                       R"({"numberOfParticipants":3}]})"),
            5);
  EXPECT_EQ(size("v2", R"("totalParticipants":4)"), 4);
  EXPECT_EQ(size("v2", R"("participantsChoices":{"serviceChoices":[{"numberOfParticipants":2},)"
                       R"({"numberOfParticipants":1}]})"),
            3);
  EXPECT_EQ(size("v2", R"("totalParticipants":-4)"), 0);
  EXPECT_EQ(size("v2", R"("totalParticipants":4294967297)"), 0);
}

TEST(WixTraps, AListOfParticipantsIsKeptNotGuessed) {
  const v1::Booking booking = ReadBooking("v2", R"("totalParticipants":[1,1])", "", kFull);
  EXPECT_EQ(booking.party_size(), 0);
  EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE));
  EXPECT_TRUE(booking.vendor_fields().fields().contains("totalParticipants"));
}

// Trap 21.
TEST(WixTraps, CustomIsTheCustomersPlaceInABooking) {
  const v1::Booking booking =
      ReadBooking("v2", R"("bookedEntity":{"slot":{"location":{"locationType":"CUSTOM"}}})");
  EXPECT_EQ(booking.location().kind(), v1::LOCATION_KIND_CUSTOMER);
  EXPECT_EQ(booking.location().vendor_kind(), "CUSTOM");
}

// Trap 23.
TEST(WixTraps, NullAbsentAndEmptyAreTheSame) {
  const char* absent = R"("contactDetails":{})";
  for (const char* members :
       {R"("contactDetails":null)", R"("contactDetails":{"email":null})",
        R"("contactDetails":{"email":"","firstName":""})", R"("additionalFields":[])"}) {
    v1::Booking booking = ReadBooking("v2", members, "", kFull);
    booking.clear_etag();
    v1::Booking expected = ReadBooking("v2", absent, "", kFull);
    expected.clear_etag();
    EXPECT_EQ(booking.ShortDebugString(), expected.ShortDebugString()) << members;
    EXPECT_THAT(booking.customers(), IsEmpty());
  }
}

// Trap 24.
TEST(WixTraps, OldAnswersTellTheTimeOfCreationUnderItsOldName) {
  const v1::Booking booking = ReadBooking("v1", R"("created":"2021-03-05T17:40:09.004Z")");
  EXPECT_EQ(booking.create_time().seconds(), 1'614'966'009);
  EXPECT_EQ(booking.create_time().nanos(), 4'000'000);
}

// Trap 25: a conflict shows as a field of the booking, which stays what its status says.
TEST(WixTraps, ADoubleBookingIsKeptVisible) {
  const v1::Booking booking =
      ReadBooking("v2", R"("status":"CONFIRMED","doubleBooked":true)", "", kFull);
  EXPECT_TRUE(booking.vendor_fields().fields().at("doubleBooked").bool_value());
}

// Trap 28.
TEST(WixTraps, BusinessRefusalsAndFeatureLimitsAreNotRetried) {
  const auto explain = [](int status, const char* code) {
    const std::string body =
        absl::StrCat(R"({"details":{"applicationError":{"code":")", code, R"("}}})");
    return Site("v2")->ExplainFailure(Purpose::kListBookings, HttpResponse{status, {}, body});
  };
  EXPECT_FALSE(IsTransient(explain(428, "VALIDATION_FAILURE")));
  EXPECT_FALSE(IsTransient(explain(429, "FEATURE_LIMIT_EXCEEDED")));
  EXPECT_TRUE(IsTransient(explain(429, "RESOURCE_EXHAUSTED")));
  EXPECT_TRUE(IsTransient(explain(503, "")));
}

// Trap 30.
TEST(WixTraps, RefusalsCarryNoTextOfTheVendor) {
  const std::string body = R"({"message":"ivo@example.org is unknown",)"
                           R"("details":{"applicationError":{"code":"ivo@example.org"}}})";
  const absl::Status failure =
      Site("v2")->ExplainFailure(Purpose::kListBookings, HttpResponse{400, {}, body});
  EXPECT_EQ(failure.ToString().find("ivo"), std::string::npos);
  EXPECT_FALSE(DetailsOf(failure)->metadata().contains("vendor_code"));
}

}  // namespace
}  // namespace bookings::wix
