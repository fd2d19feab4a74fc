// The simulated HostelMate's availability (hostelmate.md 2.9): rooms, nights, prices and free beds.
#include <string>

#include "tests/sandbox/hostelmate_fixture.h"

namespace bookings::sandbox {
namespace {

class HostelmateSlotsTest : public HostelmateFixture {
 protected:
  // Public: neither key nor Idempotency-Key.
  httplib::Result AskFor(const Json& body) {
    const httplib::Headers headers = {{"Content-Type", "application/json"}};
    return client().Post(kAvailability, headers, body.dump(), "application/json");
  }
  Json Availability(const Json& dates) {
    return BodyOf(AskFor({{"dates", dates}, {"property", property_["property"]}}), 200);
  }
  Json RoomIn(const Json& answer, const std::string& name) {
    for (const Json& room : answer["days"]) {
      if (room["room_name"] == name) return room;
    }
    ADD_FAILURE() << "no room " << name;
    return {};
  }
};

TEST_F(HostelmateSlotsTest, TellsEveryRoomAndNight) {
  const Json answer = Availability({"2026-12-03", "2026-12-04"});
  EXPECT_EQ(answer["days"].size(), property_["rooms"].size());
  const Json dorm = RoomIn(answer, "6-bed mixed");
  EXPECT_EQ(dorm["room_id"], RoomId("6-bed mixed"));
  // A Thursday and a Friday.
  EXPECT_EQ(dorm["date"],
            Json::array({{{"date", "2026-12-03"}, {"price", 27}, {"available_beds", 6}},
                         {{"date", "2026-12-04"}, {"price", 30.5}, {"available_beds", 6}}}));
  EXPECT_EQ(answer["payment_gateway"]["currency"], "eur");
  EXPECT_EQ(answer["name"], "Casa Azul");
}

TEST_F(HostelmateSlotsTest, CountsFreeBedsAndPricesNothingThatIsTaken) {
  const std::string id = Book("2-bed loft", {"2026-12-03"});
  const Json one = RoomIn(Availability({"2026-12-03", "2026-12-05"}), "2-bed loft");
  EXPECT_EQ(one["date"][0]["available_beds"], 1);
  EXPECT_EQ(one["date"][1]["available_beds"], 2);
  Book("2-bed loft", {"2026-12-03"});
  const Json none = RoomIn(Availability({"2026-12-03"}), "2-bed loft");
  EXPECT_EQ(none["date"][0]["available_beds"], 0);
  EXPECT_EQ(none["date"][0]["price"], false);
  BodyOf(Update(id, {{"status", "cancelled"}}), 200);
  EXPECT_EQ(RoomIn(Availability({"2026-12-03"}), "2-bed loft")["date"][0]["available_beds"], 1);
}

TEST_F(HostelmateSlotsTest, GeneratedHistoryTakesNoBeds) {
  Replace({{"seed", 7}, {"bookings", 300}});
  const Json answer = Availability({"2026-11-20"});
  for (const Json& room : answer["days"]) {
    EXPECT_NE(room["date"][0]["price"], false) << room;
  }
}

TEST_F(HostelmateSlotsTest, SettingsMakeTheProperty) {
  Replace({{"bookings", 0}, {"beds", 1}, {"currency", "aed"}, {"zone", "Pacific/Auckland"}});
  const Json answer = Availability({"2026-12-03"});
  EXPECT_EQ(answer["payment_gateway"]["currency"], "aed");
  for (const Json& room : answer["days"]) EXPECT_EQ(room["date"][0]["available_beds"], 1);
  EXPECT_TRUE(Control("PUT", "", {{"beds", 7}}).contains("error"));
  EXPECT_TRUE(Control("PUT", "", {{"currency", "EUR"}}).contains("error"));
  EXPECT_TRUE(Control("PUT", "", {{"zone", "Nowhere/Town"}}).contains("error"));
}

TEST_F(HostelmateSlotsTest, PastNightsFollowThePropertysOwnDay) {
  Replace({{"bookings", 0}, {"zone", "Pacific/Auckland"}});
  // Already the 21st over there.
  SetNow("2026-11-20T12:00:00Z");
  EXPECT_NE(RoomIn(Availability({"2026-11-20"}), "Single bunk")["date"][0]["price"], false);
  SetSwitch("past_nights", "refused");
  EXPECT_EQ(RoomIn(Availability({"2026-11-20"}), "Single bunk")["date"][0]["price"], false);
  EXPECT_NE(RoomIn(Availability({"2026-11-21"}), "Single bunk")["date"][0]["price"], false);
}

TEST_F(HostelmateSlotsTest, SwitchesTurnUnitAndCount) {
  SetSwitch("price_unit", "minor");
  EXPECT_EQ(RoomIn(Availability({"2026-12-04"}), "6-bed mixed")["date"][0]["price"], 3050);
  SetSwitch("available_beds", "absent");
  EXPECT_FALSE(
      RoomIn(Availability({"2026-12-04"}), "6-bed mixed")["date"][0].contains("available_beds"));
}

TEST_F(HostelmateSlotsTest, RefusesBadRequests) {
  const std::string property = property_["property"];
  EXPECT_EQ(CodeOf(AskFor({{"dates", {"2026-12-03"}}}), 400), "bad_request");
  EXPECT_EQ(CodeOf(AskFor({{"property", property}}), 400), "bad_request");
  EXPECT_EQ(CodeOf(AskFor({{"dates", Json::array()}, {"property", property}}), 400), "bad_request");
  EXPECT_EQ(CodeOf(AskFor({{"dates", {"3 Dec"}}, {"property", property}}), 400), "bad_request");
  EXPECT_EQ(CodeOf(AskFor({{"dates", {"2026-12-03"}},
                           {"property", "00000000-0000-4000-8000-000000000000"}}),
                   404),
            "property_not_found");
}

TEST_F(HostelmateSlotsTest, ThePropertysIdIsNoKey) {
  headers_ = {{"X-API-Key", property_["property"].get<std::string>()},
              {"Content-Type", "application/json"}};
  EXPECT_EQ(GetStatus(kBookings), 401);
}

TEST_F(HostelmateSlotsTest, OnlyTheClientPathIsLimited) {
  SetRateScale(1);
  for (int i = 0; i < 121; ++i) Availability({"2026-12-03"});
  EXPECT_EQ(GetStatus(kBookings), 200);
}

}  // namespace
}  // namespace bookings::sandbox
