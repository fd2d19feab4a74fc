// The simulated HostelMate's writes (hostelmate.md 1, 2.4 to 2.8): what is committed, what is
// refused, and both layers of idempotency.
#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/sandbox/hostelmate_fixture.h"

namespace bookings::sandbox {
namespace {

constexpr char kDorm[] = "6-bed mixed";
constexpr char kSingle[] = "Single bunk";
constexpr char kKey[] = "11111111-2222-4333-8444-555555555555";

class HostelmateWritesTest : public HostelmateFixture {
 protected:
  // A create whose body was changed by a JSON patch.
  std::string CodeOfCreate(const Json& patch, int status) {
    const Json body = CreateBody(kDorm, {"2026-12-05"}).patch(patch);
    return CodeOf(Post(kBookings, body), status);
  }
  static Json Replaced(const char* path, const Json& value) {
    return Json::array({{{"op", "add"}, {"path", path}, {"value", value}}});
  }
  static Json Removed(const char* path) {
    return Json::array({{{"op", "remove"}, {"path", path}}});
  }
  std::set<std::string> BedsOf(const std::string& id) {
    std::set<std::string> beds;
    const Json booking = GetJson(Path(id));
    for (const Json& night : booking["stay_dates"]) {
      beds.insert(night["bed"].is_null() ? "" : night["bed"].get<std::string>());
    }
    return beds;
  }
};

TEST_F(HostelmateWritesTest, CreateAnswersTheBookingAndReadsShowIt) {
  Json body = CreateBody(kDorm, {"2026-12-05", "2026-12-06"});
  body["notes"] = "Late arrival";
  const Json made = BodyOf(Post(kBookings, body), 201);
  EXPECT_EQ(made["bookingId"], body["booking"]["id"]);
  EXPECT_EQ(made["status"], "confirmed");
  EXPECT_EQ(made["room"], RoomId(kDorm));
  EXPECT_EQ(made["total"], 5400);
  EXPECT_EQ(made["dates"], body["booking"]["dates"]);
  EXPECT_EQ(made["created"], "2026-11-20T09:00:00Z");
  const Json read = GetJson(Path(made["bookingId"]));
  EXPECT_EQ(read["description"], "Late arrival");
  EXPECT_EQ(read["guest"]["email"], "ana@example.com");
  EXPECT_EQ(read["paidDays"], 0);
  EXPECT_EQ(read["stay_dates"].size(), 2u);
  EXPECT_EQ(GetJson(kBookings)["results"][0], read);
}

TEST_F(HostelmateWritesTest, EveryPostAndPatchNeedsAnIdempotencyKey) {
  const std::string id = Book(kDorm, {"2026-12-05"});
  for (const std::string& path : {std::string(kBookings), Path(id) + "/update"}) {
    const auto result = client().Post(path, headers_, "{}", "application/json");
    EXPECT_EQ(CodeOf(result, 400), "bad_request");
    EXPECT_THAT(result->body, testing::HasSubstr("Idempotency-Key header is required"));
  }
  EXPECT_EQ(CodeOf(client().Patch(Path(id), headers_, "{}", "application/json"), 400),
            "bad_request");
}

TEST_F(HostelmateWritesTest, AKeyMustBeAUuidUnlessSwitched) {
  const Json body = CreateBody(kDorm, {"2026-12-05"});
  EXPECT_EQ(CodeOf(Post(kBookings, body, "my-key"), 400), "bad_request");
  SetSwitch("idempotency_key_form", "any");
  BodyOf(Post(kBookings, body, "my-key"), 201);
}

TEST_F(HostelmateWritesTest, TheSameKeyAndPayloadGetTheFirstAnswerAgain) {
  const Json body = CreateBody(kDorm, {"2026-12-05"});
  const Json first = BodyOf(Post(kBookings, body, kKey), 201);
  SetNow("2026-11-20T10:00:00Z");
  EXPECT_EQ(BodyOf(Post(kBookings, body.dump(2), kKey), 201), first);
  EXPECT_EQ(Rows().size(), 1u);
  EXPECT_EQ(Journal().size(), 1u);
}

TEST_F(HostelmateWritesTest, TheSameKeyWithAnotherPayloadIsRefused) {
  BodyOf(Post(kBookings, CreateBody(kDorm, {"2026-12-05"}), kKey), 201);
  const Json other = CreateBody(kDorm, {"2026-12-06"});
  EXPECT_EQ(CodeOf(Post(kBookings, other, kKey), 409), "idempotency_conflict");
  SetSwitch("idempotency_reuse", "422");
  EXPECT_EQ(CodeOf(Post(kBookings, other, kKey), 422), "idempotency_conflict");
}

TEST_F(HostelmateWritesTest, RefusalsAreReplayedUnlessSwitched) {
  const std::string holder = Book(kSingle, {"2026-12-05"});
  const Json body = CreateBody(kSingle, {"2026-12-05"});
  EXPECT_EQ(CodeOf(Post(kBookings, body, kKey), 409), "availability_conflict");
  BodyOf(Update(holder, {{"status", "cancelled"}}), 200);
  EXPECT_EQ(CodeOf(Post(kBookings, body, kKey), 409), "availability_conflict");
  SetSwitch("idempotency_refusals", "forgotten");
  const Json late = CreateBody(kSingle, {"2027-01-05"});
  const std::string second = Book(kSingle, {"2027-01-05"});
  const std::string key = NewId();
  EXPECT_EQ(CodeOf(Post(kBookings, late, key), 409), "availability_conflict");
  BodyOf(Update(second, {{"status", "cancelled"}}), 200);
  BodyOf(Post(kBookings, late, key), 201);
}

TEST_F(HostelmateWritesTest, KeysAreForgottenAfterADay) {
  const Json body = CreateBody(kDorm, {"2026-12-05"});
  BodyOf(Post(kBookings, body, kKey), 201);
  SetNow("2026-11-21T08:59:59Z");
  BodyOf(Post(kBookings, body, kKey), 201);
  SetNow("2026-11-21T09:00:00Z");
  EXPECT_EQ(CodeOf(Post(kBookings, body, kKey), 409), "booking_exists");
}

TEST_F(HostelmateWritesTest, ABookingIdCountsOnceUnderEveryKey) {
  const Json body = CreateBody(kDorm, {"2026-12-05"});
  const Json first = BodyOf(Post(kBookings, body), 201);
  EXPECT_EQ(CodeOf(Post(kBookings, body), 409), "booking_exists");
  SetSwitch("existing_id", "answer");
  EXPECT_EQ(BodyOf(Post(kBookings, body), 201), first);
  EXPECT_EQ(Journal().size(), 1u);
}

TEST_F(HostelmateWritesTest, TheBodyOfACreateCanBeLess) {
  SetSwitch("create_body", "id");
  const Json body = CreateBody(kDorm, {"2026-12-05"});
  EXPECT_EQ(BodyOf(Post(kBookings, body), 201), Json({{"id", body["booking"]["id"]}}));
  SetSwitch("create_body", "empty");
  EXPECT_EQ(BodyOf(Post(kBookings, CreateBody(kDorm, {"2026-12-05"})), 201), Json::object());
}

TEST_F(HostelmateWritesTest, RefusesBadBodies) {
  EXPECT_EQ(CodeOf(Post(kBookings, "{"), 400), "bad_request");
  for (const char* path : {"/booking", "/booking/id", "/booking/dates", "/room", "/guest",
                           "/guest/email", "/booking/dates/0/amount", "/booking/dates/0/date"}) {
    EXPECT_EQ(CodeOfCreate(Removed(path), 400), "bad_request") << path;
  }
  EXPECT_EQ(CodeOfCreate(Replaced("/booking/dates", Json::array()), 400), "bad_request");
  EXPECT_EQ(CodeOfCreate(Replaced("/booking/dates/0/amount", -1), 400), "bad_request");
  EXPECT_EQ(CodeOfCreate(Replaced("/booking/dates/0/amount", "2700"), 400), "bad_request");
  EXPECT_EQ(CodeOfCreate(Replaced("/booking/dates/0/amount", 27.5), 400), "bad_request");
  EXPECT_EQ(CodeOfCreate(Replaced("/booking/dates/0/date", "2026-02-30"), 400), "bad_request");
  EXPECT_EQ(CodeOfCreate(Replaced("/booking/id", "11111111-2222-1333-8444-555555555555"), 400),
            "bad_request");
  EXPECT_EQ(CodeOfCreate(Replaced("/guest/email", "nobody"), 400), "bad_request");
  EXPECT_EQ(CodeOfCreate(Replaced("/guest/country_code", "Portugal"), 400), "bad_request");
  EXPECT_EQ(CodeOfCreate(Replaced("/notes", 5), 400), "bad_request");
  EXPECT_TRUE(Rows().empty());
}

TEST_F(HostelmateWritesTest, UnknownMembersAreRefusedUnlessSwitched) {
  EXPECT_EQ(CodeOfCreate(Replaced("/bed", "x"), 400), "bad_request");
  EXPECT_EQ(CodeOfCreate(Replaced("/booking/status", "paid"), 400), "bad_request");
  SetSwitch("unknown_member", "ignore");
  EXPECT_EQ(CodeOfCreate(Replaced("/booking/status", "paid"), 201), "");
  EXPECT_EQ(Rows()[0]["status"], "confirmed");
}

TEST_F(HostelmateWritesTest, ADateTwiceIsRefusedOrTakesTwoBeds) {
  EXPECT_EQ(CodeOf(Post(kBookings, CreateBody(kDorm, {"2026-12-05", "2026-12-05"})), 400),
            "bad_request");
  SetSwitch("repeated_date", "second_bed");
  EXPECT_EQ(BedsOf(Book(kDorm, {"2026-12-05", "2026-12-05"})).size(), 2u);
  EXPECT_EQ(CodeOf(Post(kBookings, CreateBody(kSingle, {"2026-12-05", "2026-12-05"})), 409),
            "availability_conflict");
}

TEST_F(HostelmateWritesTest, PastNightsAreSoldUnlessSwitched) {
  Book(kDorm, {"2026-11-19"});
  SetSwitch("past_nights", "refused");
  EXPECT_EQ(CodeOf(Post(kBookings, CreateBody(kDorm, {"2026-11-19"})), 409),
            "availability_conflict");
  Book(kDorm, {"2026-11-20"});
}

TEST_F(HostelmateWritesTest, UnknownRoomsAndGuestsAreNotFound) {
  EXPECT_EQ(CodeOfCreate(Replaced("/room", kKey), 404), "room_not_found");
  EXPECT_EQ(CodeOfCreate(Replaced("/guest/id", kKey), 404), "guest_not_found");
}

TEST_F(HostelmateWritesTest, OneBedForAllNightsIfThereIsOne) {
  const std::string id = Book(kDorm, {"2026-12-05", "2026-12-06", "2026-12-08"});
  EXPECT_EQ(BedsOf(id).size(), 1u);
  EXPECT_NE(BedsOf(Book(kDorm, {"2026-12-05"})), BedsOf(id));
}

TEST_F(HostelmateWritesTest, BedsChangeOnlyWhereNoneIsFreeThroughout) {
  const std::string room = "2-bed loft";
  Book(room, {"2026-12-05"});
  const std::string first_bed = Book(room, {"2026-12-06"});
  Book(room, {"2026-12-06"});
  BodyOf(Update(first_bed, {{"status", "cancelled"}}), 200);
  EXPECT_EQ(BedsOf(Book(room, {"2026-12-05", "2026-12-06"})).size(), 2u);
  EXPECT_EQ(CodeOf(Post(kBookings, CreateBody(room, {"2026-12-04", "2026-12-05"})), 409),
            "availability_conflict");
}

TEST_F(HostelmateWritesTest, APrivateRoomHasNoBedAndOneStay) {
  const std::string id = Book("Private double", {"2026-12-05"});
  EXPECT_TRUE(GetJson(Path(id))["stay_dates"][0]["bed"].is_null());
  EXPECT_EQ(CodeOf(Post(kBookings, CreateBody("Private double", {"2026-12-05"})), 409),
            "availability_conflict");
}

TEST_F(HostelmateWritesTest, ARoomTypeMeansAnyOfItsRooms) {
  Json body = CreateBody("Private double", {"2026-12-05"});
  body["room"] = RoomNamed("Private double")["type_id"];
  std::set<std::string> rooms;
  for (int i = 0; i < 2; ++i) {
    body["booking"]["id"] = NewId();
    rooms.insert(BodyOf(Post(kBookings, body), 201)["room"].get<std::string>());
  }
  EXPECT_EQ(rooms, (std::set<std::string>{RoomId("Private double"), RoomId("Private twin")}));
  body["booking"]["id"] = NewId();
  EXPECT_EQ(CodeOf(Post(kBookings, body), 409), "availability_conflict");
}

TEST_F(HostelmateWritesTest, OneOfManyConcurrentCreatesWinsTheLastBed) {
  constexpr int kCallers = 16;
  std::vector<std::string> bodies;
  for (int i = 0; i < kCallers; ++i) bodies.push_back(CreateBody(kSingle, {"2026-12-05"}).dump());
  std::vector<int> statuses(kCallers);
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      httplib::Client own(url());
      httplib::Headers headers = headers_;
      headers.emplace("Idempotency-Key", NewId());
      const auto result =
          own.Post(kBookings, headers, bodies[static_cast<size_t>(i)], "application/json");
      statuses[static_cast<size_t>(i)] = result ? result->status : 0;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 201), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 409), kCallers - 1);
  EXPECT_EQ(Journal().size(), 1u);
}

