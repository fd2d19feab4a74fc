// OptimoCMS's slots: one civil day a call, wall times, one row for each member of staff.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/optimocms/optimocms_write_fixture.h"

namespace bookings::optimocms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

SlotQuery Range(std::string_view from, std::string_view to) {
  SlotQuery query;
  query.service_id = "svc_haircut30";
  query.from = At(from);
  query.to = At(to);
  query.now = At("2026-12-01T00:00:00Z");
  query.unavailable = UnavailableSlots::kShow;
  return query;
}

SlotQuery OneSlotDay() { return Range("2026-12-05T08:00:00Z", "2026-12-05T17:00:00Z"); }

absl::StatusOr<SlotPlan> SlotPlanOf(const SlotQuery& query) {
  return Play(Site()->PlanSlots(query), {}).answer;
}

std::string Row(std::string_view start, std::string_view end, std::string_view more = "") {
  return R"({"startTime":")" + std::string(start) + R"(","endTime":")" + std::string(end) + '"' +
         std::string(more) + "}";
}

Played<SlotPage> ReadSlots(const SlotQuery& query, const HttpResponse& answer,
                           std::string_view window = "2026-12-05", std::string_view cursor = "") {
  const auto site = Site();
  const auto plan = Play(site->PlanSlots(query), {}).answer;
  EXPECT_TRUE(plan.ok()) << plan.status();
  if (!plan.ok()) return {};
  return PlayAnswers(*site, site->ListSlots(*plan, window, cursor), {answer});
}

std::vector<FoundSlot> SlotsIn(const std::string& rows, const SlotQuery& query = OneSlotDay(),
                               std::string_view window = "2026-12-05") {
  const auto page =
      ReadSlots(query, Answer(200, R"({"data":[)" + rows + R"(],"meta":{}})"), window).answer;
  EXPECT_TRUE(page.ok()) << page.status();
  return page.ok() ? page->slots : std::vector<FoundSlot>();
}

TEST(OptimocmsSlots, AreReadByTheSitesCivilDays) {
  EXPECT_THAT(SlotPlanOf(Range("2026-12-04T23:00:00Z", "2026-12-06T23:00:00Z"))->windows,
              ElementsAre("2026-12-05", "2026-12-06"));
  EXPECT_THAT(SlotPlanOf(Range("2026-12-04T22:59:59Z", "2026-12-04T23:00:01Z"))->windows,
              ElementsAre("2026-12-04", "2026-12-05"));
  SlotQuery query = Range("2026-11-28T00:00:00Z", "2026-12-02T12:00:00Z");
  query.unavailable = UnavailableSlots::kHide;
  EXPECT_THAT(SlotPlanOf(query)->windows, ElementsAre("2026-12-01", "2026-12-02"));
  query.to = At("2026-11-30T00:00:00Z");
  EXPECT_THAT(SlotPlanOf(query)->windows, IsEmpty());
}

TEST(OptimocmsSlots, OfTooLongARangeOrOfNightsAreRefused) {
  EXPECT_THAT(SlotPlanOf(Range("2026-12-31T23:00:00Z", "2028-01-01T23:00:00Z"))->windows,
              SizeIs(366));
  EXPECT_EQ(ReasonOf(SlotPlanOf(Range("2026-12-31T23:00:00Z", "2028-01-02T23:00:00Z")).status()),
            v1::ERROR_REASON_INVALID_REQUEST);
  SlotQuery nights = OneSlotDay();
  nights.nights = NightRange{};
  EXPECT_EQ(ReasonOf(SlotPlanOf(nights).status()), v1::ERROR_REASON_INVALID_REQUEST);
}

TEST(OptimocmsSlots, AskForOneServiceAndDay) {
  const auto played = ReadSlots(OneSlotDay(), Answer(200, R"({"data":[]})"));
  const HttpRequest& request = played.requests.at(0);
  EXPECT_EQ(request.target,
            "/v1/sites/site_demo/booking/slots?serviceId=svc_haircut30&date=2026-12-05");
  EXPECT_EQ(request.purpose, Purpose::kListSlots);
  EXPECT_EQ(request.effect, Effect::kReads);
  EXPECT_EQ(request.replay, ReplaySafety::kSafe);
  EXPECT_EQ(played.answer->next_cursor, std::nullopt);
}

