// The simulated Jicoo's writes against jicoo.md 2.4 to 2.7: what they commit, refuse and switch.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/sandbox/jicoo_fixture.h"

namespace bookings::sandbox {
namespace {

using testing::ElementsAre;

class JicooWritesTest : public JicooWriteFixture {
 protected:
  Sent Cancel(const std::string& uid, const Json& body = Json::object()) {
    return Send("POST", "/v1/bookings/" + uid + "/cancel", body);
  }
  Sent Reschedule(const std::string& uid, const std::string& start) {
    return Send("POST", "/v1/bookings/" + uid + "/reschedule",
                {{"timeZone", "Europe/Prague"}, {"startedAt", start}});
  }
  Sent Update(const std::string& uid, const Json& body) {
    return Send("PATCH", "/v1/bookings/" + uid, body);
  }

  // What the page of one event type can be given.
  void UseLesson(Json settings) {
    settings["uid"] = kLesson;
    CreateAccount({{"event_types", Json::array({settings})}});
  }

  static Json ByGuest(Json body, const std::string& email) {
    body["email"] = email;
    return body;
  }
};

TEST_F(JicooWritesTest, CreatesABookingThatReadsShow) {
  const Sent created = Create(Booking());
  ASSERT_EQ(created.status, 201);
  EXPECT_EQ(created.body["errors"], Json::object());
  const Json booking = created.body["data"];
  EXPECT_EQ(booking.size(), 21u);
  EXPECT_EQ(booking["status"], "open");
  EXPECT_EQ(booking["name"], "Trial lesson");
  EXPECT_EQ(booking["eventTypeId"], kLesson);
  EXPECT_EQ(booking["startedAt"], kFree);
  EXPECT_EQ(booking["endedAt"], "2026-11-21T01:30:00.000Z");
  EXPECT_EQ(booking["timeZone"], "Asia/Tokyo");
  EXPECT_EQ(booking["locationId"], "googleMeet");
  EXPECT_TRUE(booking["url"].is_string());
  EXPECT_EQ(booking["createdAt"], "2026-11-20T09:00:00.000Z");
  const std::string uid = booking["uid"];
  EXPECT_EQ(GetJson("/v1/bookings/" + uid)["data"], booking);
  EXPECT_EQ(GetJson("/v1/bookings?startedAt=" + std::string(kFree) +
                    "&endedAt=2026-11-21T01:30:00.000Z&order=startedAt&sort=asc")["data"]
                .back(),
            booking);
}

TEST_F(JicooWritesTest, TheGuestIsReadBackAsAContact) {
  Json body = Booking();
  body.update({{"company", "Aoba K.K."},
               {"ccEmails", {"boss@example.com"}},
               {"message", "First visit"},
               {"phoneNumber", "+81-90-0000-0001"},
               {"textRemindNumber", "09000000002"},
               {"textRemindCountryCode", "81"},
               {"locale", "en"},
               {"tracking", {{"source", "newsletter"}, {"term", "guitar"}}},
               {"answers",
                {{{"questionUid", "q1Xz"}, {"content", {"Guitar", "Piano"}}},
                 {{"questionUid", "q2-Y_"}, {"content", "Job"}}}}});
  const Json contacts = GetJson("/v1/bookings/" + CreatedUid(body) + "/contacts")["data"];
  ASSERT_EQ(contacts.size(), 1u);
  const Json expected = {{"name", "Mika Sato"},
                         {"email", "mika@example.com"},
                         {"ccEmails", {"boss@example.com"}},
                         {"company", "Aoba K.K."},
                         {"phoneNumber", "+81-90-0000-0001"},
                         {"message", "First visit"},
                         {"textRemindNumber", "09000000002"},
                         {"textRemindCountryCode", "81"},
                         {"answers",
                          {{{"question", "Instrument"}, {"content", {"Guitar", "Piano"}}},
                           {{"question", "目的"}, {"content", Json::array({"Job"})}}}},
                         {"createdAt", "2026-11-20T09:00:00.000Z"},
                         {"updatedAt", "2026-11-20T09:00:00.000Z"}};
  EXPECT_EQ(contacts[0], expected);
}

TEST_F(JicooWritesTest, RefusesEveryBadMember) {
  const std::string long_text(2001, 'x');
  const Json booking = Booking();
  for (const Json& body : {
           With(booking, "colour", "red"),
           With(booking, "location", nullptr),
           With(booking, "endedAt", kLater),
           With(booking, "eventTypeId", 7),
           With(booking, "startedAt", "2026-11-21 10:00"),
           With(booking, "timeZone", "Mars/Olympus"),
           With(booking, "email", "nobody"),
           With(booking, "email", nullptr),
           With(booking, "name", std::string(65, 'x')),
           With(booking, "name", ""),
           With(booking, "locationId", "webex"),
           With(booking, "company", std::string(33, 'x')),
           With(booking, "company", nullptr),
           With(booking, "message", long_text),
           With(booking, "locale", "de"),
           With(booking, "phoneNumber", 81),
           With(booking, "ccEmails", "boss@example.com"),
           With(booking, "ccEmails", {"nobody"}),
           With(booking, "ccEmails", Json(std::vector<std::string>(31, "a@example.com"))),
           With(booking, "tracking", {{"utm_source", "x"}}),
           With(booking, "tracking", {{"source", std::string(256, 'x')}}),
           With(booking, "answers", {{{"questionUid", "q1Xz"}}}),
           With(booking, "answers", {{{"questionUid", "q1Xz"}, {"content", 1}}}),
           With(booking, "answers", {{{"questionUid", "none"}, {"content", "x"}}}),
           With(booking, "payment", {{"paymentMethod", "cash"}, {"items", Json::array()}}),
           With(booking, "payment", {{"paymentMethod", "none"}}),
       }) {
    EXPECT_EQ(Create(body).status, 422) << body;
  }
  for (const char* member : {"eventTypeId", "startedAt", "timeZone", "email", "name"}) {
    Json body = booking;
    body.erase(member);
    EXPECT_EQ(Create(body).status, 422) << member;
  }
  EXPECT_EQ(RoomAtFree(kLesson), 1);
  EXPECT_TRUE(JournalEntries().empty());
}

TEST_F(JicooWritesTest, LengthsCountCharacters) {
  std::string name;
  for (int i = 0; i < 64; ++i) name += "美";
  EXPECT_EQ(Create(With(Booking(), "name", name)).status, 201);
}

TEST_F(JicooWritesTest, RefusesBodiesThatAreNoObjects) {
  EXPECT_EQ(SendText("POST", "/v1/bookings", "{", client()).status, 400);
  EXPECT_EQ(Create(Json::array()).status, 400);
  EXPECT_EQ(Send("POST", "/v1/bookings?notify=1", Booking()).status, 422);
}

TEST_F(JicooWritesTest, TheLocationMayBeMissingOrNull) {
  Json body = Booking();
  body.erase("locationId");
  EXPECT_EQ(Create(body).status, 201);
  const Sent created = Create(With(Booking(kLesson, kLater), "locationId", nullptr));
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.body["data"]["locationId"], nullptr);
}

TEST_F(JicooWritesTest, CardsNeedTheBookingPage) {
  const Json card = With(Booking(), "payment",
                         {{"paymentMethod", "card"}, {"items", Json::array({{{"uid", "i1"}}})}});
  EXPECT_EQ(Create(card).status, 422);
  SetSwitch("card_payment", "accept");
  EXPECT_EQ(Create(card).status, 201);
  const Json onsite = With(Booking(kLesson, kLater), "payment",
                           {{"paymentMethod", "onsite"}, {"items", Json::array()}});
  EXPECT_EQ(Create(onsite).status, 201);
}

TEST_F(JicooWritesTest, RefusesWhatIsNoFreeSlot) {
  CreatedUid();
  EXPECT_EQ(Create(Booking()).status, 422);                                     // taken
  EXPECT_EQ(Create(Booking(kLesson, "2026-11-21T01:10:00.000Z")).status, 422);  // off grid
  EXPECT_EQ(Create(Booking(kLesson, "2026-11-22T01:00:00.000Z")).status, 422);  // closed
  EXPECT_EQ(Create(Booking(kLesson, "2026-11-20T01:00:00.000Z")).status, 422);  // past
  EXPECT_EQ(Create(Booking("Qw3rTy-uIoP_", kLater)).status, 422);               // disabled
  EXPECT_EQ(Create(Booking("none", kLater)).status, 422);
  EXPECT_EQ(JournalOperations(), std::vector<std::string>{"create"});
}

TEST_F(JicooWritesTest, ARepeatedCreateIsASecondBookingWhereThereIsRoom) {
  EXPECT_NE(CreatedUid(Booking(kGroup)), CreatedUid(Booking(kGroup)));
  EXPECT_EQ(JournalEntries().size(), 2u);
}

TEST_F(JicooWritesTest, OneOfManyWinsASlotOfOne) {
  std::vector<int> statuses = SendAtOnce(50, "POST", "/v1/bookings", Booking());
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 201), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 422), 49);
  EXPECT_EQ(JournalEntries().size(), 1u);
  statuses = SendAtOnce(50, "POST", "/v1/bookings", Booking(kGroup));
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 201), 5);
}

