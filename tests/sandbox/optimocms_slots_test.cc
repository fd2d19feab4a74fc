// The simulated OptimoCMS's slots against optimocms.md 2.1: rows by staff, refusals, forms, changes
// of the clocks.
#include <string>
#include <vector>

#include "tests/sandbox/optimocms_fixture.h"

namespace bookings::sandbox {
namespace {

using testing::ElementsAre;

class OptimocmsSlotsTest : public OptimocmsWriteFixture {
 protected:
  // An account whose staff works in the nights to Sunday, in `zone`.
  void UseNightsIn(const std::string& zone) {
    CreateAccount(
        {{"zone", zone}, {"hours", {{{"day", "sun"}, {"open", "00:30"}, {"close", "04:00"}}}}});
  }
};

TEST_F(OptimocmsSlotsTest, ListsARowForEachMemberOfStaff) {
  const Json slots = SlotsOn(kDay, "");
  ASSERT_EQ(slots.size(), 2u * 18u);
  const Json first = {
      {"startTime", "09:00"}, {"endTime", "09:30"}, {"available", true}, {"staffId", "stf_kim"}};
  EXPECT_EQ(slots[0], first);
  EXPECT_EQ(slots[1]["startTime"], "09:00");
  EXPECT_EQ(slots[1]["staffId"], "stf_lou");
  EXPECT_EQ(slots[35]["startTime"], "17:30");
}

TEST_F(OptimocmsSlotsTest, TheAnswerIsEnvelopedAndNotPaged) {
  const Json answer = GetJson(SlotsPath("serviceId=svc_beard15&date=" + std::string(kDay)));
  EXPECT_TRUE(answer["meta"].contains("requestId"));
  EXPECT_FALSE(answer.contains("pagination"));
}

TEST_F(OptimocmsSlotsTest, StaffAndBranchNarrowTheRows) {
  EXPECT_EQ(SlotsOn(kDay, "&staffId=stf_max").size(), 18u);
  EXPECT_EQ(SlotsOn(kDay, "&branchId=brn_lisbon")[0]["staffId"], "stf_rui");
  EXPECT_EQ(SlotsOn(kDay, "&branchId=brn_lisbon&staffId=stf_kim"), Json::array());
}

TEST_F(OptimocmsSlotsTest, TheServicesLengthMakesTheGrid) {
  EXPECT_THAT(Starts(SlotsOn(kDay, "&staffId=stf_kim", "svc_colour90")),
              ElementsAre("09:00", "10:30", "12:00", "13:30", "15:00", "16:30"));
}

TEST_F(OptimocmsSlotsTest, AClosedDayIsEmpty) { EXPECT_EQ(SlotsOn("2026-12-06"), Json::array()); }

TEST_F(OptimocmsSlotsTest, RefusesBadQueries) {
  const std::string day = "&date=" + std::string(kDay);
  EXPECT_EQ(GetStatus(SlotsPath("serviceId=svc_haircut30")), 400);
  EXPECT_EQ(GetStatus(SlotsPath("date=" + std::string(kDay))), 400);
  EXPECT_EQ(GetStatus(SlotsPath("serviceId=svc_haircut30&date=5-12-2026")), 400);
  EXPECT_EQ(GetStatus(SlotsPath("serviceId=svc_haircut30&limit=5" + day)), 400);
  EXPECT_EQ(GetStatus(SlotsPath("serviceId=none" + day)), 404);
  EXPECT_EQ(GetStatus(SlotsPath("serviceId=svc_perm60" + day)), 404);
  EXPECT_EQ(GetStatus(SlotsPath("serviceId=svc_haircut30&staffId=none" + day)), 404);
  EXPECT_EQ(GetStatus(SlotsPath("serviceId=svc_haircut30&branchId=none" + day)), 404);
  EXPECT_EQ(GetStatus("/v1/sites/none/booking/slots?serviceId=svc_haircut30" + day), 404);
  EXPECT_EQ(GetStatus("/v1/sites/site_test_draft/booking/slots?serviceId=svc_haircut30" + day),
            403);
  CreateAccount({{"scopes", {"booking:write"}}});
  EXPECT_EQ(GetStatus(SlotsPath("serviceId=svc_haircut30" + day)), 403);
}

TEST_F(OptimocmsSlotsTest, TakenSlotsAreListedAsSuchForAllServices) {
  CreatedId();
  EXPECT_FALSE(IsFree("14:00"));
  EXPECT_TRUE(IsFree("13:30"));
  EXPECT_TRUE(IsFree("14:30"));
  const Json colours = SlotsOn(kDay, "&staffId=stf_kim", "svc_colour90");
  for (const Json& slot : colours) {
    EXPECT_EQ(slot["available"], slot["startTime"] != "13:30") << slot;
  }
  const Json lou = SlotsOn(kDay, "&staffId=stf_lou");
  EXPECT_EQ(lou[10]["startTime"], "14:00");
  EXPECT_EQ(lou[10]["available"], true);
}

TEST_F(OptimocmsSlotsTest, BegunSlotsAreNotAvailable) {
  SetNow("2026-12-05T13:00:00Z");  // 14:00 at the site
  EXPECT_FALSE(IsFree("14:00"));
  EXPECT_TRUE(IsFree("14:30"));
  SetNow("2026-12-06T00:00:00Z");
  EXPECT_FALSE(IsFree("17:30"));
}

TEST_F(OptimocmsSlotsTest, SwitchesOfTheSlotsForm) {
  CreatedId();
  SetSwitch("only_available", "yes");
  EXPECT_EQ(SlotsOn(kDay).size(), 17u);
  SetSwitch("iso_slots", "yes");
  EXPECT_EQ(SlotsOn(kDay)[0]["startTime"], "2026-12-05T09:00:00");
  EXPECT_EQ(SlotsOn(kDay)[0]["endTime"], "2026-12-05T09:30:00");
  SetSwitch("slot_staff", "absent");
  const Json merged = SlotsOn(kDay, "");
  EXPECT_EQ(merged.size(), 18u);
  EXPECT_FALSE(merged[0].contains("staffId"));
}

TEST_F(OptimocmsSlotsTest, ASlotMayEndOnTheNextDay) {
  CreateAccount({{"hours", {{{"day", "sat"}, {"open", "23:00"}, {"close", "24:00"}}}}});
  const Json slots = SlotsOn(kDay);
  ASSERT_EQ(slots.size(), 2u);
  EXPECT_EQ(slots[1]["endTime"], "00:00");
}

// Half hours from 00:30 to 03:30 on the wall, written down by hand.
TEST_F(OptimocmsSlotsTest, SkippedTimesAreNoSlots) {
  UseNightsIn("Europe/Amsterdam");
  const Json spring = SlotsOn("2027-03-28");
  EXPECT_THAT(Starts(spring), ElementsAre("00:30", "01:00", "01:30", "03:00", "03:30"));
  // Half an hour behind 01:30 it is 03:00.
  EXPECT_EQ(spring[2]["endTime"], "03:00");
  UseNightsIn("America/New_York");
  EXPECT_THAT(Starts(SlotsOn("2027-03-14")),
              ElementsAre("00:30", "01:00", "01:30", "03:00", "03:30"));
  UseNightsIn("Australia/Lord_Howe");
  EXPECT_THAT(Starts(SlotsOn("2027-10-03")),
              ElementsAre("00:30", "01:00", "01:30", "02:30", "03:00", "03:30"));
  UseNightsIn("Africa/Casablanca");
  EXPECT_THAT(Starts(SlotsOn("2027-03-14")),
              ElementsAre("00:30", "01:00", "01:30", "03:00", "03:30"));
}

TEST_F(OptimocmsSlotsTest, RepeatedTimesAreOneSlotTheFirst) {
  UseNightsIn("Europe/Amsterdam");
  EXPECT_THAT(Starts(SlotsOn("2027-10-31")),
              ElementsAre("00:30", "01:00", "01:30", "02:00", "02:30", "03:00", "03:30"));
  // 02:00 is 00:00 UTC the first time, and 01:00 UTC the second.
  SetNow("2027-10-31T00:00:00Z");
  EXPECT_EQ(SlotsOn("2027-10-31")[3]["available"], false);
  SetNow("2027-10-30T23:59:59Z");
  EXPECT_EQ(SlotsOn("2027-10-31")[3]["available"], true);
}

TEST_F(OptimocmsSlotsTest, RefusesBadCatalogues) {
  for (const Json& spec :
       {Json{{"zone", "Mars/Olympus"}}, Json{{"services", 1}}, Json{{"hours", "always"}},
        Json{{"services", {{{"name", "no id"}}}}},
        Json{{"services", {{{"id", "x"}, {"minutes", 0}}}}},
        Json{{"services", {{{"id", "x"}, {"colour", "red"}}}}},
        Json{{"hours", {{{"day", "sun"}, {"open", "10:00"}, {"close", "09:00"}}}}}}) {
    EXPECT_TRUE(Control("PUT", "", spec).contains("error")) << spec;
  }
}

TEST_F(OptimocmsSlotsTest, TheAccountTellsWhatCanBeBooked) {
  const Json told =
      CreateAccount({{"zone", "Australia/Lord_Howe"},
                     {"services", {{{"id", "mine"}, {"name", "Mine"}, {"minutes", 45}}}}});
  EXPECT_EQ(told["services"].back()["duration_minutes"], 45);
  EXPECT_EQ(told["services"].back()["zone"], "Australia/Lord_Howe");
  EXPECT_EQ(told["staff"][0]["id"], "stf_kim");
  EXPECT_EQ(told["branches"][0]["id"], "brn_amsterdam");
  EXPECT_EQ(SlotsOn(kDay, "&staffId=stf_kim", "mine").size(), 12u);
}

}  // namespace
}  // namespace bookings::sandbox