TEST_F(HostelmateWritesTest, CancelFreesTheBedAndStaysListed) {
  const std::string id = Book(kSingle, {"2026-12-05"});
  SetNow("2026-11-20T10:00:00Z");
  const Json answer = BodyOf(Update(id, {{"status", "cancelled"}, {"notes", "Guest called"}}), 200);
  EXPECT_EQ(answer, Json({{"id", id},
                          {"status", "cancelled"},
                          {"total", 2700},
                          {"created", "2026-11-20T09:00:00Z"},
                          {"updated", "2026-11-20T10:00:00Z"}}));
  EXPECT_EQ(GetJson(Path(id))["description"], "Guest called");
  Book(kSingle, {"2026-12-05"});
  EXPECT_EQ(CodeOf(Update(id, {{"status", "confirmed"}}), 409), "availability_conflict");
}

TEST_F(HostelmateWritesTest, ACancelledBookingKeepsItsBedWhereSwitched) {
  SetSwitch("cancel_frees", "no");
  BodyOf(Update(Book(kSingle, {"2026-12-05"}), {{"status", "cancelled"}}), 200);
  EXPECT_EQ(CodeOf(Post(kBookings, CreateBody(kSingle, {"2026-12-05"})), 409),
            "availability_conflict");
}

TEST_F(HostelmateWritesTest, EveryStatusCanFollowEveryOtherUnlessSwitched) {
  const std::string id = Book(kSingle, {"2026-12-05", "2026-12-06"});
  for (const char* status : {"paid", "cancelled", "paid", "confirmed", "cancelled"}) {
    EXPECT_EQ(BodyOf(Update(id, {{"status", status}}), 200)["status"], status);
    EXPECT_EQ(GetJson(Path(id))["paidDays"], std::string(status) == "paid" ? 2 : 0);
  }
  SetSwitch("transitions", "cancelled_final");
  EXPECT_EQ(CodeOf(Update(id, {{"status", "confirmed"}}), 409), "invalid_status");
}