TEST_F(JicooWritesTest, ApprovalMakesRequestsWhichHoldTheirSlotOrNot) {
  const Sent held = Create(Booking("aPpr0val-Hold"));
  EXPECT_EQ(held.body["data"]["status"], "request");
  EXPECT_EQ(Create(Booking("aPpr0val-Hold")).status, 422);
  CreatedUid(Booking("aPpr0val-Open"));
  const std::string second = CreatedUid(Booking("aPpr0val-Open"));
  // The host approves one of them: now the slot is gone.
  Control("PATCH", "/bookings/" + second, {{"status", "open"}});
  EXPECT_EQ(Create(Booking("aPpr0val-Open")).status, 422);
}

TEST_F(JicooWritesTest, CapsCountByPageGuestAndPeriod) {
  UseLesson({{"total_cap", {{"bookings", 2}, {"period", "day"}}},
             {"guest_cap", {{"bookings", 1}, {"period", "week"}}}});
  const std::string first = CreatedUid();
  EXPECT_EQ(Create(ByGuest(Booking(kLesson, kLater), "MIKA@example.com")).status, 422);
  EXPECT_EQ(Create(ByGuest(Booking(kLesson, kLater), "b@example.com")).status, 201);
  const std::string third = "2026-11-21T03:00:00.000Z";
  EXPECT_EQ(Create(ByGuest(Booking(kLesson, third), "c@example.com")).status, 422);
  // Monday begins a week, and is another day.
  const std::string monday = "2026-11-23T01:00:00.000Z";
  const std::string moved = CreatedUid(Booking(kLesson, monday));
  // A reschedule into a capped period is refused, within the own period it is not.
  EXPECT_EQ(Reschedule(moved, third).status, 422);
  EXPECT_EQ(Reschedule(first, third).status, 200);
  Cancel(first);
  EXPECT_EQ(Create(Booking(kLesson, third)).status, 201);
}