TEST(OptimocmsSlots, OfOneMemberOfStaffAreAskedForAsSuch) {
  SlotQuery query = OneSlotDay();
  query.staff_ids = {"stf kim"};
  const auto played = ReadSlots(query, Answer(200, R"({"data":[)" + Row("14:00", "14:30") + "]}"));
  EXPECT_EQ(played.requests.at(0).target,
            "/v1/sites/site_demo/booking/slots?serviceId=svc_haircut30&date=2026-12-05&staffId="
            "stf%20kim");
  EXPECT_EQ(played.answer->slots.at(0).slot.staff(0).id(), "stf kim");
  query.staff_ids = {"stf_kim", "stf_lou"};
  EXPECT_EQ(ReadSlots(query, Answer(200, R"({"data":[]})")).requests.at(0).target,
            "/v1/sites/site_demo/booking/slots?serviceId=svc_haircut30&date=2026-12-05");
}

TEST(OptimocmsSlots, OfSeveralPlacesAreAskedForPlaceByPlace) {
  SlotQuery query = OneSlotDay();
  query.location_ids = {"br_1", "br_2"};
  const HttpResponse answer = Answer(200, R"({"data":[)" + Row("14:00", "14:30") + "]}");
  const auto first = ReadSlots(query, answer);
  EXPECT_EQ(first.requests.at(0).target,
            "/v1/sites/site_demo/booking/slots?serviceId=svc_haircut30&date=2026-12-05&branchId="
            "br_1");
  EXPECT_EQ(first.answer->slots.at(0).slot.location().id(), "br_1");
  ASSERT_EQ(first.answer->next_cursor, "1");
  const auto second = ReadSlots(query, answer, "2026-12-05", "1");
  EXPECT_EQ(second.answer->slots.at(0).reference.location_id(), "br_2");
  EXPECT_EQ(second.answer->next_cursor, std::nullopt);
}

TEST(OptimocmsTraps, UnavailableSlotsAndOneRowForEachMemberOfStaffAreTold) {
  const auto slots =
      SlotsIn(Row("13:30", "14:00", R"(,"available":false,"staffId":"stf_kim")") + "," +
              Row("14:00", "14:30", R"(,"available":true,"staffId":"stf_kim")") + "," +
              Row("14:00", "14:30", R"(,"available":true,"staffId":"stf_lou")") + "," +
              Row("15:00", "15:30", R"(,"staffId":null)"));
  ASSERT_THAT(slots, SizeIs(4));
  EXPECT_FALSE(slots[0].slot.available());
  EXPECT_TRUE(slots[1].slot.available());
  EXPECT_EQ(slots[1].slot.staff(0).id(), "stf_kim");
  EXPECT_EQ(slots[2].slot.staff(0).id(), "stf_lou");
  EXPECT_EQ(slots[2].reference.staff_id(), "stf_lou");
  EXPECT_TRUE(slots[3].slot.available());
  EXPECT_EQ(slots[3].slot.staff_size(), 0);
}

TEST(OptimocmsSlots, TellTheWallTimeThatIsBooked) {
  const FoundSlot found = SlotsIn(Row("9:05", "9:35")).at(0);
  EXPECT_EQ(TimeText(found.slot.start_time()), "2026-12-05T08:05:00.000Z");
  EXPECT_EQ(TimeText(found.slot.end_time()), "2026-12-05T08:35:00.000Z");
  EXPECT_EQ(found.slot.service().id(), "svc_haircut30");
  EXPECT_EQ(found.slot.time_zone(), "Europe/Amsterdam");
  EXPECT_EQ(TimeText(found.reference.start_time()), "2026-12-05T08:05:00.000Z");
  EXPECT_EQ(TimeText(found.reference.end_time()), "2026-12-05T08:35:00.000Z");
  EXPECT_EQ(found.reference.service_id(), "svc_haircut30");
  EXPECT_EQ(found.reference.time_zone(), "Europe/Amsterdam");
  EXPECT_EQ(found.reference.vendor().at("date"), "2026-12-05");
  EXPECT_EQ(found.reference.vendor().at("startTime"), "09:05");
}

TEST(OptimocmsSlots, AnEndBeforeItsStartInARepeatedHourIsTheSecondPass) {
  const SlotQuery query = Range("2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z");
  const auto slots = SlotsIn(Row("02:30", "02:00"), query, "2027-10-31");
  EXPECT_EQ(TimeText(slots.at(0).slot.start_time()), "2027-10-31T00:30:00.000Z");
  EXPECT_EQ(TimeText(slots.at(0).slot.end_time()), "2027-10-31T01:00:00.000Z");
}

TEST(OptimocmsTraps, ASlotNearMidnightEndsOnTheNextDay) {
  const auto end_of = [](const char* start, const char* end) {
    return TimeText(SlotsIn(Row(start, end)).at(0).slot.end_time());
  };
  EXPECT_EQ(end_of("23:45", "00:15"), "2026-12-05T23:15:00.000Z");
  EXPECT_EQ(end_of("23:45", "24:00"), "2026-12-05T23:00:00.000Z");
  EXPECT_EQ(end_of("10:00", "10:00"), "2026-12-06T09:00:00.000Z");
}