TEST_F(HostelmateWritesTest, AnUpdateThatChangesNothingIsNoWrite) {
  const std::string id = Book(kSingle, {"2026-12-05"});
  SetNow("2026-11-20T10:00:00Z");
  EXPECT_EQ(BodyOf(Update(id, {{"status", "confirmed"}}), 200)["updated"], "2026-11-20T09:00:00Z");
  EXPECT_EQ(Journal().size(), 1u);
}

TEST_F(HostelmateWritesTest, RefusesBadUpdates) {
  const std::string id = Book(kSingle, {"2026-12-05"});
  EXPECT_EQ(CodeOf(Update(id, Json::object()), 400), "bad_request");
  EXPECT_EQ(CodeOf(Update(id, {{"status", "canceled"}}), 400), "bad_request");
  EXPECT_EQ(CodeOf(Update(id, {{"room", kKey}}), 400), "bad_request");
  EXPECT_EQ(CodeOf(Update(NewId(), {{"status", "paid"}}), 404), "booking_not_found");
  SetSwitch("empty_update", "accept");
  BodyOf(Update(id, Json::object()), 200);
}

TEST_F(HostelmateWritesTest, PatchReplacesAllNights) {
  const std::string id = Book(kSingle, {"2026-12-05", "2026-12-06"});
  SetNow("2026-11-20T10:00:00Z");
  const Json answer =
      BodyOf(Patch(id, {{"booking", {{"dates", Nights({"2026-12-06"})}}}, {"notes", "x"}}), 200);
  EXPECT_EQ(answer, Json({{"bookingId", id},
                          {"status", "confirmed"},
                          {"room", RoomId(kSingle)},
                          {"total", 2700},
                          {"dates", Nights({"2026-12-06"})},
                          {"updated", "2026-11-20T10:00:00Z"}}));
  EXPECT_EQ(GetJson(Path(id))["stay_dates"].size(), 1u);
  EXPECT_EQ(GetJson(Path(id))["description"], "x");
  Book(kSingle, {"2026-12-05"});
}

