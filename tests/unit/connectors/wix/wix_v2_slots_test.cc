// Bookable times of Wix's API v2: appointments, classes and courses.
#include "tests/unit/connectors/wix/wix_write_fixture.h"

namespace bookings::wix {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

SlotQuery DayQuery() {
  SlotQuery query;
  query.service_id = kService;
  query.from = At("2026-12-10T00:00:00Z");
  query.to = At("2026-12-11T00:00:00Z");
  query.time_zone = "Europe/Prague";
  query.now = At("2026-11-20T10:00:00Z");
  return query;
}

HttpResponse ServiceAnswer(std::string_view type) {
  return Ok(absl::StrCat(
      R"({"services":[{"id":")", kService, R"(","type":")", ToAbsl(type),
      R"(","name":"Back massage","category":{"name":"Massages"},"payment":{"fixed":{"price":)",
      R"({"value":"35.50","currency":"EUR"}}}}]})"));
}

SlotPlan PlanFor(const SlotQuery& query, std::string_view type = "APPOINTMENT") {
  const auto site = Site("v2");
  const auto played = PlayAnswers(*site, site->PlanSlots(query), {ServiceAnswer(type)});
  EXPECT_TRUE(played.answer.ok()) << played.answer.status();
  return played.answer.value_or(SlotPlan());
}

testing::Played<SlotPage> Read(const SlotPlan& plan, const std::string& body,
                               std::string_view cursor = "") {
  const auto site = Site("v2");
  return PlayAnswers(*site, site->ListSlots(plan, plan.windows[0], cursor), {Ok(body)});
}

std::string Resources(std::string_view more = "false") {
  return absl::StrCat(
      R"("availableResources":[{"resourceTypeId":"1cd44cf8-756f-41c3-bd90-3e2ffcaf1155",)",
      R"("resources":[{"id":")", kStaff, R"(","name":"Staff One"},{"id":")", kOtherStaff,
      R"(","name":"Staff Two"}],"hasMoreAvailableResources":)", ToAbsl(more), "}]");
}

std::string TimeSlots(std::string_view members, std::string_view zone = "UTC",
                      std::string_view cursors = "{}") {
  return absl::StrCat(R"({"timeSlots":[{"serviceId":")", kService, R"(","scheduleId":")", kSchedule,
                      R"(","localStartDate":"2026-12-10T13:00:00",)",
                      R"("localEndDate":"2026-12-10T14:00:00","bookable":true,"location":{"id":")",
                      kPlace, R"(","name":"Main house","locationType":"CUSTOMER"},)",
                      R"("remainingCapacity":1,)", ToAbsl(members), R"(}],"timeZone":")",
                      ToAbsl(zone), R"(","cursorPagingMetadata":{"cursors":)", ToAbsl(cursors),
                      "}}");
}

TEST(WixV2Slots, TheServiceIsReadFirst) {
  const auto site = Site("v2");
  const auto played = PlayAnswers(*site, site->PlanSlots(DayQuery()), {ServiceAnswer("CLASS")});
  EXPECT_EQ(played.requests[0].target, "/bookings/v2/services/query");
  EXPECT_EQ(played.requests[0].body, absl::StrCat(R"({"query":{"filter":{"id":")", kService,
                                                  R"("},"paging":{"limit":1}}})"));
  EXPECT_EQ(played.requests[0].purpose, Purpose::kListSlots);
  EXPECT_THAT(played.answer->windows, SizeIs(1));
}

TEST(WixV2Slots, AnUnknownServiceIsMissingAndACourseHasNoSlots) {
  const auto site = Site("v2");
  const auto none = PlayAnswers(*site, site->PlanSlots(DayQuery()), {Ok(R"({"services":[]})")});
  EXPECT_EQ(ReasonOfPlayed(none), v1::ERROR_REASON_VENDOR_RESOURCE_MISSING);
  EXPECT_THAT(PlanFor(DayQuery(), "COURSE").windows, IsEmpty());
}

TEST(WixV2Slots, NightsAreNotAWixQuestion) {
  SlotQuery query = DayQuery();
  query.nights = NightRange{absl::CivilDay(2026, 12, 10), absl::CivilDay(2026, 12, 11)};
  for (const char* api : {"v1", "v2"}) {
    const auto site = Site(api);
    EXPECT_EQ(ReasonOfPlayed(PlayAnswers(*site, site->PlanSlots(query), {})),
              v1::ERROR_REASON_INVALID_REQUEST);
  }
}

