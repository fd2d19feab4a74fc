// The simulated Wix's Bookings Writer V2 (wix.md 3.5, 5): states, revisions, conflicts, refusals.
#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "tests/sandbox/wix_write_fixture.h"

namespace bookings::sandbox {
namespace {

constexpr char kUnknownId[] = "b0000000-0000-4000-8000-000000000099";

class WixWritesTest : public WixWriteFixture {
 protected:
  Json Patched(const Json& body, const char* op, const char* path, const Json& value = {}) {
    return body.patch(Json::array({{{"op", op}, {"path", path}, {"value", value}}}));
  }
  Json Without(const char* path) { return Patched(Body(Nine()), "remove", path); }
  Json With(const char* path, const Json& value) {
    return Patched(Body(Nine()), "add", path, value);
  }
};

TEST_F(WixWritesTest, ACreatedBookingIsADraftThatReadsShow) {
  const Json booking = Create(Nine());
  EXPECT_EQ(booking["status"], "CREATED");
  EXPECT_EQ(booking["paymentStatus"], "UNDEFINED");
  EXPECT_EQ(booking["selectedPaymentOption"], "OFFLINE");
  EXPECT_EQ(booking["revision"], "1");
  EXPECT_EQ(booking["startDate"], "2026-12-10T08:00:00Z");
  EXPECT_EQ(booking["endDate"], "2026-12-10T09:00:00Z");
  EXPECT_EQ(booking["createdDate"], "2026-12-03T07:00:00.000Z");
  const Json& slot = booking["bookedEntity"]["slot"];
  EXPECT_EQ(slot["startDate"], "2026-12-10T09:00:00.000+01:00");
  EXPECT_EQ(slot["timezone"], "Europe/Prague");
  EXPECT_FALSE(slot.contains("eventId"));
  EXPECT_EQ(booking["bookedEntity"]["title"], "Back massage");
  EXPECT_EQ(booking["contactDetails"]["email"], "eva@example.org");
  EXPECT_FALSE(booking["contactDetails"].contains("contactId"));
  EXPECT_EQ(V2({{"filter", {{"externalUserId", "crm-1"}}}})[0]["booking"], booking);
}

TEST_F(WixWritesTest, BothBasePathsWrite) {
  EXPECT_EQ(Ask("/bookings/v2/bookings", Body(Nine()))["booking"]["status"], "CREATED");
}

TEST_F(WixWritesTest, ADraftTakesNothingAndAConfirmedOneTheSlot) {
  const Json first = Create(Nine());
  const Json second = Create(Nine());
  const Json confirmed = Done(first, "confirm", {{"paymentStatus", "NOT_PAID"}});
  EXPECT_EQ(confirmed["status"], "CONFIRMED");
  EXPECT_EQ(confirmed["paymentStatus"], "NOT_PAID");
  EXPECT_EQ(confirmed["revision"], "2");
  EXPECT_TRUE(confirmed["bookedEntity"]["slot"].contains("eventId"));
  EXPECT_TRUE(confirmed["contactDetails"].contains("contactId"));
  EXPECT_EQ(Refused(Body(Nine())), "SLOT_NOT_AVAILABLE");
  EXPECT_EQ(CodeIn(Do(second, "confirm",
                      {{"flowControlSettings", {{"checkAvailabilityValidation", true}}}}),
                   428),
            "NO_OPEN_SPOTS");
  Create(Ten());
  Done(confirmed, "cancel");
  Create(Nine());
}

TEST_F(WixWritesTest, StaffAreSharedBetweenServices) {
  Done(Create(Nine()), "confirm");
  EXPECT_EQ(Refused(Body(SlotAt("2026-12-10T09:45:00", "2026-12-10T10:30:00", "Shiatsu 指圧"))),
            "SLOT_NOT_AVAILABLE");
}

TEST_F(WixWritesTest, ConfirmDoesNotCheckUnlessAsked) {
  const Json second = Create(Nine());
  Done(Create(Nine()), "confirm");
  EXPECT_EQ(Done(second, "confirm", {{"doubleBooked", true}})["doubleBooked"], true);
}

TEST_F(WixWritesTest, ConfirmOrDeclineFollowsConflictPaymentAndApproval) {
  const Json first = Create(Nine());
  const Json second = Create(Nine());
  const Json third = Create(Nine());
  EXPECT_EQ(OutcomeOf(first, {{"paymentStatus", "NOT_PAID"}}), "CONFIRMED");
  EXPECT_EQ(OutcomeOf(second), "DECLINED");
  const Json paid = ParseJson(ConfirmOrDecline(third, {{"paymentStatus", "PAID"}})->body)
                        .value_or(Json())["booking"];
  EXPECT_EQ(paid["status"], "CONFIRMED");
  EXPECT_EQ(paid["doubleBooked"], true);
  EXPECT_EQ(CodeIn(ConfirmOrDecline(second), 428), "INVALID_BOOKING_STATUS");
  const Json waits = Create(SlotAt("2026-12-10T10:00:00", "2026-12-10T11:30:00", "Hot stones"));
  EXPECT_EQ(OutcomeOf(waits), "PENDING");
  EXPECT_EQ(Refused(Body(SlotAt("2026-12-10T10:00:00", "2026-12-10T11:30:00", "Hot stones"))),
            "SLOT_NOT_AVAILABLE");
}

TEST_F(WixWritesTest, PendingTakesNothingWhereSwitched) {
  SetSwitch("pending_blocks", "no");
  const Json slot = SlotAt("2026-12-10T10:00:00", "2026-12-10T11:30:00", "Hot stones");
  EXPECT_EQ(OutcomeOf(Create(slot)), "PENDING");
  Create(slot);
}

TEST_F(WixWritesTest, FlowSettingsOfTheCreationAreHeededLater) {
  const Json slot = SlotAt("2026-12-10T10:00:00", "2026-12-10T11:30:00", "Hot stones");
  Json body = Body(slot);
  body["flowControlSettings"] = {{"skipBusinessConfirmation", true}};
  EXPECT_EQ(OutcomeOf(Ask(kBookings, body)["booking"]), "CONFIRMED");
  body["flowControlSettings"]["skipAvailabilityValidation"] = true;
  EXPECT_EQ(OutcomeOf(Ask(kBookings, body)["booking"]), "CONFIRMED");
  body["booking"]["bookedEntity"]["slot"].erase("resource");
  SetSwitch("missing_resource", "assign");
  EXPECT_EQ(Refused(body), "CAN_NOT_SKIP_AVAILABILITY_VALIDATION_IF_RESOURCE_NOT_PROVIDED");
}

TEST_F(WixWritesTest, AConfirmedCreationTakesTheSlotAtOnce) {
  EXPECT_EQ(Ask(kBookings, With("/booking/status", "CONFIRMED"))["booking"]["status"], "CONFIRMED");
  EXPECT_EQ(Refused(Body(Nine())), "SLOT_NOT_AVAILABLE");
}

TEST_F(WixWritesTest, OneOfManyConcurrentCallersWinsTheSlot) {
  constexpr int kCallers = 16;
  const std::string body = With("/booking/status", "CONFIRMED").dump();
  std::vector<int> statuses(kCallers);
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      httplib::Client own(url());
      const auto result = own.Post(kBookings, headers_, body, "application/json");
      statuses[static_cast<std::size_t>(i)] = result ? result->status : 0;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 200), 1);
  EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 428), kCallers - 1);
}