TEST_F(JicooWritesTest, CapsCanCountForEverOrAMonth) {
  UseLesson({{"guest_cap", {{"bookings", 1}}}});
  CreatedUid();
  EXPECT_EQ(Create(Booking(kLesson, "2027-05-03T01:00:00.000Z")).status, 422);
  UseLesson({{"total_cap", {{"bookings", 1}, {"period", "month"}}}});
  CreatedUid();
  EXPECT_EQ(Create(Booking(kLesson, "2026-11-30T01:00:00.000Z")).status, 422);
  EXPECT_EQ(Create(Booking(kLesson, "2026-12-01T01:00:00.000Z")).status, 201);
}

TEST_F(JicooWritesTest, CancelFreesTheSlotOnce) {
  const std::string uid = CreatedUid();
  EXPECT_EQ(RoomAtFree(kLesson), -1);
  SetNow("2026-11-20T10:00:00Z");
  const Sent cancelled = Cancel(uid, {{"cancelReason", "Teacher is ill"}});
  ASSERT_EQ(cancelled.status, 200);
  const Json booking = cancelled.body["data"];
  EXPECT_EQ(booking["status"], "cancel");
  EXPECT_EQ(booking["cancelReason"], "Teacher is ill");
  EXPECT_EQ(booking["cancelledBy"], "host");
  EXPECT_EQ(booking["cancelledAt"], "2026-11-20T10:00:00.000Z");
  EXPECT_EQ(booking["updatedAt"], "2026-11-20T10:00:00.000Z");
  EXPECT_EQ(GetJson("/v1/bookings/" + uid)["data"], booking);
  EXPECT_EQ(RoomAtFree(kLesson), 1);
  EXPECT_EQ(Cancel(uid).status, 422);
  SetSwitch("second_cancel", "accept");
  EXPECT_EQ(Cancel(uid).status, 200);
  EXPECT_THAT(JournalOperations(), ElementsAre("create", "cancel"));
}

TEST_F(JicooWritesTest, CancelTakesAnEmptyBodyAndBothNamesOfTheReason) {
  const std::string first = CreatedUid();
  EXPECT_EQ(SendText("POST", "/v1/bookings/" + first + "/cancel", "", client()).status, 200);
  const std::string second = CreatedUid();
  EXPECT_EQ(Cancel(second, {{"note", "x"}}).status, 422);
  EXPECT_EQ(Cancel(second, {{"reason", 5}}).status, 422);
  EXPECT_EQ(Cancel(second, {{"reason", std::string(2001, 'x')}}).status, 422);
  EXPECT_EQ(Cancel(second, {{"reason", "Ill"}}).body["data"]["cancelReason"], "Ill");
  SetSwitch("cancel_reason_key", "cancelReason");
  const std::string third = CreatedUid();
  EXPECT_EQ(Cancel(third, {{"reason", "Ill"}}).status, 422);
  EXPECT_EQ(Cancel(third, {{"cancelReason", "Ill"}}).status, 200);
}

