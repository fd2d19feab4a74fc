// The simulated Wix's deprecated writes (wix.md 2.1, 2.4 to 2.6): book, decide, move, lock.
#include <string>
#include <vector>

#include "tests/sandbox/wix_write_fixture.h"

namespace bookings::sandbox {
namespace {

class WixV1WritesTest : public WixWriteFixture {
 protected:
  static Json Form(int participants = 1) {
    return {{"contactDetails", {{"firstName", "Eva"}, {"email", "eva@example.org"}}},
            {"paymentSelection",
             Json::array({{{"rateLabel", "general"}, {"numberOfParticipants", participants}}})}};
  }
  Json Session(const std::string& start, const std::string& end,
               const std::string& name = "Back massage") {
    return {{"scheduleId", ServiceNamed(name)["schedule_id"]},
            {"start", {{"timestamp", start}}},
            {"end", {{"timestamp", end}}}};
  }
  Json NineV1() { return Session("2026-12-10T08:00:00Z", "2026-12-10T09:00:00Z"); }
  Json TenV1() { return Session("2026-12-10T09:00:00Z", "2026-12-10T10:00:00Z"); }
  Json BookBody(const Json& session) { return {{"formInfo", Form()}, {"createSession", session}}; }
  Json Book(const Json& session) { return Ask(kV1Book, BookBody(session))["booking"]; }
  static std::string V1Path(const Json& booking, const std::string& verb) {
    return "/bookings/v1/bookings/" + booking["id"].get<std::string>() + "/" + verb;
  }
  Json StateOf(const Json& booking) {
    return V1({{"filter", {{"bookingId", booking["id"]}, {"status", AllV1()}}}})[0]["booking"];
  }
  std::string ClassSession() {
    const Json entries =
        Ask("/bookings/v1/availability/query",
            {{"query",
              {{"filter",
                {{"serviceId", ServiceNamed("Pilates <beginners> & friends")["id"]},
                 {"startDate", "2026-12-08T00:00:00Z"},
                 {"endDate", "2026-12-09T00:00:00Z"}}}}}})["availabilityEntries"];
    return entries[0]["slot"]["sessionId"].get<std::string>();
  }
  Json BySession(const std::string& id) {
    return {{"formInfo", Form()}, {"bySessionId", {{"sessionId", id}}}};
  }
};

TEST_F(WixV1WritesTest, BookingAnAppointmentConfirmsIt) {
  const Json booking = Book(NineV1());
  EXPECT_EQ(booking["status"], "CONFIRMED");
  EXPECT_EQ(booking["bookedEntity"]["singleSession"]["start"], "2026-12-10T08:00:00Z");
  EXPECT_EQ(booking["bookedResources"][0]["id"], ServiceNamed("Back massage")["staff"][0]["id"]);
  EXPECT_EQ(booking["paymentDetails"]["balance"]["finalPrice"]["amount"], "35.50");
  EXPECT_EQ(booking["paymentDetails"]["balance"]["amountReceived"], "0");
  EXPECT_FALSE(booking.contains("revision"));
  EXPECT_EQ(StateOf(booking), booking);
  EXPECT_EQ(CodeIn(Post(kV1Book, BookBody(NineV1())), 428), "SLOT_NOT_AVAILABLE");
}

TEST_F(WixV1WritesTest, ARepeatIsAnotherBookingWhileSpotsLast) {
  const Json phone =
      Session("2026-12-10T08:00:00Z", "2026-12-10T08:30:00Z", "Consultation by phone");
  EXPECT_NE(Book(phone)["id"], Book(phone)["id"]);
  EXPECT_EQ(CodeIn(Post(kV1Book, BookBody(phone)), 428), "SLOT_NOT_AVAILABLE");
  EXPECT_EQ(Journal().size(), 2u);
}

TEST_F(WixV1WritesTest, BothGenerationsShareOneCalendar) {
  const Json booking = Book(NineV1());
  EXPECT_EQ(Refused(Body(Nine())), "SLOT_NOT_AVAILABLE");
  const Json v2 = V2({{"filter", {{"id", booking["id"]}}}})[0]["booking"];
  EXPECT_EQ(v2["status"], "CONFIRMED");
  EXPECT_EQ(v2["revision"], "1");
  Done(v2, "cancel");
  EXPECT_EQ(StateOf(booking)["status"], "CANCELED");
}

TEST_F(WixV1WritesTest, LocalTimesAndStaffSchedulesWork) {
  Json session = NineV1();
  session["start"] = {{"localDateTime",
                       {{"year", 2026},
                        {"monthOfYear", 12},
                        {"dayOfMonth", 10},
                        {"hourOfDay", 9},
                        {"minutesOfHour", 0}}}};
  const Json& staff = ServiceNamed("Back massage")["staff"][0];
  session["affectedSchedules"] =
      Json::array({{{"scheduleId", staff["schedule_id"]}, {"transparency", "BUSY"}}});
  EXPECT_EQ(Book(session)["bookedEntity"]["singleSession"]["start"], "2026-12-10T08:00:00Z");
  session = TenV1();
  session["affectedSchedules"] = Json::array({{{"scheduleId", "x"}}});
  EXPECT_EQ(CodeIn(Post(kV1Book, BookBody(session)), 428), "SLOT_NOT_AVAILABLE");
}

TEST_F(WixV1WritesTest, ClassesAndCoursesAreBookedByTheirIds) {
  const std::string id = ClassSession();
  const Json booking = Ask(kV1Book, BySession(id))["booking"];
  EXPECT_EQ(booking["bookedEntity"]["singleSession"]["sessionId"], id);
  EXPECT_EQ(booking["bookedEntity"]["tags"], Json::array({"GROUP"}));
  EXPECT_EQ(CodeIn(Post(kV1Book, BySession(id)), 428), "SESSION_CAPACITY_EXCEEDED");
  EXPECT_EQ(CodeIn(Post(kV1Book, BySession("Sxyz")), 428), "SESSION_NOT_FOUND");
  const Json course = {{"formInfo", Form(6)},
                       {"scheduleId", ServiceNamed("Pottery course")["schedule_id"]}};
  EXPECT_TRUE(Ask(kV1Book, course)["booking"]["bookedEntity"].contains("setOfSessions"));
  EXPECT_EQ(CodeIn(Post(kV1Book, course), 428), "SCHEDULE_CAPACITY_EXCEEDED");
}

TEST_F(WixV1WritesTest, ApprovalServicesWaitAndAreDecidedOverBothPaths) {
  const auto stones = [&](const char* start, const char* end) {
    return Book(Session(start, end, "Hot stones"));
  };
  const Json first = stones("2026-12-10T09:00:00Z", "2026-12-10T10:30:00Z");
  EXPECT_EQ(first["status"], "PENDING_APPROVAL");
  EXPECT_FALSE(first["paymentDetails"].contains("balance"));
  EXPECT_EQ(Ask(V1Path(first, "confirm"), Json::object()), Json({{"id", first["id"]}}));
  EXPECT_EQ(StateOf(first)["status"], "CONFIRMED");
  const Json second = stones("2026-12-10T10:30:00Z", "2026-12-10T12:00:00Z");
  const std::string requests =
      "/bookings/v1/bookings/requests/" + second["id"].get<std::string>() + "/decline";
  EXPECT_EQ(Ask(requests, Json::object()), Json({{"id", second["id"]}}));
  EXPECT_EQ(StateOf(second)["status"], "DECLINED");
  SetSwitch("v1_approval_word", "pending");
  EXPECT_EQ(stones("2026-12-10T12:00:00Z", "2026-12-10T13:30:00Z")["status"], "PENDING");
}

TEST_F(WixV1WritesTest, CancelAnswersTheIdAndFreesTheSlot) {
  const Json booking = Book(NineV1());
  const Json notify = {{"participantNotification", {{"notifyParticipants", true}}}};
  EXPECT_EQ(Ask(V1Path(booking, "cancel"), notify), Json({{"id", booking["id"]}}));
  EXPECT_EQ(StateOf(booking)["status"], "CANCELED");
  EXPECT_EQ(CodeIn(Post(V1Path(booking, "cancel"), Json::object()), 428), "VALIDATION_FAILURE");
  Book(NineV1());
}

TEST_F(WixV1WritesTest, RescheduleKeepsTheSessionsId) {
  const Json booking = Book(NineV1());
  const Json moved = Ask(V1Path(booking, "reschedule"), {{"createSession", TenV1()}})["booking"];
  EXPECT_EQ(moved["bookedEntity"]["singleSession"]["start"], "2026-12-10T09:00:00Z");
  EXPECT_EQ(moved["bookedEntity"]["singleSession"]["sessionId"],
            booking["bookedEntity"]["singleSession"]["sessionId"]);
  Book(NineV1());
  EXPECT_EQ(CodeIn(Post(V1Path(booking, "reschedule"), Json({{"createSession", NineV1()}})), 428),
            "SLOT_NOT_AVAILABLE");
  EXPECT_EQ(Violation(V1Path(booking, "reschedule"), {{"scheduleId", "x"}})["field"], "scheduleId");
}

TEST_F(WixV1WritesTest, AttendanceAndPaymentAreSet) {
  const Json booking = Book(NineV1());
  const Json info = {{"attendanceStatus", true}, {"numberOfAttendees", 1}};
  EXPECT_EQ(Ask(V1Path(booking, "setAttendance"),
                {{"attendanceInfo", info}})["booking"]["attendanceInfo"],
            info);
  const Json paid = Ask(V1Path(booking, "markAsPaid"), Json::object())["booking"];
  EXPECT_EQ(paid["paymentDetails"]["state"], "COMPLETE");
  EXPECT_EQ(paid["paymentDetails"]["balance"]["amountReceived"], "35.50");
}

TEST_F(WixV1WritesTest, AvailabilityAndLocksOfASession) {
  const std::string id = ClassSession();
  const std::string query = "/bookings/v1/availability?sessionId=" + id + "&partySize=1";
  EXPECT_EQ(GetJson(query),
            Json({{"available", true}, {"capacity", 1}, {"totalNumberOfParticipants", 0}}));
  const Json key = Ask("/bookings/v1/availability/lock", {{"sessionId", id}})["key"];
  EXPECT_EQ(GetJson(query)["available"], false);
  const std::string unlock = "/bookings/v1/availability/unlock";
  EXPECT_EQ(CodeIn(Post(unlock, Json({{"sessionId", id}, {"key", "x"}})), 428),
            "VALIDATION_FAILURE");
  EXPECT_EQ(Ask(unlock, {{"sessionId", id}, {"key", key}}), Json::object());
  Ask(kV1Book, BySession(id));
  EXPECT_EQ(GetJson(query)["available"], false);
  EXPECT_EQ(GetJson(query)["totalNumberOfParticipants"], 1);
  EXPECT_EQ(GetStatus("/bookings/v1/availability?sessionId=" + id), 400);
}

TEST_F(WixV1WritesTest, MembersBookForThemselvesOnly) {
  const Json other = Book(NineV1());
  headers_ = {{"Authorization", site_["member_token"].get<std::string>()}};
  const Json own = Book(TenV1());
  EXPECT_EQ(Ids(V1({{"filter", {{"status", AllV1()}}}})),
            (std::vector<std::string>{own["id"].get<std::string>()}));
  EXPECT_EQ(CodeIn(Post(V1Path(other, "cancel"), Json::object()), 403), "PERMISSION_DENIED");
}

TEST_F(WixV1WritesTest, NamesWhatIsMissingOrWrong) {
  Json body = BookBody(NineV1());
  body["formInfo"].erase("paymentSelection");
  EXPECT_EQ(Violation(kV1Book, body)["field"], "formInfo.paymentSelection");
  body = BookBody(NineV1());
  body["scheduleId"] = "x";
  EXPECT_EQ(Violation(kV1Book, body)["field"], "createSession");
  body = BookBody(NineV1());
  body["couponCode"] = "A";
  body["planSelection"] = {{"planId", "x"}};
  EXPECT_EQ(Violation(kV1Book, body)["field"], "couponCode");
  body = BookBody(NineV1());
  body["revision"] = "1";
  EXPECT_EQ(Violation(kV1Book, body)["field"], "revision");
  body = BookBody(NineV1());
  body["createSession"]["start"] = {{"timestamp", "tomorrow"}};
  EXPECT_EQ(Violation(kV1Book, body)["field"], "createSession.start.timestamp");
  SetSwitch("v1_served", "removed");
  EXPECT_EQ(Post(kV1Book, BookBody(NineV1()))->status, 404);
}

}  // namespace
}  // namespace bookings::sandbox