TEST_F(WixWritesTest, RefusesSlotsThatTheTimetableDoesNotHave) {
  EXPECT_EQ(Refused(Body(SlotAt("2026-12-10T09:30:00", "2026-12-10T10:30:00"))),
            "SLOT_NOT_AVAILABLE");
  EXPECT_EQ(Refused(Body(SlotAt("2026-12-10T09:00:00", "2026-12-10T11:00:00"))),
            "SLOT_NOT_AVAILABLE");
  EXPECT_EQ(Refused(Body(SlotAt("2026-12-12T09:00:00", "2026-12-12T10:00:00"))),
            "SLOT_NOT_AVAILABLE");
  Json slot = Nine();
  slot["location"]["locationType"] = "CUSTOM";
  EXPECT_EQ(Refused(Body(slot)), "SLOT_NOT_AVAILABLE");
  slot = Nine();
  slot["resource"]["id"] = kUnknownId;
  EXPECT_EQ(Refused(Body(slot)), "SLOT_NOT_AVAILABLE");
}

TEST_F(WixWritesTest, RefusesThePastAndTheFarFutureByPolicy) {
  const Json past = Body(SlotAt("2026-12-02T09:00:00", "2026-12-02T10:00:00"));
  EXPECT_EQ(Refused(past, 403), "BOOKING_POLICY_VIOLATION");
  EXPECT_EQ(Refused(Body(SlotAt("2028-01-05T09:00:00", "2028-01-05T10:00:00")), 403),
            "BOOKING_POLICY_VIOLATION");
  SetSwitch("past_slot", "slot_not_available");
  EXPECT_EQ(Refused(past), "SLOT_NOT_AVAILABLE");
}

