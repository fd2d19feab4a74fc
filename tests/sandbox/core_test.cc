// What all simulated vendors share: control path, faults, log, rows. Shown with Jicoo, the simplest
// of them.
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "deploy/sandbox/jicoo/jicoo_api.h"
#include "tests/sandbox/sandbox_fixture.h"

namespace bookings::sandbox {
namespace {

constexpr char kList[] = "/v1/bookings";

class SandboxCoreTest : public SandboxFixture {
 protected:
  SandboxCoreTest() : SandboxFixture(MakeJicooVendor()) {
    headers_ = {{"X-Jicoo-Api-Key", "sk_live_test"}};
  }
};

TEST_F(SandboxCoreTest, EqualSeedsGiveEqualRows) {
  const std::vector<Json> first = Rows();
  CreateAccount({{"seed", 7}, {"bookings", 300}});
  EXPECT_EQ(Rows(), first);
  CreateAccount({{"seed", 8}, {"bookings", 300}});
  EXPECT_NE(Rows(), first);
}

TEST_F(SandboxCoreTest, RefusesBadAccountSpecs) {
  for (const Json& spec : {Json{{"seed", -1}}, Json{{"bookings", "many"}}, Json{{"traps", 1}},
                           Json{{"epoch", "today"}}, Json{{"bookings", 10'000'001}}}) {
    EXPECT_TRUE(Control("PUT", "", spec).contains("error")) << spec;
  }
}

TEST_F(SandboxCoreTest, InsertedPatchedAndDeletedRowsShowInTheApi) {
  CreateAccount({{"bookings", 3}});
  const Json row = Control("POST", "/bookings", {{"id", "mine"}, {"title", "Inserted"}});
  EXPECT_EQ(row["title"], "Inserted");
  EXPECT_EQ(GetJson(kList)["totalCount"], 4);
  EXPECT_EQ(GetJson("/v1/bookings/mine")["data"]["name"], "Inserted");
  Control("PATCH", "/bookings/mine", {{"title", "Patched"}});
  EXPECT_EQ(GetJson("/v1/bookings/mine")["data"]["name"], "Patched");
  Control("DELETE", "/bookings/mine");
  EXPECT_EQ(GetStatus("/v1/bookings/mine"), 404);
  EXPECT_EQ(Rows().size(), 3u);
}

TEST_F(SandboxCoreTest, RefusesRowsThatDoNotFitTheModel) {
  EXPECT_TRUE(Control("POST", "/bookings", {{"colour", "red"}}).contains("error"));
  EXPECT_TRUE(Control("POST", "/bookings", {{"title", 5}}).contains("error"));
  EXPECT_TRUE(Control("PATCH", "/bookings/none", {{"title", "x"}}).contains("error"));
  EXPECT_TRUE(Control("DELETE", "/bookings/none").contains("error"));
}

TEST_F(SandboxCoreTest, RefusesUnknownSwitchesAndValues) {
  EXPECT_TRUE(Control("PUT", "/switches", {{"nonsense", "1"}}).contains("error"));
  EXPECT_TRUE(Control("PUT", "/switches", {{"ties", "random"}}).contains("error"));
}

TEST_F(SandboxCoreTest, ListsEverySwitchWithItsValueAndSource) {
  SetSwitch("ties", "uid_desc");
  const Json switches = Control("GET", "/switches");
  ASSERT_FALSE(switches.empty());
  for (const Json& entry : switches) {
    EXPECT_FALSE(entry["section"].get<std::string>().empty());
    EXPECT_GE(entry["allowed"].size(), 2u) << entry;
    if (entry["name"] == "ties") {
      EXPECT_EQ(entry["value"], "uid_desc");
    }
  }
}

TEST_F(SandboxCoreTest, LogsRequestsWithoutHeaderValues) {
  Control("DELETE", "/requests");
  Get("/v1/bookings?page=2");
  const Json log = Control("GET", "/requests");
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log[0]["path"], kList);
  EXPECT_EQ(log[0]["query"], Json::array({Json::array({"page", "2"})}));
  EXPECT_EQ(log[0]["status"], 200);
  EXPECT_EQ(log[0]["client_gone"], false);
  EXPECT_THAT(log[0]["header_names"].dump(), testing::HasSubstr("x-jicoo-api-key"));
  EXPECT_THAT(log.dump(), testing::Not(testing::HasSubstr("sk_live")));
}

TEST_F(SandboxCoreTest, NotesWhenTheClientLeftBeforeTheAnswer) {
  Control("DELETE", "/requests");
  SetFault({{"path", "bookings"}, {"kind", "delay"}, {"delay_ms", 20'000}});
  client().set_read_timeout(0, 50'000);
  EXPECT_FALSE(Get(kList));
  client().stop();
  // The delay ends as soon as the connection does.
  Json log;
  do {
    log = Control("GET", "/requests");
  } while (log.empty());
  EXPECT_EQ(log[0]["client_gone"], true);
}

TEST_F(SandboxCoreTest, AFaultSkipsAndEndsAsPlanned) {
  SetFault({{"path", "GET /v1/bookings"},
            {"kind", "status"},
            {"status", 503},
            {"skip", 1},
            {"times", 2},
            {"headers", {{"Retry-After", "2"}}},
            {"body", "down"}});
  EXPECT_EQ(GetStatus(kList), 200);
  const httplib::Result failed = Get(kList);
  EXPECT_EQ(failed->status, 503);
  EXPECT_EQ(failed->body, "down");
  EXPECT_EQ(failed->get_header_value("Retry-After"), "2");
  EXPECT_EQ(GetStatus("/v1/event_types"), 200);
  EXPECT_EQ(GetStatus(kList), 503);
  EXPECT_EQ(GetStatus(kList), 200);
}

TEST_F(SandboxCoreTest, RefusesBadFaults) {
  for (const Json& fault :
       {Json{{"kind", "fire"}}, Json{{"kind", "reset"}, {"path", "("}},
        Json{{"kind", "reset"}, {"often", 2}}, Json{{"kind", "reset"}, {"times", "2"}}}) {
    EXPECT_TRUE(Control("PUT", "/faults", Json::array({fault})).contains("error")) << fault;
  }
}

TEST_F(SandboxCoreTest, CutConnectionsGiveNoAnswer) {
  for (const char* kind : {"reset", "reset_after", "truncate"}) {
    SetFault({{"path", "bookings"}, {"kind", kind}});
    EXPECT_FALSE(Get(kList)) << kind;
    EXPECT_EQ(GetStatus(kList), 200) << kind;
  }
}

TEST_F(SandboxCoreTest, AStalledAnswerDoesNotEnd) {
  SetFault({{"path", "bookings"}, {"kind", "stall"}});
  client().set_read_timeout(0, 50'000);
  EXPECT_FALSE(Get(kList));
}

TEST_F(SandboxCoreTest, SilentConnectionsEndWithoutAnAnswer) {
  for (const char* kind : {"silent", "silent_after"}) {
    SetFault({{"path", "bookings"}, {"kind", kind}, {"delay_ms", 20}});
    EXPECT_FALSE(Get(kList)) << kind;
    EXPECT_EQ(GetStatus(kList), 200) << kind;
  }
}

TEST_F(SandboxCoreTest, DistortedAnswersAreWhatTheySay) {
  const auto body_with = [&](const char* kind) {
    SetFault({{"path", "bookings"}, {"kind", kind}});
    return Get(kList)->body;
  };
  EXPECT_THAT(body_with("html"), testing::StartsWith("<!doctype html>"));
  EXPECT_THAT(body_with("bad_utf8"), testing::HasSubstr("\xff"));
  EXPECT_FALSE(ParseJson(body_with("bad_json")));
  SetFault({{"path", "bookings"}, {"kind", "status_after"}, {"status", 500}});
  EXPECT_EQ(GetStatus(kList), 500);
}

TEST_F(SandboxCoreTest, ARepeatedPageIgnoresTheQuery) {
  SetFault({{"path", "page=2"}, {"kind", "repeat_page"}});
  const Json first = GetJson("/v1/bookings?page=1");
  EXPECT_EQ(GetJson("/v1/bookings?page=2"), first);
  EXPECT_NE(GetJson("/v1/bookings?page=2"), first);
}

TEST_F(SandboxCoreTest, DropsTheNamedHeader) {
  SetNow("2026-11-20T09:00:00Z");
  SetRateScale(1);
  for (int i = 0; i < 60; ++i) Get(kList);
  SetFault({{"kind", "drop_header"}, {"headers", {{"Retry-After", ""}}}});
  const httplib::Result refused = Get(kList);
  EXPECT_EQ(refused->status, 429);
  EXPECT_FALSE(refused->has_header("Retry-After"));
}

TEST_F(SandboxCoreTest, ServesSixtyFourKeepAliveConnectionsAtOnce) {
  std::vector<std::unique_ptr<httplib::Client>> clients;
  for (int i = 0; i < 64; ++i) {
    clients.push_back(std::make_unique<httplib::Client>(url()));
    clients.back()->set_keep_alive(true);
    const httplib::Result result = clients.back()->Get(kList, headers_);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 200);
  }
}

TEST_F(SandboxCoreTest, StrangersAreLoggedApart) {
  headers_.clear();
  Get(kList);
  EXPECT_EQ(StrangersLog().size(), 1u);
  EXPECT_EQ(StrangersLog()[0]["status"], 401);
}

TEST_F(SandboxCoreTest, AVendorsPortKnowsNoControlPath) {
  EXPECT_EQ(GetStatus("/__sandbox/now"), 404);
}

}  // namespace
}  // namespace bookings::sandbox
