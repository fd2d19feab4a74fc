// The simulated Jicoo's slots against jicoo.md 2.9: windows, room, past, changes of the clocks.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/sandbox/jicoo_fixture.h"

namespace bookings::sandbox {
namespace {

using testing::ElementsAre;

class JicooSlotsTest : public JicooWriteFixture {
 protected:
  // An account whose clocks are those of `zone`.
  void UseZone(const std::string& zone) { CreateAccount({{"zone", zone}}); }
};

TEST_F(JicooSlotsTest, ListsTheWeekOfTheTimetableAscending) {
  const std::vector<std::string> starts =
      Starts(kLesson, "2026-11-21T00:00:00.000Z", "2026-11-28T00:00:00.000Z");
  // Saturday, and Monday to Friday: 16 half hours a day, closed on Sunday.
  ASSERT_EQ(starts.size(), 6u * 16u);
  EXPECT_EQ(starts[0], "2026-11-21T00:00:00.000Z");
  EXPECT_EQ(starts[15], "2026-11-21T07:30:00.000Z");
  EXPECT_EQ(starts[16], "2026-11-23T00:00:00.000Z");
  EXPECT_TRUE(std::is_sorted(starts.begin(), starts.end()));
}

TEST_F(JicooSlotsTest, TheWindowTakesItsStartAndLeavesItsEnd) {
  EXPECT_THAT(Starts(kLesson, kFree, "2026-11-21T02:00:00.000Z"),
              ElementsAre(kFree, "2026-11-21T01:30:00.000Z"));
}

TEST_F(JicooSlotsTest, RefusesBadWindows) {
  const std::string path = "/v1/event_types/" + std::string(kLesson) + "/available_schedules";
  EXPECT_EQ(GetStatus(path), 422);
  EXPECT_EQ(GetStatus(path + "?periodStart=" + kFree), 422);
  EXPECT_EQ(GetStatus(path + "?periodEnd=" + kFree), 422);
  EXPECT_EQ(GetStatus(SlotsPath(kLesson, kFree, kFree)), 422);
  EXPECT_EQ(GetStatus(SlotsPath(kLesson, "2026-11-21", "2026-11-22")), 422);
  EXPECT_EQ(GetStatus(SlotsPath(kLesson, kFree, kLater) + "&timeZone=UTC"), 422);
  EXPECT_EQ(GetStatus(SlotsPath(kLesson, kFree, "2026-11-28T01:00:00.000Z")), 200);
  EXPECT_EQ(GetStatus(SlotsPath(kLesson, kFree, "2026-11-28T01:00:00.001Z")), 422);
  SetSwitch("long_slot_window", "accept");
  EXPECT_EQ(GetStatus(SlotsPath(kLesson, kFree, "2026-11-28T01:00:00.001Z")), 200);
}

TEST_F(JicooSlotsTest, KnowsNoSlotsOfUnknownAndDisabledEventTypes) {
  EXPECT_EQ(GetStatus(SlotsPath("none", kFree, kLater)), 404);
  EXPECT_TRUE(Starts("Qw3rTy-uIoP_", kFree, "2026-11-28T00:00:00.000Z").empty());
}

TEST_F(JicooSlotsTest, SlotsWorkForKeysWithoutEventTypes) {
  SetSwitch("event_type_scope", "denied");
  EXPECT_EQ(RoomAtFree(kLesson), 1);
}

TEST_F(JicooSlotsTest, RoomShrinksAndFullSlotsAreLeftOut) {
  for (int64_t room = 5; room > 0; --room) {
    EXPECT_EQ(RoomAtFree(kGroup), room);
    CreatedUid(Booking(kGroup));
  }
  EXPECT_EQ(RoomAtFree(kGroup), -1);
  SetSwitch("full_slots", "list");
  EXPECT_EQ(RoomAtFree(kGroup), 0);
}

TEST_F(JicooSlotsTest, PastSlotsAreLeftOut) {
  SetNow(kFree);
  EXPECT_EQ(RoomAtFree(kLesson), -1);
  SetSwitch("past_slots", "list");
  EXPECT_EQ(RoomAtFree(kLesson), 1);
}

TEST_F(JicooSlotsTest, RowsOfTheControlPathTakeTheirSlots) {
  Control("POST", "/bookings",
          {{"event_type_id", kLesson},
           {"status", "open"},
           {"started_ms", 1795222800000},  // kFree
           {"ended_ms", 1795224600000}});
  EXPECT_EQ(RoomAtFree(kLesson), -1);
}

TEST_F(JicooSlotsTest, AFreeMoveOffTheGridTakesAllThatItTouches) {
  const std::string uid = CreatedUid();
  Send("PATCH", "/v1/bookings/" + uid,
       {{"startedAt", "2026-11-21T03:15:00.000Z"}, {"endedAt", "2026-11-21T03:45:00.000Z"}});
  EXPECT_THAT(Starts(kLesson, "2026-11-21T02:30:00.000Z", "2026-11-21T04:30:00.000Z"),
              ElementsAre("2026-11-21T02:30:00.000Z", "2026-11-21T04:00:00.000Z"));
}

TEST_F(JicooSlotsTest, TheTotalCapHidesSlotsOnlyWhereSwitched) {
  CreateAccount({{"event_types", {{{"uid", kLesson}, {"total_cap", {{"bookings", 1}}}}}}});
  CreatedUid(Booking(kLesson, kLater));
  EXPECT_EQ(RoomAtFree(kLesson), 1);
  SetSwitch("capped_slots", "omit");
  EXPECT_EQ(RoomAtFree(kLesson), -1);
}

// Half hours on the wall, written down by hand.
TEST_F(JicooSlotsTest, AmsterdamSkipsAnHourAndRepeatsOne) {
  UseZone("Europe/Amsterdam");
  // 01:00, 01:30, 03:00, 03:30.
  EXPECT_THAT(Starts(kNight, "2027-03-28T00:00:00.000Z", "2027-03-28T02:00:00.000Z"),
              ElementsAre("2027-03-28T00:00:00.000Z", "2027-03-28T00:30:00.000Z",
                          "2027-03-28T01:00:00.000Z", "2027-03-28T01:30:00.000Z"));
  // 02:00 and 02:30 for the first time, then 03:00.
  EXPECT_THAT(Starts(kNight, "2027-10-31T00:00:00.000Z", "2027-10-31T02:30:00.000Z"),
              ElementsAre("2027-10-31T00:00:00.000Z", "2027-10-31T00:30:00.000Z",
                          "2027-10-31T02:00:00.000Z"));
  // The week of March has an hour less. 168 hours of October hold the repeated hour, which is
  // offered once.
  EXPECT_EQ(Starts(kNight, "2027-03-21T23:00:00.000Z", "2027-03-28T22:00:00.000Z").size(),
            7u * 48u - 2u);
  EXPECT_EQ(Starts(kNight, "2027-10-25T22:00:00.000Z", "2027-11-01T22:00:00.000Z").size(),
            7u * 48u - 2u);
}

TEST_F(JicooSlotsTest, OfficeHoursMoveWithTheClocks) {
  UseZone("America/New_York");
  // Saturday at 09:00 EST, Monday at 09:00 EDT.
  EXPECT_EQ(Starts(kLesson, "2027-03-13T06:00:00.000Z", "2027-03-14T06:00:00.000Z")[0],
            "2027-03-13T14:00:00.000Z");
  EXPECT_EQ(Starts(kLesson, "2027-03-15T06:00:00.000Z", "2027-03-16T06:00:00.000Z")[0],
            "2027-03-15T13:00:00.000Z");
  // 01:30 EST, 03:00 EDT.
  EXPECT_THAT(Starts(kNight, "2027-03-14T06:30:00.000Z", "2027-03-14T07:30:00.000Z"),
              ElementsAre("2027-03-14T06:30:00.000Z", "2027-03-14T07:00:00.000Z"));
}

TEST_F(JicooSlotsTest, LordHoweMovesByHalfAnHour) {
  UseZone("Australia/Lord_Howe");
  // 01:30 at +10:30; 02:00 is skipped; 02:30 at +11.
  EXPECT_THAT(Starts(kNight, "2027-10-02T15:00:00.000Z", "2027-10-02T16:00:00.000Z"),
              ElementsAre("2027-10-02T15:00:00.000Z", "2027-10-02T15:30:00.000Z"));
  // 01:00 and 01:30 at +11, 02:00 at +10:30.
  EXPECT_THAT(Starts(kNight, "2027-04-03T14:00:00.000Z", "2027-04-03T16:00:00.000Z"),
              ElementsAre("2027-04-03T14:00:00.000Z", "2027-04-03T14:30:00.000Z",
                          "2027-04-03T15:30:00.000Z"));
}

TEST_F(JicooSlotsTest, CasablancaMovesWithRamadan) {
  UseZone("Africa/Casablanca");
  // 02:00 and 02:30 at +01, 03:00 at +00.
  EXPECT_THAT(Starts(kNight, "2027-02-07T01:00:00.000Z", "2027-02-07T03:30:00.000Z"),
              ElementsAre("2027-02-07T01:00:00.000Z", "2027-02-07T01:30:00.000Z",
                          "2027-02-07T03:00:00.000Z"));
  // 01:30 at +00, 03:00 at +01.
  EXPECT_THAT(Starts(kNight, "2027-03-14T01:30:00.000Z", "2027-03-14T02:30:00.000Z"),
              ElementsAre("2027-03-14T01:30:00.000Z", "2027-03-14T02:00:00.000Z"));
}

TEST_F(JicooSlotsTest, RefusesBadCatalogues) {
  for (const Json& spec :
       {Json{{"zone", "Mars/Olympus"}}, Json{{"event_types", 1}},
        Json{{"event_types", {{{"name", "no uid"}}}}},
        Json{{"event_types", {{{"uid", "x"}, {"capacity", 0}}}}},
        Json{{"event_types", {{{"uid", "x"}, {"colour", "red"}}}}},
        Json{{"event_types", {{{"uid", "x"}, {"total_cap", {{"bookings", 1}, {"period", "y"}}}}}}},
        Json{{"event_types",
              {{{"uid", "x"},
                {"hours", {{{"day", "mon"}, {"open", "9"}, {"close", "10:00"}}}}}}}}}) {
    EXPECT_TRUE(Control("PUT", "", spec).contains("error")) << spec;
  }
}

TEST_F(JicooSlotsTest, SettingsMakeEventTypesOfTheirOwn) {
  const Json described =
      CreateAccount({{"zone", "UTC"},
                     {"event_types",
                      {{{"uid", "mine"},
                        {"name", "Mine"},
                        {"duration_minutes", 45},
                        {"step_minutes", 15},
                        {"capacity", 2},
                        {"hours", {{{"day", "sun"}, {"open", "10:00"}, {"close", "11:00"}}}}}}}});
  EXPECT_EQ(described["event_types"].back()["zone"], "UTC");
  EXPECT_EQ(described["event_types"].back()["capacity"], 2);
  EXPECT_THAT(Starts("mine", "2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z"),
              ElementsAre("2026-11-22T10:00:00.000Z", "2026-11-22T10:15:00.000Z"));
  EXPECT_EQ(GetJson("/v1/event_types/mine")["data"]["duration"], 45);
}

}  // namespace
}  // namespace bookings::sandbox