TEST(OptimocmsTraps, SlotsComeAsDateTimesToo) {
  struct Case {
    const char* start;
    const char* end;
  };
  for (const Case& row : {Case{"2026-12-05T14:00:00", "2026-12-05T14:30:00"},
                          {"2026-12-05T13:00:00Z", "2026-12-05T13:30:00.000Z"},
                          {"2026-12-05T14:00:00+01:00", "14:30"},
                          {"14:00:00", "2026-12-05 14:30"}}) {
    const FoundSlot found = SlotsIn(Row(row.start, row.end)).at(0);
    EXPECT_EQ(TimeText(found.slot.start_time()), "2026-12-05T13:00:00.000Z") << row.start;
    EXPECT_EQ(TimeText(found.slot.end_time()), "2026-12-05T13:30:00.000Z") << row.end;
    EXPECT_EQ(found.reference.vendor().at("startTime"), "14:00") << row.start;
  }
}

TEST(OptimocmsSlots, ThatCannotBeReadAreLeftOutAndEndsThatCannotAreUnknown) {
  const auto slots = SlotsIn(Row("25:00", "26:00") + R"(,{},3,{"startTime":null},)" +
                             Row("2026-12-06T10:00:00", "10:30") + "," + Row("10:00", "soon") +
                             "," + Row("10:00", "2026-12-05T09:00:00"));
  ASSERT_THAT(slots, SizeIs(2));
  EXPECT_FALSE(slots[0].slot.has_end_time());
  EXPECT_FALSE(slots[1].slot.has_end_time());
  EXPECT_FALSE(slots[1].reference.has_end_time());
}

TEST(OptimocmsSlots, ThatArePastAreNotAvailable) {
  SlotQuery query = OneSlotDay();
  query.now = At("2026-12-05T12:00:00Z");
  const auto slots = SlotsIn(Row("12:59", "13:29", R"(,"available":true)") + "," +
                                 Row("13:00", "13:30", R"(,"available":true)"),
                             query);
  EXPECT_FALSE(slots.at(0).slot.available());
  EXPECT_TRUE(slots.at(1).slot.available());
}

// Amsterdam, 2027: 28 March has no 02:00 to 03:00, 31 October has it twice.
TEST(OptimocmsTraps, SlotsInADaylightSavingGapAreShiftedForward) {
  const SlotQuery query = Range("2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z");
  const FoundSlot found = SlotsIn(Row("02:30", "03:30"), query, "2027-03-28").at(0);
  EXPECT_EQ(TimeText(found.slot.start_time()), "2027-03-28T01:30:00.000Z");
  // What is booked is what the vendor called it.
  EXPECT_EQ(found.reference.vendor().at("startTime"), "02:30");
}

TEST(OptimocmsTraps, SlotsThatExistTwiceAreTheEarlier) {
  const SlotQuery query = Range("2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z");
  const auto slots =
      SlotsIn(Row("02:30", "03:00") + "," + Row("03:00", "03:30"), query, "2027-10-31");
  EXPECT_EQ(TimeText(slots.at(0).slot.start_time()), "2027-10-31T00:30:00.000Z");
  EXPECT_EQ(TimeText(slots.at(1).slot.start_time()), "2027-10-31T02:00:00.000Z");
}

TEST(OptimocmsSlots, AnswersAndWindowsThatCannotBeReadAreFailures) {
  EXPECT_EQ(ReasonOf(ReadSlots(OneSlotDay(), Answer(200, R"({"data":{}})")).answer.status()),
            v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
  EXPECT_EQ(ReasonOf(ReadSlots(OneSlotDay(), Refusal(404, "NOT_FOUND")).answer.status()),
            v1::ERROR_REASON_VENDOR_RESOURCE_MISSING);
  EXPECT_EQ(ReasonOf(ReadSlots(OneSlotDay(), Refusal(403, "FORBIDDEN")).answer.status()),
            v1::ERROR_REASON_VENDOR_PERMISSION_DENIED);
  const HttpResponse empty = Answer(200, R"({"data":[]})");
  for (const char* window : {"", "x", "2026-13-01"}) {
    EXPECT_EQ(ReasonOf(ReadSlots(OneSlotDay(), empty, window).answer.status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << window;
  }
  for (const char* cursor : {"1", "-1", "x"}) {
    EXPECT_EQ(ReasonOf(ReadSlots(OneSlotDay(), empty, "2026-12-05", cursor).answer.status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << cursor;
  }
}

}  // namespace
}  // namespace bookings::optimocms