TEST_F(JicooWritesTest, WritesToUnknownBookingsAre404) {
  EXPECT_EQ(Cancel("none").status, 404);
  EXPECT_EQ(Reschedule("none", kFree).status, 404);
  EXPECT_EQ(Update("none", Json::object()).status, 404);
}

TEST_F(JicooWritesTest, RescheduleMovesToAFreeSlot) {
  const std::string uid = CreatedUid();
  const Sent moved = Reschedule(uid, kLater);
  ASSERT_EQ(moved.status, 200);
  EXPECT_FALSE(moved.body.contains("errors"));
  EXPECT_EQ(moved.body["data"]["uid"], uid);
  EXPECT_EQ(moved.body["data"]["startedAt"], kLater);
  EXPECT_EQ(moved.body["data"]["endedAt"], "2026-11-21T02:30:00.000Z");
  EXPECT_EQ(moved.body["data"]["timeZone"], "Europe/Prague");
  EXPECT_EQ(RoomAtFree(kLesson), 1);
  EXPECT_EQ(Create(Booking(kLesson, kLater)).status, 422);
  SetSwitch("change_errors", "present");
  EXPECT_TRUE(Reschedule(uid, kFree).body.contains("errors"));
  EXPECT_THAT(JournalOperations(), ElementsAre("create", "reschedule", "reschedule"));
}

TEST_F(JicooWritesTest, RescheduleRefusesWhatCreateWould) {
  const std::string uid = CreatedUid();
  CreatedUid(Booking(kLesson, kLater));
  EXPECT_EQ(Reschedule(uid, kLater).status, 422);
  EXPECT_EQ(Reschedule(uid, "2026-11-21T02:10:00.000Z").status, 422);
  EXPECT_EQ(Reschedule(uid, "2026-11-20T02:00:00.000Z").status, 422);
  EXPECT_EQ(Reschedule(uid, "soon").status, 422);
  const std::string path = "/v1/bookings/" + uid + "/reschedule";
  EXPECT_EQ(Send("POST", path, {{"startedAt", kFree}}).status, 422);
  EXPECT_EQ(
      Send("POST", path, {{"startedAt", kFree}, {"timeZone", "UTC"}, {"endedAt", kLater}}).status,
      422);
  Cancel(uid);
  EXPECT_EQ(Reschedule(uid, "2026-11-21T03:00:00.000Z").status, 422);
}

TEST_F(JicooWritesTest, RescheduleMayMakeANewBookingWhereSwitched) {
  SetSwitch("reschedule_uid", "new");
  const std::string uid = CreatedUid();
  const Json moved = Reschedule(uid, kLater).body["data"];
  EXPECT_NE(moved["uid"], uid);
  EXPECT_EQ(GetJson("/v1/bookings/" + uid)["data"]["status"], "cancel");
  EXPECT_EQ(GetJson("/v1/bookings/" + moved["uid"].get<std::string>())["data"], moved);
}

TEST_F(JicooWritesTest, RescheduleMayKeepTheBookingsLength) {
  const std::string uid = CreatedUid();
  Update(uid, {{"endedAt", "2026-11-21T01:50:00.000Z"}});
  EXPECT_EQ(Reschedule(uid, kLater).body["data"]["endedAt"], "2026-11-21T02:30:00.000Z");
  Update(uid, {{"endedAt", "2026-11-21T02:50:00.000Z"}});
  SetSwitch("reschedule_duration", "booking");
  EXPECT_EQ(Reschedule(uid, kFree).body["data"]["endedAt"], "2026-11-21T01:50:00.000Z");
}

