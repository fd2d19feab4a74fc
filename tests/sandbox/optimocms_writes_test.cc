// The simulated OptimoCMS's writes against optimocms.md 2.3 and 2.4: what they commit, refuse and
// switch.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/sandbox/optimocms_fixture.h"

namespace bookings::sandbox {
namespace {

using testing::ElementsAre;

class OptimocmsWritesTest : public OptimocmsWriteFixture {
 protected:
  // The code of a create that must be refused with this status.
  Json CodeOf(const Json& body, int status) {
    const Sent sent = Create(body);
    EXPECT_EQ(sent.status, status) << body << sent.body;
    return sent.body.is_object() ? sent.body["error"].value("code", Json()) : Json();
  }

  // The fields that a create is refused for.
  Json FieldsOf(const Json& body) {
    const Sent sent = Create(body);
    EXPECT_EQ(sent.status, 400) << body << sent.body;
    return sent.body.is_object() ? sent.body["error"]["details"].value("fields", Json()) : Json();
  }
};

TEST_F(OptimocmsWritesTest, CreatesABookingThatTheListShows) {
  CreateAccount({{"bookings", 0}});
  const Sent created = Create(With(Booking(), "notes", "Please be gentle"));
  ASSERT_EQ(created.status, 201);
  Json booking = created.body["data"];
  EXPECT_TRUE(created.body["meta"].contains("requestId"));
  const Json listed = GetJson(std::string(kBookings) + "?limit=1&date=" + kDay)["data"][0];
  EXPECT_EQ(listed, booking);
  booking.erase("id");
  const Json expected = {{"status", "pending"},
                         {"date", kDay},
                         {"startTime", "14:00"},
                         {"customer", Booking()["customer"]},
                         {"createdAt", "2026-12-01T09:20:00Z"}};
  EXPECT_EQ(booking, expected);
}

TEST_F(OptimocmsWritesTest, TheCustomerComesBackAsItWasGiven) {
  const Json customer = {{"name", "Ada"}, {"company", "Ada & Sons"}};
  EXPECT_EQ(Create(With(Booking(), "customer", customer)).body["data"]["customer"], customer);
  EXPECT_EQ(Create(With(Booking("15:00"), "customer", Json::object())).body["data"]["customer"],
            Json::object());
  SetSwitch("customer", "split");
  EXPECT_EQ(Create(Booking("16:00")).body["data"]["customer"]["lastName"], "Example");
}

TEST_F(OptimocmsWritesTest, NamesEveryBadField) {
  for (const char* field : {"serviceId", "date", "startTime", "customer"}) {
    EXPECT_TRUE(FieldsOf(Without(Booking(), field)).contains(field)) << field;
    EXPECT_TRUE(FieldsOf(With(Booking(), field, 5)).contains(field)) << field;
  }
  for (const char* field : {"staffId", "branchId", "notes"}) {
    EXPECT_TRUE(FieldsOf(With(Booking(), field, 5)).contains(field)) << field;
  }
  EXPECT_EQ(FieldsOf(Json::object()).size(), 4u);
  EXPECT_TRUE(FieldsOf(With(Booking(), "endTime", "14:30")).contains("endTime"));
  EXPECT_TRUE(FieldsOf(With(Booking(), "date", "2026-02-30")).contains("date"));
  EXPECT_TRUE(FieldsOf(With(Booking(), "customer", {{"email", 1}})).contains("customer"));
  for (const char* start : {"2 pm", "14:0", "24:00", "14:60", "14:00:00", "2026-12-05T14:00:00"}) {
    EXPECT_TRUE(FieldsOf(Booking(start)).contains("startTime")) << start;
  }
  EXPECT_TRUE(IsFree("14:00"));
  EXPECT_TRUE(JournalEntries().empty());
}

TEST_F(OptimocmsWritesTest, RefusesBodiesThatAreNoObjects) {
  EXPECT_EQ(SendText("POST", kBookings, "{", client()).status, 400);
  EXPECT_EQ(CodeOf(Json::array(), 400), "BAD_REQUEST");
  EXPECT_EQ(Send("POST", std::string(kBookings) + "?notify=1", Booking()).status, 400);
}

TEST_F(OptimocmsWritesTest, RefusesUnknownNames) {
  EXPECT_EQ(CodeOf(With(Booking(), "serviceId", "none"), 404), "NOT_FOUND");
  EXPECT_EQ(CodeOf(With(Booking(), "staffId", "none"), 404), "NOT_FOUND");
  EXPECT_EQ(CodeOf(With(Booking(), "branchId", "none"), 404), "NOT_FOUND");
  EXPECT_TRUE(FieldsOf(With(Booking(), "serviceId", "svc_perm60")).contains("serviceId"));
  SetSwitch("unknown_reference", "validation");
  EXPECT_EQ(CodeOf(With(Booking(), "serviceId", "none"), 400), "VALIDATION_ERROR");
}

TEST_F(OptimocmsWritesTest, RefusesKeysAndSitesThatMayNotWrite) {
  const auto post_to = [&](const std::string& site) {
    return Send("POST", "/v1/sites/" + site + "/booking/bookings", Booking()).status;
  };
  EXPECT_EQ(post_to("none"), 404);
  EXPECT_EQ(post_to("site_test_draft"), 403);
  EXPECT_EQ(post_to("site_test_other"), 403);
  const std::string id = CreatedId();
  EXPECT_EQ(
      Send("PATCH", "/v1/sites/none/booking/bookings/" + id + "/status", {{"status", "confirmed"}})
          .status,
      404);
  CreateAccount({{"scopes", {"booking:read"}}});
  EXPECT_EQ(CodeOf(Booking(), 403), "FORBIDDEN");
  EXPECT_EQ(SetStatus(id, "confirmed").status, 403);
}

TEST_F(OptimocmsWritesTest, RefusesWhatIsNoFreeSlot) {
  CreatedId();
  EXPECT_EQ(CodeOf(Booking(), 409), "CONFLICT");                                  // taken
  EXPECT_EQ(CodeOf(With(Booking(), "date", "2026-12-06"), 409), "CONFLICT");      // closed
  EXPECT_EQ(CodeOf(With(Booking(), "branchId", "brn_lisbon"), 409), "CONFLICT");  // not there
  EXPECT_TRUE(FieldsOf(Booking("14:10")).contains("startTime"));                  // off grid
  EXPECT_TRUE(FieldsOf(Booking("08:30")).contains("startTime"));                  // not yet open
  EXPECT_TRUE(FieldsOf(With(Booking("10:00"), "date", "2026-12-01")).contains("startTime"));
  EXPECT_EQ(Create(With(Booking("10:30"), "date", "2026-12-01")).status, 201);
  SetSwitch("taken_slot", "400");
  EXPECT_TRUE(FieldsOf(Booking()).contains("startTime"));
}

TEST_F(OptimocmsWritesTest, ASkippedTimeIsNoSlot) {
  CreateAccount({{"hours", {{{"day", "sun"}, {"open", "00:00"}, {"close", "06:00"}}}}});
  const Json gap = With(Booking("02:30"), "date", "2027-03-28");
  EXPECT_TRUE(FieldsOf(gap).contains("startTime"));
  EXPECT_EQ(Create(With(gap, "startTime", "03:00")).status, 201);
}

TEST_F(OptimocmsWritesTest, OverlappingServicesTakeEachOthersTime) {
  CreatedId(With(Booking("13:30"), "serviceId", "svc_colour90"));
  EXPECT_EQ(Create(Booking("14:30")).status, 409);
  EXPECT_EQ(Create(Booking("15:00")).status, 201);
}

TEST_F(OptimocmsWritesTest, AnybodyServesWhereNoStaffIsNamed) {
  const Json anybody = Without(Booking(), "staffId");
  CreatedId(anybody);
  EXPECT_FALSE(IsFree("14:00"));
  CreatedId(anybody);
  EXPECT_EQ(Create(anybody).status, 409);
  EXPECT_EQ(Create(With(anybody, "branchId", "brn_utrecht")).status, 201);
}

TEST_F(OptimocmsWritesTest, OneOfManyWinsASlot) {
  const std::vector<int> statuses = SendAtOnce(50, "POST", kBookings, Booking());
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 201), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 409), 49);
  EXPECT_EQ(JournalEntries().size(), 1u);
}