TEST_F(WixWritesTest, TimesComeWithOrWithoutOffsetAndInAnyZone) {
  for (const char* start : {"2026-12-10T08:00:00Z", "2026-12-10T09:00:00.000+01:00",
                            "2026-12-10T09:00:00.000", "2026-12-10T09:00:00:000"}) {
    EXPECT_EQ(Create(SlotAt(start, "2026-12-10T10:00:00"))["startDate"], "2026-12-10T08:00:00Z");
  }
  Json slot = SlotAt("2026-12-10T03:00:00", "2026-12-10T04:00:00");
  slot["timezone"] = "America/New_York";
  const Json booking = Create(slot);
  EXPECT_EQ(booking["bookedEntity"]["slot"]["startDate"], "2026-12-10T03:00:00.000-05:00");
}

TEST_F(WixWritesTest, NamesWhatIsMissingOrWrong) {
  const std::string slot = "/booking/bookedEntity/slot";
  for (const char* member : {"/serviceId", "/scheduleId", "/startDate", "/endDate", "/timezone",
                             "/location/locationType", "/resource"}) {
    const Json violation = Violation(kBookings, Without((slot + member).c_str()));
    EXPECT_EQ(violation["violatedRule"], "REQUIRED_FIELD") << member;
  }
  EXPECT_EQ(Violation(kBookings, Without("/booking"))["field"], "booking");
  EXPECT_EQ(Violation(kBookings, Without("/booking/totalParticipants"))["field"],
            "booking.totalParticipants");
  const Json wrong_enum =
      Violation(kBookings, With((slot + "/location/locationType").c_str(), "BUSINESS"));
  EXPECT_THAT(wrong_enum["description"].get<std::string>(), testing::StartsWith("enum must be in"));
  EXPECT_EQ(Violation(kBookings, With("/booking/status", "PENDING"))["field"], "booking.status");
  EXPECT_EQ(Violation(kBookings, With("/booking/note", "x"))["field"], "booking.note");
  EXPECT_EQ(Violation(kBookings, With("/booking/contactDetails/email", "x"))["field"],
            "booking.contactDetails.email");
  EXPECT_EQ(Violation(kBookings, With("/booking/participantsChoices", Json::object()))["field"],
            "booking.totalParticipants");
  EXPECT_EQ(Refused(With((slot + "/timezone").c_str(), "Nowhere/Town"), 400), "INVALID_TIME_ZONE");
  EXPECT_EQ(Refused(With((slot + "/startDate").c_str(), "tomorrow"), 400), "INVALID_DATE_FORMAT");
}

TEST_F(WixWritesTest, AMissingResourceIsAssignedAtConfirmationWhereSwitched) {
  SetSwitch("missing_resource", "assign");
  Json slot = Nine();
  slot.erase("resource");
  const Json booking = Create(slot);
  EXPECT_FALSE(booking["bookedEntity"]["slot"].contains("resource"));
  EXPECT_TRUE(Done(booking, "confirm")["bookedEntity"]["slot"].contains("resource"));
}

TEST_F(WixWritesTest, UnknownServicesAndSchedulesAreRefused) {
  Json slot = Nine();
  slot["serviceId"] = kUnknownId;
  EXPECT_EQ(Refused(Body(slot)), "FAILED_VALIDATING_AVAILABILITY");
  SetSwitch("unknown_service", "SCHEDULE_NOT_FOUND");
  EXPECT_EQ(Refused(Body(slot)), "SCHEDULE_NOT_FOUND");
  slot = Nine();
  slot["scheduleId"] = kUnknownId;
  EXPECT_EQ(Refused(Body(slot)), "SCHEDULE_NOT_FOUND");
  EXPECT_EQ(Refused(Body({{"eventId", kUnknownId}})), "SESSION_NOT_FOUND");
}