TEST_F(HostelmateWritesTest, PatchChecksTheStockOfNightsAndRoom) {
  const std::string id = Book(kSingle, {"2026-12-05"});
  Book("Private twin", {"2026-12-05"});
  Book(kSingle, {"2026-12-09"});
  EXPECT_EQ(CodeOf(Patch(id, {{"room", RoomId("Private twin")}}), 409), "availability_conflict");
  EXPECT_EQ(CodeOf(Patch(id, {{"booking", {{"dates", Nights({"2026-12-09"})}}}}), 409),
            "availability_conflict");
  EXPECT_EQ(BodyOf(Patch(id, {{"room", RoomId(kDorm)}}), 200)["room"], RoomId(kDorm));
  EXPECT_EQ(CodeOf(Patch(id, {{"room", kKey}}), 404), "room_not_found");
  EXPECT_EQ(CodeOf(Patch(id, {{"status", "cancelled"}}), 400), "bad_request");
  EXPECT_EQ(CodeOf(Patch(NewId(), Json::object()), 404), "booking_not_found");
}

TEST_F(HostelmateWritesTest, DeleteDestroysTheBookingAndItsOnlyGuest) {
  const std::string first = Book(kSingle, {"2026-12-05"});
  const std::string second = Book(kDorm, {"2026-12-05"});
  EXPECT_EQ(GetJson(kGuests + std::string("?email=ana@example.com"))["total_count"], 1);
  const auto result = client().Delete(Path(first), headers_, "", "application/json");
  EXPECT_EQ(result->status, 204);
  EXPECT_TRUE(result->body.empty());
  EXPECT_EQ(CodeOf(Get(Path(first)), 404), "booking_not_found");
  EXPECT_EQ(GetJson(kGuests + std::string("?email=ana@example.com"))["total_count"], 1);
  EXPECT_EQ(client().Delete(Path(second), headers_, "", "application/json")->status, 204);
  EXPECT_EQ(GetJson(kGuests + std::string("?email=ana@example.com"))["total_count"], 0);
  EXPECT_EQ(client().Delete(Path(second), headers_, "", "application/json")->status, 404);
  Book(kSingle, {"2026-12-05"});
}