TEST_F(JicooWritesTest, UpdateChangesOnlyWhatIsSent) {
  const std::string uid = CreatedUid();
  const Json before = GetJson("/v1/bookings/" + uid)["data"];
  SetNow("2026-11-20T10:00:00Z");
  const Sent updated = Update(uid, {{"name", "New title"},
                                    {"description", "Bring your ID"},
                                    {"priority", "high"},
                                    {"hosts", {{{"userId", "u2"}, {"role", "viewer"}}}},
                                    {"updateMessage", "Hello"},
                                    {"isSendUpdates", true}});
  ASSERT_EQ(updated.status, 200);
  Json expected = before;
  expected["name"] = "New title";
  expected["description"] = "Bring your ID";
  expected["priority"] = "high";
  expected["hosts"] = {{{"userId", "u2"}, {"role", "viewer"}}};
  expected["updatedAt"] = "2026-11-20T10:00:00.000Z";
  EXPECT_EQ(updated.body["data"], expected);
  EXPECT_FALSE(updated.body.contains("errors"));
  const Sent cleared = Update(uid, {{"description", nullptr}, {"priority", nullptr}});
  EXPECT_EQ(cleared.body["data"]["description"], nullptr);
  EXPECT_EQ(cleared.body["data"]["priority"], nullptr);
}

TEST_F(JicooWritesTest, AnUpdateThatChangesNothingIsNoJournalEntry) {
  const std::string uid = CreatedUid();
  const Json before = GetJson("/v1/bookings/" + uid)["data"];
  SetNow("2026-11-20T10:00:00Z");
  EXPECT_EQ(Update(uid, {{"timeZone", "Asia/Tokyo"}}).body["data"], before);
  EXPECT_THAT(JournalOperations(), ElementsAre("create"));
}

TEST_F(JicooWritesTest, UpdateMovesWithoutALookUnlessSwitched) {
  const std::string uid = CreatedUid();
  CreatedUid(Booking(kLesson, kLater));
  const Json onto_other = {{"startedAt", kLater}, {"endedAt", "2026-11-21T02:30:00.000Z"}};
  EXPECT_EQ(Update(uid, onto_other).status, 200);
  EXPECT_EQ(Update(uid, {{"startedAt", kFree}}).status, 200);
  SetSwitch("update_slot_check", "checked");
  EXPECT_EQ(Update(uid, onto_other).status, 422);
}

TEST_F(JicooWritesTest, RefusesBadUpdates) {
  const std::string uid = CreatedUid();
  for (const Json& body :
       {Json{{"status", "open"}}, Json{{"endedAt", kFree}}, Json{{"priority", "urgent"}},
        Json{{"name", nullptr}}, Json{{"isSendUpdates", "yes"}}, Json{{"hosts", "u1"}},
        Json{{"hosts", {{{"userId", "u1"}}}}},
        Json{{"hosts", {{{"userId", "u1"}, {"role", "owner"}}}}},
        Json{{"updateMessage", std::string(2001, 'x')}}}) {
    EXPECT_EQ(Update(uid, body).status, 422) << body;
  }
}

TEST_F(JicooWritesTest, JournalEntriesTellWhatWasCommitted) {
  const std::string uid = CreatedUid();
  const std::vector<Json> entries = JournalEntries();
  ASSERT_EQ(entries.size(), 1u);
  const Json expected = {{"seq", 1},
                         {"time", "2026-11-20T09:00:00.000Z"},
                         {"operation", "create"},
                         {"id", uid},
                         {"request", "POST /v1/bookings"},
                         {"key", ""},
                         {"customer", "mika@example.com"},
                         {"start", kFree},
                         {"status", "open"}};
  EXPECT_EQ(entries[0], expected);
}

TEST_F(JicooWritesTest, SwitchesOfRefusalsAndStatuses) {
  SetSwitch("invalid_body", "400");
  EXPECT_EQ(Create(Json::object()).status, 400);
  SetSwitch("unknown_member", "ignore");
  EXPECT_EQ(Create(With(Booking(), "colour", "red")).status, 201);
  SetSwitch("created_status", "200");
  EXPECT_EQ(Create(Booking(kLesson, kLater)).status, 200);
  SetSwitch("unknown_event_type", "404");
  EXPECT_EQ(Create(Booking("none", kLater)).status, 404);
  SetSwitch("error_body", "text");
  EXPECT_EQ(Create(Booking()).body, nullptr);
}

TEST_F(JicooWritesTest, AGeneratedBookingCanBeCancelledAndMoved) {
  for (const Json& row : Rows()) {
    if (row["status"] != "open" || row["trap"] != "" || row["event_type_id"] != kLesson) continue;
    const std::string uid = Escape(row["id"].get<std::string>());
    EXPECT_EQ(Reschedule(uid, kFree).status, 200);
    EXPECT_EQ(RoomAtFree(kLesson), -1);
    EXPECT_EQ(Cancel(uid).status, 200);
    EXPECT_EQ(RoomAtFree(kLesson), 1);
    return;
  }
  FAIL() << "no such row";
}

}  // namespace
}  // namespace bookings::sandbox
