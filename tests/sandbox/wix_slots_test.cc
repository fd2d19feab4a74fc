// The simulated Wix's availability (wix.md 3.7): time slots of appointments and classes, the
// deprecated calendar query, and what clocks that jump make of them.
#include <string>
#include <vector>

#include "tests/sandbox/wix_write_fixture.h"

namespace bookings::sandbox {
namespace {

constexpr char kSlots[] = "/_api/service-availability/v2/time-slots";
constexpr char kGet[] = "/_api/service-availability/v2/time-slots/get";
constexpr char kEvents[] = "/service-availability/v2/time-slots/event";
constexpr char kCalendar[] = "/availability-calendar/v1/availability/query";
constexpr char kStaffType[] = "1cd44cf8-756f-41c3-bd90-3e2ffcaf1155";

class WixSlotsTest : public WixWriteFixture {
 protected:
  Json Range(const std::string& name, const std::string& from, const std::string& to) {
    return {{"serviceId", ServiceNamed(name)["id"]}, {"fromLocalDate", from}, {"toLocalDate", to}};
  }
  Json DayOf(const std::string& name) {
    return Range(name, "2026-12-10T00:00:00", "2026-12-11T00:00:00");
  }
  Json Slots(const Json& body) { return Ask(kSlots, body)["timeSlots"]; }