TEST_F(HostelmateWritesTest, CreatesFindTheGuestOrMakeOne) {
  Book(kDorm, {"2026-12-05"});
  Book(kDorm, {"2026-12-06"});
  const std::string search = kGuests + std::string("?email=ana@example.com");
  const Json guest = GetJson(search)["guests"][0];
  EXPECT_EQ(guest["bookings"]["total"], 2);
  Json body = CreateBody(kDorm, {"2026-12-07"});
  body["guest"] = {{"id", guest["guestId"]}, {"first_name", "Ignored"}};
  BodyOf(Post(kBookings, body), 201);
  const std::string by_guest =
      std::string(kBookings) + "?guest_id=" + guest["guestId"].get<std::string>();
  EXPECT_EQ(GetJson(by_guest)["total_count"], 3);
  EXPECT_EQ(GetJson(by_guest)["results"][0]["guest"]["first_name"], "Ana");
  SetSwitch("guest_match", "always_new");
  Book(kDorm, {"2026-12-08"});
  EXPECT_EQ(GetJson(search)["total_count"], 2);
}

TEST_F(HostelmateWritesTest, TheLogTellsChangesOfStatus) {
  const std::string id = Book(kDorm, {"2026-12-05"});
  EXPECT_EQ(GetJson(Path(id) + "/logs"), Json::array());
  BodyOf(Update(id, {{"status", "paid"}}), 200);
  const Json log = GetJson(Path(id) + "/logs");
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log[0]["status"], "update-status-client-api");
  EXPECT_EQ(log[0]["logs"]["prev_status"], "confirmed");
  EXPECT_EQ(log[0]["amount"], "0.0000");
  EXPECT_EQ(GetStatus(Path(NewId()) + "/logs"), 404);
}

