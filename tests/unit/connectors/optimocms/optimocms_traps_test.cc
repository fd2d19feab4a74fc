// A named test for each trap of OptimoCMS's API that a read can show (optimocms.md 7).
#include <string>

#include "connectors/api/failure.h"
#include "connectors/api/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/optimocms/optimocms_fixture.h"

namespace bookings::optimocms {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

std::string Start(const v1::Booking& booking) {
  return booking.has_start_time() ? FormatInstantMillis(FromTimestamp(booking.start_time())) : "";
}

// The one booking of a page, in the FULL view.
v1::Booking Read(const std::string& members, const std::string& settings = "") {
  const auto site = Site(settings);
  ListQuery query;
  query.view = v1::BOOKING_VIEW_FULL;
  const auto played = List(*site, {Body(absl::StrCat(R"({"id":"bk_1",)", members, "}"))}, query);
  EXPECT_TRUE(played.answer.ok()) << played.answer.status();
  if (!played.answer.ok() || played.answer->bookings.size() != 1) return {};
  return *played.answer->bookings[0];
}

v1::Booking ReadAt(const char* date, const char* start, const std::string& settings = "") {
  return Read(absl::StrCat(R"("date":")", date, R"(","startTime":")", start, "\""), settings);
}

v1::Customer CustomerOf(const std::string& members) {
  const v1::Booking booking = Read(members);
  return booking.customers_size() == 1 ? booking.customers(0) : v1::Customer();
}

TEST(OptimocmsTraps, WallTimesAreOfTheConfiguredZone) {
  const v1::Booking booking = ReadAt("2026-07-01", "14:00");
  EXPECT_EQ(Start(booking), "2026-07-01T12:00:00.000Z");
  EXPECT_EQ(booking.time_zone(), "Europe/Amsterdam");
  EXPECT_EQ(booking.time_zone_source(), v1::TIME_ZONE_SOURCE_CONFIGURED);
}

TEST(OptimocmsTraps, AWallTimeInTheDstGapIsShiftedForward) {
  const v1::Booking booking = ReadAt("2027-03-28", "02:30");
  EXPECT_EQ(Start(booking), "2027-03-28T01:30:00.000Z");
  EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_DST_GAP_SHIFTED));
}

TEST(OptimocmsTraps, AWallTimeThatExistsTwiceIsTheEarlierOne) {
  const v1::Booking booking = ReadAt("2027-10-31", "02:30");
  EXPECT_EQ(Start(booking), "2027-10-31T00:30:00.000Z");
  EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_DST_OVERLAP_EARLIER));
}

TEST(OptimocmsTraps, NoLengthIsInvented) {
  const v1::Booking booking = ReadAt("2026-12-05", "14:00");
  EXPECT_FALSE(booking.has_end_time());
  EXPECT_THAT(booking.mapping_notes(), ElementsAre(v1::MAPPING_NOTE_END_UNKNOWN));
}

TEST(OptimocmsTraps, AConfiguredLengthGivesTheEndOverMidnightToo) {
  const v1::Booking booking = ReadAt("2026-12-05", "23:45", "booking_minutes: 30");
  EXPECT_EQ(FormatInstantMillis(FromTimestamp(booking.end_time())), "2026-12-05T23:15:00.000Z");
  EXPECT_THAT(booking.mapping_notes(), ElementsAre(v1::MAPPING_NOTE_END_DERIVED_FROM_DURATION));
}

TEST(OptimocmsTraps, AnEmptyCustomerIsNoCustomer) {
  const v1::Booking booking = Read(R"("customer":{})");
  EXPECT_EQ(booking.customers_size(), 0);
  EXPECT_FALSE(booking.has_vendor_fields());
}

TEST(OptimocmsTraps, TheCustomerComesUnderSeveralNames) {
  const v1::Customer plain =
      CustomerOf(R"("customer":{"name":"Ada E","email":"a@example.com","phone":"+31"})");
  EXPECT_EQ(plain.display_name(), "Ada E");
  EXPECT_EQ(plain.email(), "a@example.com");
  EXPECT_EQ(plain.phone(), "+31");
  const v1::Customer parts = CustomerOf(R"("customer":{"firstName":"Ada","lastName":"E"})");
  EXPECT_EQ(parts.display_name(), "Ada E");
  EXPECT_EQ(parts.first_name(), "Ada");
  EXPECT_EQ(parts.last_name(), "E");
  const v1::Customer half = CustomerOf(R"("customer":{"lastName":"E"})");
  EXPECT_EQ(half.display_name(), "E");
  const v1::Customer tool =
      CustomerOf(R"("customer":{"customerName":"Ada","customerEmail":"c@example.com"})");
  EXPECT_EQ(tool.display_name(), "Ada");
  EXPECT_EQ(tool.email(), "c@example.com");
  const v1::Customer flat = CustomerOf(R"("customerName":"Flo","customerEmail":"f@example.com")");
  EXPECT_EQ(flat.display_name(), "Flo");
  EXPECT_EQ(flat.email(), "f@example.com");
}