  static std::vector<std::string> Starts(const Json& slots) {
    std::vector<std::string> starts;
    for (const Json& slot : slots) starts.push_back(slot["localStartDate"].get<std::string>());
    return starts;
  }
  // The starts of "Consultation by phone", which is open all night, in three hours of one night.
  std::vector<std::string> Night(const std::string& zone, const std::string& date) {
    Replace({{"bookings", 0}, {"zone", zone}});
    return Starts(Slots(Range("Consultation by phone", date + "T01:00:00", date + "T04:00:00")));
  }
  Json CalendarOf(const Json& filter, const Json& more = Json::object()) {
    Json body = {{"query", {{"filter", filter}}}};
    body.update(more);
    return Ask(kCalendar, body)["availabilityEntries"];
  }
  Json CalendarDay(const std::string& name) {
    return {{"serviceId", ServiceNamed(name)["id"]},
            {"startDate", "2026-12-10T00:00:00Z"},
            {"endDate", "2026-12-11T00:00:00Z"}};
  }
};

TEST_F(WixSlotsTest, ADayOfAppointments) {
  Json body = DayOf("Back massage");
  body["includeResourceTypeIds"] = {kStaffType};
  const Json answer = Ask(kSlots, body);
  EXPECT_EQ(answer["timeZone"], "Europe/Prague");
  EXPECT_EQ(answer["cursorPagingMetadata"],
            Json({{"cursors", Json::object()}, {"hasNext", false}}));
  EXPECT_THAT(
      Starts(answer["timeSlots"]),
      testing::ElementsAre("2026-12-10T09:00:00", "2026-12-10T10:00:00", "2026-12-10T11:00:00",
                           "2026-12-10T12:00:00", "2026-12-10T13:00:00", "2026-12-10T14:00:00",
                           "2026-12-10T15:00:00", "2026-12-10T16:00:00"));
  const Json& slot = answer["timeSlots"][0];
  const Json& service = ServiceNamed("Back massage");
  EXPECT_EQ(slot["serviceId"], service["id"]);
  EXPECT_EQ(slot["scheduleId"], service["schedule_id"]);
  EXPECT_EQ(slot["localEndDate"], "2026-12-10T10:00:00");
  EXPECT_EQ(slot["bookable"], true);
  EXPECT_EQ(slot["location"]["locationType"], "BUSINESS");
  EXPECT_EQ(slot["totalCapacity"], 1);
  EXPECT_EQ(slot["remainingCapacity"], 1);
  EXPECT_EQ(slot["availableResources"][0]["resources"][0]["id"], service["staff"][0]["id"]);
  body.erase("includeResourceTypeIds");
  EXPECT_EQ(Slots(body)[0]["availableResources"], Json::array());
}

TEST_F(WixSlotsTest, PlacesHaveTheWordsOfTimeSlots) {
  EXPECT_EQ(Slots(DayOf("Consultation by phone"))[0]["location"]["locationType"], "CUSTOM");
  EXPECT_EQ(Slots(DayOf("Shiatsu 指圧"))[0]["location"]["locationType"], "CUSTOMER");
}

TEST_F(WixSlotsTest, TakenAndPastSlotsAreNotBookable) {
  Done(Create(Nine()), "confirm");
  const Json taken = Slots(DayOf("Back massage"))[0];
  EXPECT_EQ(taken["bookable"], false);
  EXPECT_EQ(taken["remainingCapacity"], 0);
  EXPECT_EQ(taken["nonBookableReasons"]["noRemainingCapacity"], true);
  SetNow("2026-12-10T09:00:00Z");
  const Json past = Slots(DayOf("Back massage"))[1];
  EXPECT_EQ(past["bookable"], false);
  EXPECT_EQ(past["bookingPolicyViolations"]["tooLateToBook"], true);
  Json body = DayOf("Back massage");
  body["bookable"] = true;
  EXPECT_EQ(Slots(body).size(), 6u);
  body["bookable"] = false;
  EXPECT_EQ(Slots(body).size(), 2u);
}

TEST_F(WixSlotsTest, AServiceWithTwoStaffHasASlotUntilBothAreTaken) {
  const Json& service = ServiceNamed("Consultation by phone");
  Json slot = SlotAt("2026-12-10T09:00:00", "2026-12-10T09:30:00", "Consultation by phone");
  Done(Create(slot), "confirm");
  const Json body = Range("Consultation by phone", "2026-12-10T09:00:00", "2026-12-10T09:30:00");
  EXPECT_EQ(Slots(body)[0]["bookable"], true);
  slot["resource"]["id"] = service["staff"][1]["id"];
  Done(Create(slot), "confirm");
  EXPECT_EQ(Slots(body)[0]["bookable"], false);
}

TEST_F(WixSlotsTest, TheZoneOfTheRequestDecidesTheWall) {
  Json body = Range("Back massage", "2026-12-10T03:00:00", "2026-12-10T04:00:00");
  body["timeZone"] = "America/New_York";
  const Json slots = Slots(body);
  EXPECT_THAT(Starts(slots), testing::ElementsAre("2026-12-10T03:00:00"));
  EXPECT_EQ(slots[0]["localEndDate"], "2026-12-10T04:00:00");
}

// By hand: what the walls of these nights show of 01:00 to 04:00, half hour by half hour.
TEST_F(WixSlotsTest, SkippedTimesDoNotExistAndRepeatedOnesCountOnce) {
  const auto at = [](const std::string& date, const std::vector<std::string>& times) {
    std::vector<std::string> starts;
    for (const std::string& time : times) starts.push_back(date + "T" + time + ":00");
    return starts;
  };
  const std::vector<std::string> all = {"01:00", "01:30", "02:00", "02:30", "03:00", "03:30"};
  EXPECT_EQ(Night("Europe/Amsterdam", "2027-03-28"),
            at("2027-03-28", {"01:00", "01:30", "03:00", "03:30"}));
  EXPECT_EQ(Night("Europe/Amsterdam", "2027-10-31"), at("2027-10-31", all));
  EXPECT_EQ(Night("America/New_York", "2027-03-14"),
            at("2027-03-14", {"01:00", "01:30", "03:00", "03:30"}));
  EXPECT_EQ(Night("America/New_York", "2027-11-07"), at("2027-11-07", all));
  EXPECT_EQ(Night("Australia/Lord_Howe", "2027-10-03"),
            at("2027-10-03", {"01:00", "01:30", "02:30", "03:00", "03:30"}));
  EXPECT_EQ(Night("Australia/Lord_Howe", "2027-04-04"), at("2027-04-04", all));
}

TEST_F(WixSlotsTest, AClassInTheSkippedHourDoesNotTakePlace) {
  const Json events = Events("Night swim", "2027-03-27T00:00:00", "2027-03-30T00:00:00");
  EXPECT_THAT(Starts(events), testing::ElementsAre("2027-03-27T02:15:00", "2027-03-29T02:15:00"));
  Replace({{"bookings", 0}});
  const Json autumn = Events("Night swim", "2027-10-31T00:00:00", "2027-11-01T00:00:00");
  EXPECT_THAT(Starts(autumn), testing::ElementsAre("2027-10-31T02:15:00"));
  // Two hours of instants from the first of the two 02:15.
  EXPECT_EQ(autumn[0]["localEndDate"], "2027-10-31T03:15:00");
}

TEST_F(WixSlotsTest, CursorsReachEverySlotOnce) {
  Json body = DayOf("Back massage");
  const std::vector<std::string> all = Starts(Slots(body));
  body["cursorPaging"] = {{"limit", 3}};
  std::vector<std::string> paged;
  for (int page = 0; page < 3; ++page) {
    const Json answer = Ask(kSlots, body);
    for (const std::string& start : Starts(answer["timeSlots"])) paged.push_back(start);
    const Json& metadata = answer["cursorPagingMetadata"];
    EXPECT_EQ(metadata["hasNext"], page < 2);
    if (!metadata["cursors"].contains("next")) break;
    body = {{"cursorPaging", {{"cursor", metadata["cursors"]["next"]}, {"limit", 3}}}};
  }
  EXPECT_EQ(paged, all);
  // The second is {"request":1,"offset":-1}.
  for (const char* cursor : {"x", "eyJyZXF1ZXN0IjoxLCJvZmZzZXQiOi0xfQ"}) {
    EXPECT_EQ(Violation(kSlots, {{"cursorPaging", {{"cursor", cursor}}}})["field"],
              "cursorPaging.cursor");
  }
}

TEST_F(WixSlotsTest, SlotsPerDayPrefersBookableOnes) {
  Done(Create(Nine()), "confirm");
  Json body = Range("Back massage", "2026-12-10T00:00:00", "2026-12-12T00:00:00");
  body["timeSlotsPerDay"] = 1;
  EXPECT_THAT(Starts(Slots(body)),
              testing::ElementsAre("2026-12-10T10:00:00", "2026-12-11T09:00:00"));
}

TEST_F(WixSlotsTest, RefusesBadSlotRequests) {
  EXPECT_EQ(CodeIn(Post(kSlots, Json::object()), 400), "MISSING_ARGUMENTS");
  EXPECT_EQ(Violation(kSlots, Range("Back massage", "2026-12-10", "2026-12-11"))["field"],
            "fromLocalDate");
  EXPECT_EQ(Violation(kSlots,
                      Range("Back massage", "2026-12-10T00:00:00", "2029-12-10T00:00:00"))["field"],
            "toLocalDate");
  Json body = DayOf("Back massage");
  body["timeZone"] = "Nowhere/Town";
  EXPECT_EQ(Violation(kSlots, body)["field"], "timeZone");
  body = DayOf("Back massage");
  body["serviceId"] = "a1000000-0000-4000-8000-00000000000a";
  EXPECT_EQ(CodeIn(Post(kSlots, body), 404), "SERVICE_NOT_FOUND");
  EXPECT_EQ(CodeIn(Post(kSlots, DayOf("Morning yoga")), 404), "SERVICE_NOT_FOUND");
  body = DayOf("Back massage");
  body["foo"] = 1;
  EXPECT_EQ(Violation(kSlots, body)["field"], "foo");
}

TEST_F(WixSlotsTest, OneSlotByItsTimes) {
  Json body = {{"serviceId", ServiceNamed("Back massage")["id"]},
               {"localStartDate", "2026-12-10T09:00:00"},
               {"localEndDate", "2026-12-10T10:00:00"},
               {"timeZone", "Europe/Prague"}};
  EXPECT_EQ(Ask(kGet, body)["timeSlot"], Slots(DayOf("Back massage"))[0]);
  body["localStartDate"] = "2026-12-10T09:30:00";
  EXPECT_EQ(CodeIn(Post(kGet, body), 404), "SLOT_NOT_FOUND");
}

TEST_F(WixSlotsTest, ClassesTellTheirEventsAndSpots) {
  const Json events = Events("Morning yoga", "2026-12-07T00:00:00", "2026-12-12T00:00:00");
  EXPECT_THAT(Starts(events), testing::ElementsAre("2026-12-07T07:30:00", "2026-12-09T07:30:00",
                                                   "2026-12-11T07:30:00"));
  EXPECT_EQ(events[0]["eventInfo"]["eventTitle"], "Morning yoga");
  EXPECT_EQ(events[0]["totalCapacity"], 10);
  const Json slot = {{"eventId", events[0]["eventInfo"]["eventId"]}};
  const Json booking = Done(Create(slot, 4), "confirm");
  const std::string one =
      std::string(kEvents) + "/" + slot["eventId"].get<std::string>() + "?timeZone=UTC";
  const Json told = GetJson(one)["timeSlot"];
  EXPECT_EQ(told["remainingCapacity"], 6);
  EXPECT_EQ(told["localStartDate"], "2026-12-07T06:30:00");
  Done(booking, "cancel");
  EXPECT_EQ(GetJson(one)["timeSlot"]["remainingCapacity"], 10);
  EXPECT_EQ(GetStatus(std::string(kEvents) + "/a1000000-0000-4000-8000-00000000000a"), 404);
}

TEST_F(WixSlotsTest, ClassSlotsFilterByCapacityAndPage) {
  Json body = {{"fromLocalDate", "2026-12-07T00:00:00"}, {"toLocalDate", "2027-03-07T00:00:00"}};
  const Json first = Ask(kEvents, body);
  EXPECT_EQ(first["timeSlots"].size(), 50u);
  EXPECT_EQ(first["pagingMetadata"]["hasNext"], true);
  SetSwitch("event_slots_limit", "1000");
  EXPECT_GT(Ask(kEvents, body)["timeSlots"].size(), 100u);
  body["minBookableCapacity"] = 10;
  const Json large = Ask(kEvents, body);
  for (const Json& slot : large["timeSlots"]) EXPECT_EQ(slot["totalCapacity"], 10);
}

TEST_F(WixSlotsTest, SettingsMakeTheCatalogue) {
  Replace({{"bookings", 0}, {"capacity", 1}, {"approval", true}, {"zone", "Asia/Kathmandu"}});
  EXPECT_EQ(ServiceNamed("Morning yoga")["capacity"], 1);
  EXPECT_EQ(ServiceNamed("Back massage")["approval"], true);
  EXPECT_EQ(Ask(kSlots, DayOf("Back massage"))["timeZone"], "Asia/Kathmandu");
  EXPECT_TRUE(Control("PUT", "", {{"zone", "Nowhere/Town"}}).contains("error"));
  EXPECT_TRUE(Control("PUT", "", {{"capacity", 1000}}).contains("error"));
  EXPECT_TRUE(Control("PUT", "", {{"approval", "yes"}}).contains("error"));
}

TEST_F(WixSlotsTest, ServicesTellWhatABookingNeeds) {
  const Json all = Ask("/bookings/v2/services/query", Json::object());
  ASSERT_EQ(all["services"].size(), site_["services"].size());
  for (size_t i = 0; i < all["services"].size(); ++i) {
    EXPECT_EQ(all["services"][i]["id"], site_["services"][i]["id"]);
  }
  const Json id = ServiceNamed("Hot stones")["id"];
  const Json one =
      Ask("/bookings/v2/services/query", {{"query", {{"filter", {{"id", id}}}}}})["services"];
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0]["type"], "APPOINTMENT");
  EXPECT_EQ(one[0]["approval"], true);
  EXPECT_EQ(one[0]["payment"]["fixed"]["price"], Json({{"value", "990"}, {"currency", "CZK"}}));
}