TEST_F(WixWritesTest, ContactsComeDirectlyOrByFormButNotBoth) {
  Json body = Body(Nine());
  body["formSubmission"] = {{"first_name", "Ota"}, {"email", "ota@example.org"}, {"x", 5}};
  EXPECT_EQ(Refused(body, 400), "CONTACT_DETAILS_CONFLICT");
  body["booking"]["contactDetails"] = {{"contactId", kUnknownId}};
  const Json booking = Ask(kBookings, body)["booking"];
  EXPECT_EQ(booking["contactDetails"]["email"], "ota@example.org");
  EXPECT_EQ(booking["contactDetails"]["contactId"], kUnknownId);
  EXPECT_TRUE(booking.contains("formSubmissionId"));
}

TEST_F(WixWritesTest, ChoicesTellThePartyInPlaceOfANumber) {
  const Json choices = {{"serviceChoices",
                         {{{"numberOfParticipants", 2},
                           {"choices", {{{"optionId", kUnknownId}, {"custom", "Adult"}}}}}}}};
  Json body = Body({{"eventId", FirstEvent("Morning yoga")}});
  body["booking"].erase("totalParticipants");
  body["booking"]["participantsChoices"] = choices;
  const Json booking = Ask(kBookings, body)["booking"];
  EXPECT_EQ(booking["participantsChoices"], choices);
  EXPECT_FALSE(booking.contains("totalParticipants"));
}

TEST_F(WixWritesTest, ClassesCountTheirParticipants) {
  const Json slot = {{"eventId", FirstEvent("Morning yoga")}};
  const Json first = Create(slot, 7);
  EXPECT_EQ(first["bookedEntity"]["slot"]["eventId"], slot["eventId"]);
  EXPECT_EQ(first["bookedEntity"]["tags"], Json::array({"GROUP"}));
  EXPECT_EQ(OutcomeOf(first), "CONFIRMED");
  EXPECT_EQ(Refused(Body(slot, 4)), "SESSION_CAPACITY_EXCEEDED");
  EXPECT_EQ(OutcomeOf(Create(slot, 3)), "CONFIRMED");
  EXPECT_EQ(Refused(Body(slot)), "SESSION_CAPACITY_EXCEEDED");
}

TEST_F(WixWritesTest, CoursesAreBookedAsAWhole) {
  Json body = Body(Json());
  const Json& course = ServiceNamed("Pottery course");
  body["booking"]["bookedEntity"] = {{"schedule", {{"scheduleId", course["schedule_id"]}}}};
  body["booking"]["totalParticipants"] = 6;
  const Json booking = Ask(kBookings, body)["booking"];
  EXPECT_EQ(booking["bookedEntity"]["tags"], Json::array({"COURSE"}));
  EXPECT_EQ(booking["bookedEntity"]["schedule"]["serviceId"], course["id"]);
  EXPECT_EQ(OutcomeOf(booking), "CONFIRMED");
  body["booking"]["totalParticipants"] = 1;
  EXPECT_EQ(Refused(body), "SCHEDULE_CAPACITY_EXCEEDED");
  const Json availability =
      GetJson("/v2/availability/schedule/" + course["schedule_id"].get<std::string>());
  EXPECT_EQ(availability["availability"]["totalSpots"], 6);
  EXPECT_EQ(availability["availability"]["openSpots"], 0);
}

TEST_F(WixWritesTest, EveryWriteNeedsTheCurrentRevision) {
  const Json booking = Create(Nine());
  for (const char* verb : {"confirm", "decline", "cancel", "mark_booking_as_pending"}) {
    EXPECT_EQ(Violation(Path(booking, verb), Json::object())["field"], "revision");
    Json stale = booking;
    stale["revision"] = "2";
    const httplib::Result result = Do(stale, verb);
    EXPECT_EQ(result->status, 409);
    EXPECT_EQ(ParseJson(result->body).value_or(Json())["message"],
              "entity has already changed since the requested revision");
  }
  SetSwitch("revision_conflict", "code");
  EXPECT_EQ(CodeIn(Post(Path(booking, "cancel"), Json({{"revision", "2"}})), 409),
            "BOOKING_REVISION_MISMATCH");
}