TEST_F(OptimocmsWritesTest, MovesOfTheStatus) {
  const std::string done = CreatedId();
  EXPECT_EQ(SetStatus(done, "completed").status, 409);
  EXPECT_EQ(SetStatus(done, "no_show").status, 409);
  EXPECT_EQ(SetStatus(done, "confirmed").body["data"]["status"], "confirmed");
  EXPECT_EQ(SetStatus(done, "pending").status, 409);
  EXPECT_EQ(SetStatus(done, "completed").status, 200);
  const std::string missed = CreatedId(Booking("15:00"));
  SetStatus(missed, "confirmed");
  EXPECT_EQ(SetStatus(missed, "no_show").status, 200);
  for (const std::string& id : {done, missed}) {
    for (const char* status : {"pending", "confirmed", "cancelled"}) {
      EXPECT_EQ(SetStatus(id, status).status, 409) << status;
    }
  }
  EXPECT_FALSE(IsFree("14:00"));
}

TEST_F(OptimocmsWritesTest, CancellingFreesTheSlot) {
  CreateAccount({{"bookings", 0}});
  const std::string id = CreatedId();
  const Sent cancelled = SetStatus(id, "cancelled");
  EXPECT_EQ(cancelled.status, 200);
  EXPECT_EQ(cancelled.body["data"]["id"], id);
  EXPECT_EQ(cancelled.body["data"]["status"], "cancelled");
  EXPECT_TRUE(IsFree("14:00"));
  EXPECT_EQ(SetStatus(id, "confirmed").status, 409);
  EXPECT_EQ(GetJson(std::string(kBookings) + "?status=cancelled&limit=1&date=" + kDay)["data"][0],
            cancelled.body["data"]);
  CreatedId();
}