TEST_F(HostelmateWritesTest, TheJournalHasOneEntryForEachCommit) {
  const Json body = CreateBody(kSingle, {"2026-12-06", "2026-12-05"});
  const std::string id = BodyOf(Post(kBookings, body, kKey), 201)["bookingId"];
  EXPECT_EQ(CodeOf(Post(kBookings, CreateBody(kSingle, {"2026-12-05"})), 409),
            "availability_conflict");
  BodyOf(Patch(id, {{"booking", {{"dates", Nights({"2026-12-09"})}}}}), 200);
  BodyOf(Patch(id, {{"notes", "x"}}), 200);
  BodyOf(Update(id, {{"status", "paid"}}), 200);
  BodyOf(Update(id, {{"status", "cancelled"}}), 200);
  client().Delete(Path(id), headers_, "", "application/json");
  const std::vector<Json> entries = Journal();
  std::vector<std::string> operations;
  for (const Json& entry : entries) operations.push_back(entry["operation"]);
  EXPECT_THAT(operations,
              testing::ElementsAre("create", "reschedule", "update", "status", "cancel", "delete"));
  EXPECT_EQ(entries[0]["id"], id);
  EXPECT_EQ(entries[0]["request"], "POST /api/v1/client/bookings");
  EXPECT_EQ(entries[0]["key"], kKey);
  EXPECT_EQ(entries[0]["customer"], "ana@example.com");
  EXPECT_EQ(entries[0]["start"], "2026-12-05");
  EXPECT_EQ(entries[0]["status"], "confirmed");
}

TEST_F(HostelmateWritesTest, RowsOfTheControlPathTakeBeds) {
  const Json nights = Json::array({{{"date", "2026-12-05"},
                                    {"amount", 1},
                                    {"room", RoomId("Private twin")},
                                    {"bed", nullptr}}});
  const Json row = Control("POST", "/bookings", {{"status", "confirmed"}, {"stay_dates", nights}});
  EXPECT_EQ(CodeOf(Post(kBookings, CreateBody("Private twin", {"2026-12-05"})), 409),
            "availability_conflict");
  Control("DELETE", "/bookings/" + row["id"].get<std::string>());
  Book("Private twin", {"2026-12-05"});
}

}  // namespace
}  // namespace bookings::sandbox