TEST_F(WixWritesTest, UnknownBookingsAreNotFound) {
  const Json unknown = {{"id", kUnknownId}, {"revision", "1"}};
  for (const char* verb : {"confirm", "decline", "cancel", "mark_booking_as_pending"}) {
    EXPECT_EQ(CodeIn(Do(unknown, verb), 404), "BOOKING_NOT_FOUND");
  }
  EXPECT_EQ(CodeIn(ConfirmOrDecline(unknown), 404), "BOOKING_NOT_FOUND");
  EXPECT_EQ(CodeIn(Do(unknown, "reschedule", {{"slot", Nine()}}), 404), "BOOKING_NOT_FOUND");
}

TEST_F(WixWritesTest, StatesAllowWhatTheTableSays) {
  const Json confirmed = Done(Create(Nine()), "confirm");
  EXPECT_EQ(CodeIn(Do(confirmed, "confirm"), 428), "FAILED_CONFIRMING_NON_PENDING_BOOKING");
  EXPECT_EQ(CodeIn(Do(confirmed, "decline"), 428), "FAILED_DECLINE_NON_PENDING_BOOKING");
  EXPECT_EQ(CodeIn(Do(confirmed, "mark_booking_as_pending"), 428),
            "BOOKING_MARK_BOOKING_AS_PENDING");
  const Json canceled = Done(confirmed, "cancel");
  EXPECT_EQ(canceled["status"], "CANCELED");
  EXPECT_EQ(CodeIn(Do(canceled, "cancel"), 428), "VALIDATION_FAILURE");
  EXPECT_EQ(CodeIn(Do(canceled, "confirm"), 428), "INVALID_BOOKING_STATUS");
  EXPECT_EQ(CodeIn(Do(canceled, "decline"), 428), "INVALID_BOOKING_STATUS");
  EXPECT_EQ(CodeIn(Do(canceled, "reschedule", {{"slot", Ten()}}), 428), "VALIDATION_FAILURE");
  EXPECT_EQ(Done(Create(Nine()), "decline")["status"], "DECLINED");
  SetSwitch("cancel_again", "ok");
  EXPECT_EQ(Done(canceled, "cancel")["revision"], canceled["revision"]);
}

TEST_F(WixWritesTest, OnlyApprovalServicesBecomePending) {
  EXPECT_EQ(CodeIn(Do(Create(Nine()), "mark_booking_as_pending"), 428),
            "NOT_PENDING_APPROVAL_SERVICE");
  const Json slot = SlotAt("2026-12-10T10:00:00", "2026-12-10T11:30:00", "Hot stones");
  const Json pending = Done(Create(slot), "mark_booking_as_pending");
  EXPECT_EQ(pending["status"], "PENDING");
  EXPECT_EQ(Done(pending, "confirm")["status"], "CONFIRMED");
}

TEST_F(WixWritesTest, RescheduleMovesToAFreeSlotOfTheSameService) {
  const Json booking = Done(Create(Nine()), "confirm");
  const Json other = Done(Create(Ten()), "confirm");
  EXPECT_EQ(CodeIn(Do(booking, "reschedule", {{"slot", Ten()}}), 428), "SLOT_NOT_AVAILABLE");
  const Json shiatsu = SlotAt("2026-12-11T09:00:00", "2026-12-11T09:45:00", "Shiatsu 指圧");
  EXPECT_EQ(CodeIn(Do(booking, "reschedule", {{"slot", shiatsu}}), 428), "VALIDATION_FAILURE");
  const Json eleven = SlotAt("2026-12-10T11:00:00", "2026-12-10T12:00:00");
  const Json moved = Done(booking, "reschedule", {{"slot", eleven}});
  EXPECT_EQ(moved["startDate"], "2026-12-10T10:00:00Z");
  EXPECT_EQ(moved["status"], "CONFIRMED");
  EXPECT_EQ(moved["revision"], "3");
  Done(other, "reschedule", {{"slot", Nine()}});
  EXPECT_EQ(Refused(Body(Nine())), "SLOT_NOT_AVAILABLE");
}

TEST_F(WixWritesTest, RescheduleOfAnApprovalServiceWaitsAgain) {
  const Json booking =
      Done(Create(SlotAt("2026-12-10T10:00:00", "2026-12-10T11:30:00", "Hot stones")), "confirm");
  const Json to = SlotAt("2026-12-10T11:30:00", "2026-12-10T13:00:00", "Hot stones");
  EXPECT_EQ(Done(booking, "reschedule", {{"slot", to}})["status"], "PENDING");
}