TEST(WixV2Slots, AsksInUtcForTheRangeAndTheStaff) {
  const auto played = Read(PlanFor(DayQuery()), TimeSlots(Resources()));
  EXPECT_EQ(played.requests[0].target, "/_api/service-availability/v2/time-slots");
  EXPECT_EQ(played.requests[0].body,
            R"({"serviceId":"a1000000-0000-4000-8000-00000000000a",)"
            R"("fromLocalDate":"2026-12-10T00:00:00","toLocalDate":"2026-12-11T00:00:00",)"
            R"("timeZone":"UTC","bookable":true,)"
            R"("includeResourceTypeIds":["1cd44cf8-756f-41c3-bd90-3e2ffcaf1155"],)"
            R"("cursorPaging":{"limit":1000}})");
  EXPECT_EQ(played.requests[0].effect, Effect::kReads);
}

TEST(WixV2Slots, ASlotIsComplete) {
  const auto played = Read(PlanFor(DayQuery()), TimeSlots(Resources()));
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.answer->slots, SizeIs(1));
  const v1::Slot& slot = played.answer->slots[0].slot;
  EXPECT_EQ(slot.start_time().seconds(), Stamp("2026-12-10T13:00:00Z").seconds());
  EXPECT_EQ(slot.end_time().seconds(), Stamp("2026-12-10T14:00:00Z").seconds());
  EXPECT_TRUE(slot.available());
  EXPECT_EQ(slot.capacity_left(), 1);
  EXPECT_THAT(slot.staff(), SizeIs(2));
  EXPECT_EQ(slot.service().name(), "Back massage");
  EXPECT_EQ(slot.service().category(), "Massages");
  EXPECT_EQ(slot.price().units(), 35);
  EXPECT_EQ(slot.price().nanos(), 500'000'000);
  EXPECT_EQ(slot.time_zone(), "Europe/Prague");
  EXPECT_EQ(slot.location().id(), kPlace);
  EXPECT_FALSE(played.answer->next_cursor);
}

// Trap 21.
TEST(WixV2Slots, TheWordsForPlacesAreTranslatedForTheBooking) {
  const auto played = Read(PlanFor(DayQuery()), TimeSlots(Resources()));
  const FoundSlot& found = played.answer->slots[0];
  EXPECT_EQ(found.slot.location().kind(), v1::LOCATION_KIND_CUSTOMER);
  EXPECT_EQ(found.slot.location().vendor_kind(), "CUSTOMER");
  EXPECT_EQ(found.reference.vendor().at("locationType"), "CUSTOM");
}

TEST(WixV2Slots, NamedStaffMembersHaveASlotAndTokenEach) {
  SlotQuery query = DayQuery();
  query.staff_ids = {kOtherStaff, "unknown"};
  const auto named = Read(PlanFor(query), TimeSlots(Resources()));
  ASSERT_THAT(named.answer->slots, SizeIs(1));
  EXPECT_THAT(named.answer->slots[0].slot.staff(), SizeIs(1));
  EXPECT_EQ(named.answer->slots[0].reference.staff_id(), kOtherStaff);
  const auto any = Read(PlanFor(DayQuery()), TimeSlots(Resources()));
  EXPECT_EQ(any.answer->slots[0].reference.staff_id(), "");
}

TEST(WixV2Slots, ATokenOfOneStaffMemberNeedsNoLookUp) {
  SlotQuery query = DayQuery();
  query.staff_ids = {kOtherStaff};
  CreateInput input = SlotOrder();
  input.slot = Read(PlanFor(query), TimeSlots(Resources())).answer->slots[0].reference;
  EXPECT_EQ(PlanOf(*Site("v2"), input).preview.staff(0).id(), kOtherStaff);
}

// The answer's own zone counts, should Wix not follow the one that was asked for.
TEST(WixV2Slots, WallTimesAreReadInTheZoneOfTheAnswer) {
  const auto played = Read(PlanFor(DayQuery()), TimeSlots(Resources(), "America/New_York"));
  EXPECT_EQ(played.answer->slots[0].slot.start_time().seconds(),
            Stamp("2026-12-10T18:00:00Z").seconds());
}

