// Lists of changes: made all at once by a call, or by a fault between two requests.
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/sandbox/jicoo_fixture.h"

namespace bookings::sandbox {
namespace {

class ChangesTest : public JicooWriteFixture {
 protected:
  // An insertion, a patch of the first row and the removal of the second.
  Json OneOfEach() {
    const std::vector<Json> rows = Rows();
    return {{{"insert", {{"id", "new"}, {"title", "New"}}}},
            {{"patch", rows[0]["id"]}, {"fields", {{"title", "Changed"}}}},
            {{"delete", rows[1]["id"]}}};
  }

  std::string TitleOf(const Json& id) {
    for (const Json& row : Rows()) {
      if (row["id"] == id) return row["title"];
    }
    return "gone";
  }

  std::set<std::string> Listed() {
    std::set<std::string> uids;
    const Json page = GetJson("/v1/bookings?perPage=100");
    for (const Json& booking : page["data"]) uids.insert(booking["uid"]);
    return uids;
  }
};

TEST_F(ChangesTest, AreMadeByOneCallWhichAnswersTheRows) {
  CreateAccount({{"bookings", 3}});
  const Json changes = OneOfEach();
  const Json made = Control("POST", "/changes", changes);
  ASSERT_EQ(made.size(), 3u) << made;
  EXPECT_EQ(made[0]["row"]["title"], "New");
  EXPECT_EQ(made[1]["row"]["title"], "Changed");
  EXPECT_TRUE(made[2]["row"].is_null());
  EXPECT_EQ(TitleOf("new"), "New");
  EXPECT_EQ(TitleOf(changes[1]["patch"]), "Changed");
  EXPECT_EQ(TitleOf(changes[2]["delete"]), "gone");
  EXPECT_EQ(Control("GET", "/changes"), made);
  Control("DELETE", "/changes");
  EXPECT_EQ(Control("GET", "/changes"), Json::array());
}

TEST_F(ChangesTest, AreMadeByAFaultJustBeforeTheRequestThatItHits) {
  CreateAccount({{"bookings", 3}});
  const Json changes = OneOfEach();
  SetFault({{"path", "^GET /v1/bookings"}, {"skip", 1}, {"kind", "change"}, {"changes", changes}});
  const std::set<std::string> before = Listed();
  EXPECT_EQ(Control("GET", "/changes"), Json::array());
  const std::set<std::string> after = Listed();
  EXPECT_EQ(before.count("new"), 0u);
  EXPECT_EQ(after.count("new"), 1u);
  EXPECT_EQ(after.count(changes[2]["delete"]), 0u);
  EXPECT_EQ(Listed(), after);
  EXPECT_EQ(Control("GET", "/changes").size(), 3u);
}

TEST_F(ChangesTest, GoWithAnotherFaultOfTheSameRequest) {
  CreateAccount({{"bookings", 3}});
  const Json path = "^GET /v1/bookings";
  Control("PUT", "/faults",
          {{{"path", path}, {"kind", "change"}, {"changes", {{{"insert", {{"id", "new"}}}}}}},
           {{"path", path}, {"kind", "truncate"}},
           {{"path", path}, {"kind", "change"}, {"changes", {{{"delete", "new"}}}}}});
  EXPECT_EQ(GetStatus("/v1/bookings"), 0);
  EXPECT_EQ(Control("GET", "/changes").size(), 2u);
}

TEST_F(ChangesTest, AreAllToldOnceFaultsAreTakenAway) {
  CreateAccount({{"bookings", 2'000}});
  const std::string list = "/v1/bookings?perPage=100";
  for (int round = 0; round < 40; ++round) {
    Control("DELETE", "/changes");
    const Json inserted = {{"insert", {{"id", "new-" + std::to_string(round)}}}};
    SetFault({{"path", "^GET /v1/bookings"},
              {"skip", 2},
              {"kind", "change"},
              {"changes", Json::array({inserted})}});
    std::thread readers([&] { SendAtOnce(4, "GET", list, Json()); });
    Control("PUT", "/faults", Json::array());
    const Json told = Control("GET", "/changes");
    readers.join();
    EXPECT_EQ(Control("GET", "/changes"), told);
  }
}

TEST_F(ChangesTest, EndAtTheFirstThatIsRefused) {
  CreateAccount({{"bookings", 3}});
  const Json changes = {{{"insert", {{"id", "new"}}}}, {{"delete", "nobody"}}, {{"delete", "new"}}};
  EXPECT_TRUE(Control("POST", "/changes", changes).contains("error"));
  EXPECT_NE(TitleOf("new"), "gone");
  EXPECT_EQ(Control("GET", "/changes")[1]["error"], "no such booking");
}

TEST_F(ChangesTest, MustBeOfAKnownForm) {
  for (const Json& wrong : {Json("text"), Json({{"delete", 1}}), Json({{"patch", "a"}}),
                            Json({{"insert", Json::object()}, {"delete", "a"}})}) {
    EXPECT_TRUE(Control("POST", "/changes", Json::array({wrong})).contains("error")) << wrong;
  }
}

}  // namespace
}  // namespace bookings::sandbox