TEST_F(WixSlotsTest, TheCalendarTellsAppointmentsByStaffMember) {
  const Json entries = CalendarOf(CalendarDay("Shiatsu 指圧"));
  EXPECT_EQ(entries.size(), 24u);
  const Json& slot = entries[0]["slot"];
  EXPECT_EQ(slot["startDate"], "2026-12-10T09:00:00.000+01:00");
  EXPECT_EQ(slot["location"]["locationType"], "CUSTOM");
  EXPECT_NE(slot["resource"]["id"], entries[1]["slot"]["resource"]["id"]);
  EXPECT_EQ(entries[0]["openSpots"], 1);
  EXPECT_EQ(entries[0]["bookable"], true);
}

TEST_F(WixSlotsTest, TheCalendarsBoundsHoldStartAndEnd) {
  Json filter = CalendarDay("Back massage");
  filter["startDate"] = "2026-12-10T08:00:00Z";
  filter["endDate"] = "2026-12-10T10:00:00Z";
  EXPECT_EQ(CalendarOf(filter).size(), 2u);
  // With a zone of the request the offset is ignored.
  EXPECT_EQ(CalendarOf(filter, {{"timezone", "Europe/Prague"}}).size(), 1u);
  Done(Create(Nine()), "confirm");
  filter["bookable"] = true;
  EXPECT_EQ(CalendarOf(filter).size(), 1u);
  EXPECT_EQ(CalendarOf(CalendarDay("Back massage"), {{"slotsPerDay", 2}}).size(), 2u);
}

TEST_F(WixSlotsTest, TheCalendarRefusesBadRequests) {
  Json filter = CalendarDay("Back massage");
  filter.erase("serviceId");
  EXPECT_EQ(Violation(kCalendar, {{"query", {{"filter", filter}}}})["field"],
            "query.filter.serviceId");
  filter = CalendarDay("Back massage");
  filter["startDate"] = Json({{"$gte", "2026-12-10T00:00:00Z"}});
  EXPECT_EQ(Violation(kCalendar, {{"query", {{"filter", filter}}}})["field"],
            "query.filter.startDate");
  EXPECT_EQ(Violation(kCalendar, Json::object())["field"], "query");
}

}  // namespace
}  // namespace bookings::sandbox