// Should Wix answer in a zone of its own, a skipped wall time is shifted forward and of a repeated
// one the earlier counts; what was asked for, UTC, has neither.
TEST(WixV2Slots, DaylightSavingIsResolvedInTheZoneOfTheAnswer) {
  struct Row {
    const char* zone;
    const char* wall;
    const char* instant;
  };
  const Row rows[] = {
      {"UTC", "2026-10-25T01:30:00", "2026-10-25T01:30:00Z"},
      {"Europe/Amsterdam", "2026-03-29T02:30:00", "2026-03-29T01:30:00Z"},
      {"Europe/Amsterdam", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"},
      {"America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00Z"},
      {"America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z"},
      {"Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00Z"},
      {"Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00Z"},
      {"Africa/Casablanca", "2026-12-10T14:00:00", "2026-12-10T13:00:00Z"},
  };
  for (const Row& row : rows) {
    const std::string body = absl::StrCat(R"({"timeSlots":[{"localStartDate":")", row.wall,
                                          R"(","bookable":true}],"timeZone":")", row.zone, R"("})");
    const auto played = Read(PlanFor(DayQuery()), body);
    ASSERT_TRUE(played.answer.ok()) << played.answer.status();
    EXPECT_EQ(played.answer->slots[0].slot.start_time().seconds(), Stamp(row.instant).seconds())
        << row.zone << " " << row.wall;
  }
}

TEST(WixV2Slots, PagesGoOnByTheCursorAlone) {
  const SlotPlan plan = PlanFor(DayQuery());
  const auto first = Read(plan, TimeSlots(Resources(), "UTC", R"({"next":"n-2"})"));
  ASSERT_TRUE(first.answer->next_cursor);
  const auto second = Read(plan, TimeSlots(Resources()), *first.answer->next_cursor);
  EXPECT_EQ(second.requests[0].body, R"({"cursorPaging":{"limit":1000,"cursor":"n-2"}})");
  const auto garbled = Read(plan, TimeSlots(Resources()), "mine");
  EXPECT_EQ(ReasonOfPlayed(garbled), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST(WixV2Slots, UnavailableOnesAreAskedForOnlyWhereTheyAreShown) {
  SlotQuery query = DayQuery();
  query.unavailable = UnavailableSlots::kShow;
  EXPECT_THAT(Read(PlanFor(query), TimeSlots(Resources())).requests[0].body,
              Not(HasSubstr("bookable")));
}

// Trap 22: classes name their paging metadata differently.
TEST(WixV2Slots, AClassIsASlotWithItsEvent) {
  const SlotPlan plan = PlanFor(DayQuery(), "CLASS");
  const std::string body = absl::StrCat(
      R"({"timeSlots":[{"serviceId":")", kService, R"(","scheduleId":")", kSchedule,
      R"(","localStartDate":"2026-12-10T17:00:00","localEndDate":"2026-12-10T18:30:00",)",
      R"("bookable":true,"remainingCapacity":7,"eventInfo":{"eventId":")", kEvent,
      R"("}}],"timeZone":"UTC","pagingMetadata":{"cursors":{"next":"more"}}})");
  const auto played = Read(plan, body);
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.requests[0].target, "/_api/service-availability/v2/time-slots/event");
  EXPECT_THAT(played.requests[0].body, HasSubstr(absl::StrCat(R"("serviceIds":[")", kService,
                                                              R"("],"includeNonBookable":false)")));
  ASSERT_THAT(played.answer->slots, SizeIs(1));
  EXPECT_EQ(played.answer->slots[0].slot.capacity_left(), 7);
  EXPECT_EQ(played.answer->slots[0].reference.session_id(), kEvent);
  EXPECT_TRUE(played.answer->next_cursor);
}

TEST(WixV2Slots, ALongRangeIsCutIntoWindowsInOrder) {
  SlotQuery query = DayQuery();
  query.to = query.from + absl::Hours(24 * 30);
  EXPECT_THAT(PlanFor(query).windows,
              ElementsAre("2026-12-10T00:00:00.000Z 2026-12-24T00:00:00.000Z",
                          "2026-12-24T00:00:00.000Z 2027-01-07T00:00:00.000Z",
                          "2027-01-07T00:00:00.000Z 2027-01-09T00:00:00.000Z"));
  query.to = query.from + absl::Hours(24 * 366 * 40);
  EXPECT_LE(PlanFor(query).windows.size(), kMaxSlotWindows);
}

}  // namespace
}  // namespace bookings::wix