TEST_F(OptimocmsWritesTest, ConfirmedBookingsAreCancelledUnlessStrict) {
  SetSwitch("first_status", "confirmed");
  const std::string first = CreatedId();
  const std::string second = CreatedId(Booking("15:00"));
  EXPECT_EQ(SetStatus(first, "cancelled").status, 200);
  SetSwitch("strict_transitions", "yes");
  EXPECT_EQ(SetStatus(second, "cancelled").status, 409);
}

TEST_F(OptimocmsWritesTest, TheSameStatusAgainChangesNothing) {
  const std::string id = CreatedId();
  SetStatus(id, "cancelled");
  EXPECT_EQ(SetStatus(id, "cancelled").status, 200);
  EXPECT_THAT(JournalOperations(), ElementsAre("create", "cancel"));
}

TEST_F(OptimocmsWritesTest, RefusesBadStatusCalls) {
  const std::string id = CreatedId();
  EXPECT_EQ(SetStatus("none", "confirmed").status, 404);
  EXPECT_EQ(SetStatus(id, "canceled").status, 400);
  EXPECT_EQ(SetStatus(id, nullptr).status, 400);
  const std::string path = std::string(kBookings) + "/" + id + "/status";
  EXPECT_EQ(Send("PATCH", path, Json::object()).status, 400);
  EXPECT_EQ(Send("PATCH", path, {{"status", "confirmed"}, {"reason", "x"}}).status, 400);
  EXPECT_EQ(SendText("PATCH", path, "", client()).status, 400);
}

TEST_F(OptimocmsWritesTest, OddStatusesOfTheHistoryMoveNowhere) {
  int tried = 0;
  for (const Json& row : Rows()) {
    if (row["trap"] != "status_unknown" && row["trap"] != "status_null") continue;
    ++tried;
    EXPECT_EQ(SetStatus(Escape(row["id"].get<std::string>()), "cancelled").status, 409) << row;
  }
  EXPECT_GE(tried, 2);
}

TEST_F(OptimocmsWritesTest, JournalEntriesTellWhatWasCommitted) {
  const std::string id = CreatedId();
  SetStatus(id, "confirmed");
  SetStatus(id, "completed");
  const std::vector<Json> entries = JournalEntries();
  ASSERT_EQ(entries.size(), 3u);
  const Json expected = {{"seq", 1},
                         {"time", "2026-12-01T09:20:00.000Z"},
                         {"operation", "create"},
                         {"id", id},
                         {"request", "POST " + std::string(kBookings)},
                         {"key", ""},
                         {"customer", "ada@example.com"},
                         {"start", "2026-12-05T14:00"},
                         {"status", "pending"}};
  EXPECT_EQ(entries[0], expected);
  EXPECT_EQ(entries[1]["operation"], "confirm");
  EXPECT_EQ(entries[2]["operation"], "status");
  EXPECT_EQ(entries[2]["status"], "completed");
}

TEST_F(OptimocmsWritesTest, WritesCountTowardsTheQuotas) {
  CreateAccount({{"plan", "starter"}});
  SetRateScale(1);
  for (int i = 0; i < 10; ++i) Create(Json::object());
  EXPECT_EQ(Create(Booking()).status, 429);
  EXPECT_EQ(GetStatus(kBookings), 429);
  EXPECT_TRUE(JournalEntries().empty());
}

TEST_F(OptimocmsWritesTest, SwitchesOfCreates) {
  SetSwitch("created_status", "200");
  EXPECT_EQ(Create(Booking()).status, 200);
  SetSwitch("unknown_field", "ignore");
  EXPECT_EQ(Create(With(Booking("15:00"), "endTime", "16:00")).status, 200);
  SetSwitch("customer_keys", "name_email");
  EXPECT_TRUE(FieldsOf(With(Booking("16:00"), "customer", {{"name", "Ada"}})).contains("customer"));
  SetSwitch("iso_slots", "yes");
  EXPECT_EQ(Create(Booking("2026-12-05T16:00:00")).status, 200);
  EXPECT_TRUE(FieldsOf(Booking("2026-12-06T16:00:00")).contains("startTime"));
}

}  // namespace
}  // namespace bookings::sandbox