TEST(OptimocmsTraps, TheCustomersRawObjectIsKeptAndItsKeysAreNoDrift) {
  const auto site = Site();
  ListQuery query;
  query.view = v1::BOOKING_VIEW_FULL;
  const auto played =
      List(*site, {Body(R"({"id":"b","customer":{"name":"Ada","loyalty":{"points":3}}})")}, query);
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.answer->unknown_fields, 0);
  const auto& fields = played.answer->bookings.at(0)->vendor_fields().fields();
  const auto& customer = fields.at("customer").struct_value().fields();
  EXPECT_EQ(customer.at("name").string_value(), "Ada");
  EXPECT_TRUE(customer.contains("loyalty"));
}

TEST(OptimocmsTraps, AStatusThatIsNowhereDocumentedIsKeptVerbatim) {
  const v1::Booking booking = Read(R"("status":"rescheduled")");
  EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_UNKNOWN);
  EXPECT_EQ(booking.vendor_status(), "rescheduled");
  EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_STATUS_UNKNOWN));
}

TEST(OptimocmsTraps, StartTimeIsReadInEveryFormThatMayCome) {
  for (const char* start :
       {"09:05", "9:05", "09:05:00", "2026-12-05T09:05:00", "2026-12-05T09:05",
        "2026-12-05T09:05:00+01:00", "2026-12-05T08:05:00Z", "2026-12-05T08:05:00.000Z"}) {
    EXPECT_EQ(Start(ReadAt("2026-12-05", start)), "2026-12-05T08:05:00.000Z") << start;
  }
}

TEST(OptimocmsTraps, AStartTimeThatContradictsItsDateOrIsNoTimeIsUnset) {
  for (const char* start : {"2026-12-06T09:05:00", "2026-12-05T23:05:00Z", "25:00", "9", "9.05",
                            "14:00 Uhr", "2:00 PM", "2026-12-05", "2026-12-05T09:05:00X"}) {
    const v1::Booking booking = ReadAt("2026-12-05", start);
    EXPECT_EQ(Start(booking), "") << start;
    EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE));
    EXPECT_EQ(booking.vendor_fields().fields().at("startTime").string_value(), start);
    EXPECT_EQ(booking.vendor_fields().fields().at("date").string_value(), "2026-12-05");
  }
}

TEST(OptimocmsTraps, ADateMayBeADateTimeAtMidnight) {
  for (const char* date : {"2026-12-05", "2026-12-05T00:00:00", "2026-12-05T00:00:00Z",
                           "2026-12-05T00:00:00.000Z", "2026-12-05 00:00"}) {
    EXPECT_EQ(Start(ReadAt(date, "14:00")), "2026-12-05T13:00:00.000Z") << date;
  }
}

TEST(OptimocmsTraps, ADateTimeAtAnotherTimeIsNoDate) {
  for (const char* date : {"2026-12-05T23:00:00Z", "05-12-2026", "2026-12-5", "2026-12-32"}) {
    const v1::Booking booking = ReadAt(date, "14:00");
    EXPECT_EQ(Start(booking), "") << date;
    EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE));
  }
}

TEST(OptimocmsTraps, CreatedAtIsAnInstantNotAWallTime) {
  const v1::Booking booking = Read(R"("createdAt":"2026-11-28T10:15:00Z")");
  EXPECT_EQ(FormatInstantMillis(FromTimestamp(booking.create_time())), "2026-11-28T10:15:00.000Z");
}

TEST(OptimocmsTraps, AMissingStartIsSaidToBeMissing) {
  const v1::Booking booking = Read(R"("date":"2026-12-05","startTime":"")");
  EXPECT_THAT(booking.mapping_notes(), Contains(v1::MAPPING_NOTE_START_UNKNOWN));
  EXPECT_THAT(booking.mapping_notes(), Not(Contains(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE)));
}

TEST(OptimocmsTraps, FreeTextOfTheVendorStaysOutOfFailures) {
  const HttpResponse response{
      400, {}, R"({"error":{"code":"Ada Example!","message":"Ada"},"meta":{"requestId":"r 1"}})"};
  const absl::Status failure = Site()->ExplainFailure(Purpose::kListBookings, response);
  EXPECT_EQ(ReasonOf(failure), v1::ERROR_REASON_VENDOR_REQUEST_REFUSED);
  EXPECT_EQ(DetailsOf(failure)->metadata().size(), 1U);
  EXPECT_EQ(std::string(failure.message()).find("Ada"), std::string::npos);
}

}  // namespace
}  // namespace bookings::optimocms