TEST_F(WixWritesTest, ParticipantsChangeInClassesOnly) {
  EXPECT_EQ(
      CodeIn(Do(Create(Nine()), "update_number_of_participants", {{"totalParticipants", 2}}), 428),
      "VALIDATION_FAILURE");
  const Json slot = {{"eventId", FirstEvent("Night swim")}};
  const Json booking = Done(Create(slot), "confirm");
  const Json more = Done(booking, "update_number_of_participants", {{"totalParticipants", 4}});
  EXPECT_EQ(more["totalParticipants"], 4);
  EXPECT_EQ(CodeIn(Do(more, "update_number_of_participants", {{"totalParticipants", 5}}), 428),
            "SESSION_CAPACITY_EXCEEDED");
}

TEST_F(WixWritesTest, WritesNeedTheRightToManage) {
  SetSwitch("granted_scopes", "no_manage");
  EXPECT_EQ(Refused(Body(Nine()), 403), "PERMISSION_DENIED");
  SetSwitch("granted_scopes", "all");
  headers_ = {{"Authorization", site_["member_token"].get<std::string>()}};
  EXPECT_EQ(Refused(Body(Nine()), 403), "PERMISSION_DENIED");
}

TEST_F(WixWritesTest, ReadsLagBehindWritesUnlessTheCallerHasProof) {
  SetSwitch("read_lag_ms", "2000");
  SetSwitch("consistent_token", "always");
  const httplib::Result made = Post(kBookings, Body(Nine()));
  const Json booking = ParseJson(made->body).value_or(Json())["booking"];
  EXPECT_TRUE(V2({{"filter", {{"id", booking["id"]}}}}).empty());
  // Writes see the committed state.
  EXPECT_EQ(Done(booking, "confirm")["revision"], "2");
  EXPECT_EQ(Refused(Body(Nine())), "SLOT_NOT_AVAILABLE");
  headers_.emplace("x-wix-consistent", made->get_header_value("x-wix-consistent"));
  EXPECT_EQ(V2({{"filter", {{"id", booking["id"]}}}})[0]["booking"]["status"], "CREATED");
  SetNow("2026-12-03T07:00:02Z");
  EXPECT_EQ(V2({{"filter", {{"id", booking["id"]}}}})[0]["booking"]["status"], "CONFIRMED");
}

TEST_F(WixWritesTest, GeneratedBookingsCanBeWrittenToo) {
  Replace({{"seed", 7}, {"bookings", 200}, {"traps", false}});
  SetNow(nullptr);
  const Json open = V2({{"filter", {{"status", "PENDING"}}}})[0]["booking"];
  const Json canceled = Done(open, "cancel");
  EXPECT_EQ(canceled["status"], "CANCELED");
  EXPECT_EQ(canceled["contactDetails"], open["contactDetails"]);
  EXPECT_EQ(V2({{"filter", {{"id", open["id"]}}}})[0]["booking"], canceled);
}

TEST_F(WixWritesTest, TheJournalHasOneEntryForEachCommit) {
  const Json booking = Create(Nine());
  const Json confirmed = Done(booking, "confirm");
  EXPECT_EQ(Do(booking, "cancel")->status, 409);
  const Json moved = Done(confirmed, "reschedule", {{"slot", Ten()}});
  Done(moved, "cancel");
  EXPECT_EQ(OutcomeOf(Create(Nine())), "CONFIRMED");
  const std::vector<Json> entries = Journal();
  std::vector<std::string> told;
  for (const Json& entry : entries) {
    told.push_back(entry["operation"].get<std::string>() + " " +
                   entry["status"].get<std::string>());
  }
  EXPECT_THAT(told, testing::ElementsAre("create CREATED", "confirm CONFIRMED",
                                         "reschedule CONFIRMED", "cancel CANCELED",
                                         "create CREATED", "confirm_or_decline CONFIRMED"));
  EXPECT_EQ(entries[0]["id"], booking["id"]);
  EXPECT_EQ(entries[0]["request"], std::string("POST ") + kBookings);
  EXPECT_EQ(entries[0]["customer"], "eva@example.org");
  EXPECT_EQ(entries[0]["start"], "2026-12-10T08:00:00Z");
}

}  // namespace
}  // namespace bookings::sandbox
