// Making bookings with Wix's API v2: what is sent, how a created booking is confirmed or taken
// back, and how one is recognised whose answer was lost.
#include "tests/unit/connectors/wix/wix_write_fixture.h"

namespace bookings::wix {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kConfirmTarget[] = "/bookings/v2/confirmation/b-21:confirmOrDecline";

testing::Played<v1::Booking> Send(const CreateInput& input,
                                  const std::vector<HttpResponse>& answers) {
  const auto site = Site("v2");
  return PlayAnswers(*site, site->SendCreate(PlanOf(*site, input), Identity()), answers);
}

testing::Played<FoundBookings> Find(const CreateInput& input,
                                    const std::vector<HttpResponse>& answers) {
  const auto site = Site("v2");
  return PlayAnswers(*site, site->FindCreated(PlanOf(*site, input), Identity()), answers);
}

WriteProblems ProblemsOf(const CreateInput& input) {
  return AllProblems(*Site("v2"), v1::OPERATION_CREATE_BOOKING, input, &Connector::CheckCreate);
}

std::string TimeSlot(std::string_view staff, bool bookable = true) {
  return absl::StrCat(
      R"({"timeSlots":[{"serviceId":")", kService, R"(","scheduleId":")", kSchedule,
      R"(","localStartDate":"2026-12-10T13:00:00","localEndDate":"2026-12-10T14:00:00",)",
      R"("bookable":)", bookable ? "true" : "false", R"(,"location":{"id":")", kPlace,
      R"(","locationType":"BUSINESS"},"availableResources":[{"resourceTypeId":)",
      R"("1cd44cf8-756f-41c3-bd90-3e2ffcaf1155","resources":[)", ToAbsl(staff),
      R"(]}]}],"timeZone":"UTC","cursorPagingMetadata":{"cursors":{}}})");
}

TEST(WixV2Create, CreatesAndConfirmsByTwoRequests) {
  const auto played =
      Send(SlotOrder(), {V2Written(), V2Written({.status = "CONFIRMED", .revision = "2"})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(2));
  const HttpRequest& create = played.requests[0];
  EXPECT_EQ(create.target, "/_api/bookings-service/v2/bookings");
  EXPECT_EQ(
      create.body,
      R"({"booking":{"bookedEntity":{"slot":{"serviceId":"a1000000-0000-4000-8000-00000000000a",)"
      R"("scheduleId":"a2000000-0000-4000-8000-00000000000a",)"
      R"("startDate":"2026-12-10T14:00:00.000+01:00","endDate":"2026-12-10T15:00:00.000+01:00",)"
      R"("timezone":"Europe/Prague","resource":{"id":"d1000000-0000-4000-8000-000000000001"},)"
      R"("location":{"id":"e1000000-0000-4000-8000-000000000001",)"
      R"("locationType":"OWNER_BUSINESS"}}},"contactDetails":{"firstName":"Eva",)"
      R"("lastName":"Dor","email":"eva@example.org"},"totalParticipants":1,)"
      R"("externalUserId":"7b1d2c3e-4f50-4a61-8b72-9c83ad94be05"}})");
  EXPECT_EQ(played.requests[1].target, kConfirmTarget);
  EXPECT_EQ(played.requests[1].body, "{}");
  for (const HttpRequest& request : played.requests) {
    EXPECT_EQ(request.method, HttpMethod::kPost);
    EXPECT_EQ(request.effect, Effect::kWrites);
    EXPECT_EQ(request.replay, ReplaySafety::kUnsafe);
    EXPECT_EQ(request.purpose, Purpose::kCreateBooking);
    EXPECT_EQ(HeaderOf(request, "Content-Type"), "application/json");
  }
  EXPECT_EQ(played.answer->status(), v1::BOOKING_STATUS_CONFIRMED);
  EXPECT_EQ(played.answer->etag(), "2");
  EXPECT_EQ(played.answer->name(), "connections/salon/bookings/b-21");
}

TEST(WixV2Create, ABookingThatWaitsForTheOwnerIsTheAnswer) {
  const auto played = Send(SlotOrder(), {V2Written(), V2Written({.status = "PENDING"})});
  ASSERT_TRUE(played.answer.ok());
  EXPECT_EQ(played.answer->status(), v1::BOOKING_STATUS_PENDING);
}

TEST(WixV2Create, ADraftStaysUnconfirmed) {
  CreateInput input = SlotOrder();
  OptionOf(input, "draft").set_bool_value(true);
  const auto played = Send(input, {V2Written()});
  ASSERT_TRUE(played.answer.ok());
  EXPECT_THAT(played.requests, SizeIs(1));
  EXPECT_EQ(played.answer->status(), v1::BOOKING_STATUS_DRAFT);
}

// Trap 25.
TEST(WixV2Create, CreatingReservesNothingSoADeclinedBookingMeansATakenSlot) {
  const auto played = Send(SlotOrder(), {V2Written(), V2Written({.status = "DECLINED"})});
  EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_SLOT_UNAVAILABLE);
}

TEST(WixV2Create, TheTokenForReadingOwnWritesIsHandedOn) {
  const auto played = Send(
      SlotOrder(), {WithConsistency(V2Written(), "state-7"), V2Written({.status = "CONFIRMED"})});
  EXPECT_EQ(HeaderOf(played.requests[1], "x-wix-consistent"), "state-7");
}

TEST(WixV2Create, WhatCannotBeConfirmedIsTakenBack) {
  const auto played = Send(SlotOrder(), {V2Written(), Refusal(403, "UNAUTHORIZED_OPERATION"),
                                         V2Found(), V2Written({.status = "DECLINED"})});
  ASSERT_THAT(played.requests, SizeIs(4));
  EXPECT_EQ(played.requests[3].target, "/_api/bookings-service/v2/bookings/b-21/decline");
  EXPECT_EQ(played.requests[3].body,
            R"({"revision":"1","participantNotification":{"notifyParticipants":false}})");
  EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_VENDOR_PERMISSION_DENIED);
}

TEST(WixV2Create, ARefusedConfirmationOfAConfirmedBookingIsAnEcho) {
  const auto played = Send(SlotOrder(), {V2Written(), Refusal(428, "INVALID_BOOKING_STATUS"),
                                         V2Found({.status = "CONFIRMED"})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.answer->status(), v1::BOOKING_STATUS_CONFIRMED);
}

// Trap 13: the reader still shows what the writer has left behind.
TEST(WixV2Create, AMovedBookingThatReadsAsCreatedIsNotTakenBack) {
  const auto played =
      Send(SlotOrder(), {V2Written(), Refusal(428, "INVALID_BOOKING_STATUS"), V2Found()});
  EXPECT_THAT(played.requests, SizeIs(3));
  EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
}

TEST(WixV2Create, ATakeBackThatComesTooLateSaysNothingIsKnown) {
  const auto played = Send(
      SlotOrder(), {V2Written(), Refusal(428, "VALIDATION_FAILURE"), V2Found(), StaleRevision()});
  EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
}

TEST(WixV2Create, EveryFieldAndOptionIsWritten) {
  CreateInput input = SlotOrder();
  v1::Customer& customer = *input.request.mutable_customer();
  customer.set_id("c-1");
  customer.set_phone("+420601111222");
  customer.set_country_code("CZ");
  customer.set_address("Long street 1, Brno");
  input.request.set_party_size(3);
  input.request.set_notification(v1::NOTIFICATION_NOTIFY);
  v1::Answer* answer = input.request.add_answers();
  answer->set_question_id("f-1");
  answer->add_values("yes");
  OptionOf(input, "selectedPaymentOption").set_string_value("OFFLINE");
  OptionOf(input, "message").set_string_value("See you");
  OptionOf(input, "sendSmsReminder").set_bool_value(false);
  OptionOf(input, "skipBusinessConfirmation").set_bool_value(true);
  OptionOf(input, "paymentStatus").set_string_value("NOT_PAID");
  EXPECT_THAT(ProblemsOf(input).invalid, IsEmpty());
  EXPECT_THAT(ProblemsOf(input).unsupported, IsEmpty());
  const auto played = Send(input, {V2Written(), V2Written({.status = "CONFIRMED"})});
  const std::string& body = played.requests[0].body;
  EXPECT_THAT(body, HasSubstr(R"("contactDetails":{"contactId":"c-1","firstName":"Eva",)"
                              R"("lastName":"Dor","email":"eva@example.org",)"
                              R"("phone":"+420601111222",)"
                              R"("fullAddress":{"addressLine":"Long street 1, Brno"},)"
                              R"("countryCode":"CZ"},)"
                              R"("additionalFields":[{"id":"f-1","value":"yes"}],)"
                              R"("totalParticipants":3,"selectedPaymentOption":"OFFLINE")"));
  EXPECT_THAT(body, HasSubstr(R"("participantNotification":{"notifyParticipants":true,)"
                              R"("message":"See you"},"sendSmsReminder":false,)"
                              R"("flowControlSettings":{"skipBusinessConfirmation":true}})"));
  EXPECT_EQ(played.requests[1].body, R"({"paymentStatus":"NOT_PAID"})");
}

TEST(WixV2Create, EveryDeclaredOptionReachesARequest) {
  const auto site = Site("v2");
  const auto* create = FindOperation(site->capabilities(), v1::OPERATION_CREATE_BOOKING);
  for (const auto& option : create->vendor_options()) {
    if (option.name() == "draft") continue;
    CreateInput input = SlotOrder();
    google::protobuf::Value& value = OptionOf(input, option.name().c_str());
    if (option.value_type() == "string") value.set_string_value("x");
    if (option.value_type() == "bool") value.set_bool_value(true);
    if (option.value_type() == "list") value.mutable_list_value();
    if (option.value_type() == "struct") value.mutable_struct_value();
    const auto played = Send(input, {V2Written(), V2Written({.status = "CONFIRMED"})});
    const std::string sent = played.requests[0].body + played.requests[1].body;
    EXPECT_THAT(sent, HasSubstr(absl::StrCat("\"", option.name(), "\":"))) << option.name();
  }
}

CreateInput SessionOrder() {
  CreateInput input = ServiceOrder();
  input.request.mutable_appointment()->set_session_id(kEvent);
  return input;
}

TEST(WixV2Create, AClassIsBookedByItsEventAndACourseByItsSchedule) {
  CreateInput in_class = SessionOrder();
  in_class.request.mutable_appointment()->clear_start_time();
  const auto played = Send(in_class, {V2Written({.status = "CONFIRMED"})});
  EXPECT_THAT(played.requests[0].body,
              HasSubstr(absl::StrCat(R"({"slot":{"serviceId":")", kService, R"(","eventId":")",
                                     kEvent, R"("}})")));
  CreateInput course = ServiceOrder();
  course.request.mutable_appointment()->clear_start_time();
  course.request.mutable_appointment()->set_schedule_id(kSchedule);
  const auto booked = Send(course, {V2Written({.status = "CONFIRMED"})});
  EXPECT_THAT(
      booked.requests[0].body,
      HasSubstr(absl::StrCat(R"({"schedule":{"serviceId":")", kService, R"(","scheduleId":")",
                             kSchedule, R"(","timezone":"Europe/Prague"}})")));
}

TEST(WixV2Create, ASessionWithAStartIsLookedUpAmongThoseOfItsService) {
  const auto site = Site("v2");
  const std::string sessions = EventSlots({{.id = "another"}, {.bookable = false}});
  const auto played = PlayAnswers(*site, site->PlanCreate(SessionOrder()), {Ok(sessions)});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(1));
  EXPECT_EQ(played.requests[0].target, "/_api/service-availability/v2/time-slots/event");
  EXPECT_EQ(played.requests[0].effect, Effect::kReads);
  EXPECT_EQ(played.requests[0].body,
            R"({"fromLocalDate":"2026-12-10T13:00:00","toLocalDate":"2026-12-10T13:00:01",)"
            R"("timeZone":"UTC","serviceIds":["a1000000-0000-4000-8000-00000000000a"],)"
            R"("includeNonBookable":true,"cursorPaging":{"limit":1000}})");
  EXPECT_EQ(played.answer->preview.session_id(), kEvent);
  EXPECT_EQ(played.answer->preview.time_zone(), "Europe/Prague");
  EXPECT_EQ(played.answer->preview.end_time().seconds(), Stamp("2026-12-10T14:00:00Z").seconds());
}

TEST(WixV2Create, ASessionOfAnotherTimeOrServiceIsRefusedBeforeAnythingIsSent) {
  const auto site = Site("v2");
  for (const std::string& sessions : {EventSlots({}), EventSlots({{.id = "another"}}),
                                      EventSlots({{.start = "2026-12-11T13:00:00"}})}) {
    const auto played = PlayAnswers(*site, site->PlanCreate(SessionOrder()), {Ok(sessions)});
    EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  }
}

TEST(WixV2Create, WhatASessionHasOfItsOwnCannotBeChosen) {
  CreateInput input = SessionOrder();
  EXPECT_THAT(ProblemsOf(input).unsupported, IsEmpty());
  input.request.mutable_appointment()->set_staff_id(kStaff);
  input.request.mutable_appointment()->set_location_id(kPlace);
  OptionOf(input, "location").mutable_struct_value();
  EXPECT_THAT(PathsOf(ProblemsOf(input).unsupported),
              UnorderedElementsAre("appointment.staff_id", "appointment.location_id",
                                   "vendor_options.location"));
  CreateInput by_token = SlotOrder();
  OptionOf(by_token, "location").mutable_struct_value();
  EXPECT_THAT(ProblemsOf(by_token).unsupported, IsEmpty());
  by_token.slot->set_session_id(kEvent);
  EXPECT_THAT(PathsOf(ProblemsOf(by_token).unsupported), ElementsAre("vendor_options.location"));
}

// The caller's best effort lets them pass the check: then they play no part.
TEST(WixV2Create, WhatCannotBeChosenIsLeftOut) {
  CreateInput input = SessionOrder();
  input.request.mutable_appointment()->set_staff_id("nobody");
  input.request.mutable_appointment()->set_location_id("elsewhere");
  const CreatePlan plan = PlanOf(*Site("v2"), input, {Ok(EventSlots({Session()}))});
  EXPECT_EQ(plan.preview.location().id(), kPlace);
  EXPECT_THAT(plan.preview.staff(), IsEmpty());
}

// Wix answers 404 to a question for the appointments of a class.
TEST(WixV2Create, AClassAtATimeIsItsOnlySessionThen) {
  const auto site = Site("v2");
  const auto plan = [&](const CreateInput& input, const std::vector<Session>& sessions) {
    return PlayAnswers(*site, site->PlanCreate(input),
                       {Refusal(404, "SERVICE_NOT_FOUND"), Ok(EventSlots(sessions))});
  };
  const Session later = {.id = "later", .start = "2026-12-10T13:30:00"};
  const auto found = plan(ServiceOrder(), {Session(), later});
  ASSERT_TRUE(found.answer.ok()) << found.answer.status();
  EXPECT_EQ(found.requests[1].target, "/_api/service-availability/v2/time-slots/event");
  EXPECT_EQ(found.answer->preview.session_id(), kEvent);
  const Session elsewhere = {.id = "another", .place = "elsewhere"};
  for (const std::vector<Session>& sessions :
       {std::vector<Session>(), {Session(), elsewhere}, {{.bookable = false}}, {later}}) {
    EXPECT_EQ(ReasonOfPlayed(plan(ServiceOrder(), sessions)), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  }
  CreateInput placed = ServiceOrder();
  placed.request.mutable_appointment()->set_location_id(kPlace);
  EXPECT_EQ(plan(placed, {elsewhere, Session()}).answer->preview.session_id(), kEvent);
  placed.request.mutable_appointment()->set_staff_id(kStaff);
  EXPECT_EQ(ReasonOfPlayed(plan(placed, {Session()})), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  CreateInput forced = ServiceOrder();
  OptionOf(forced, "skipAvailabilityValidation").set_bool_value(true);
  EXPECT_TRUE(plan(forced, {{.bookable = false}}).answer.ok());
}

TEST(WixV2Create, AnUnknownServiceIsMissing) {
  const auto site = Site("v2");
  const HttpResponse unknown = Refusal(404, "SERVICE_NOT_FOUND");
  const auto played = PlayAnswers(*site, site->PlanCreate(ServiceOrder()), {unknown, unknown});
  EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_VENDOR_RESOURCE_MISSING);
}

// What was no session when it was checked: places of appointments are the caller's to choose.
TEST(WixV2Create, AClassAtATimeTakesNoPlaceOfTheCallers) {
  const auto site = Site("v2");
  CreateInput input = ServiceOrder();
  OptionOf(input, "location").mutable_struct_value();
  const std::vector<HttpResponse> answers = {Refusal(404, "SERVICE_NOT_FOUND"),
                                             Ok(EventSlots({Session()}))};
  EXPECT_EQ(ReasonOfPlayed(PlayAnswers(*site, site->PlanCreate(input), answers)),
            v1::ERROR_REASON_UNSUPPORTED_FIELD);
  input.request.mutable_best_effort()->add_paths("vendor_options.location");
  EXPECT_TRUE(PlayAnswers(*site, site->PlanCreate(input), answers).answer.ok());
}

TEST(WixV2Create, TheSessionOfASlotTokenNeedsNoLookUp) {
  CreateInput input = SlotOrder();
  input.slot->set_session_id(kEvent);
  EXPECT_EQ(PlanOf(*Site("v2"), input).preview.session_id(), kEvent);
}

TEST(WixV2Create, AServiceAtATimeIsLookedUpFirst) {
  const auto site = Site("v2");
  const std::string staff =
      absl::StrCat(R"({"id":")", kStaff, R"("},{"id":")", kOtherStaff, R"("})");
  const auto played = PlayAnswers(*site, site->PlanCreate(ServiceOrder()), {Ok(TimeSlot(staff))});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(1));
  EXPECT_EQ(played.requests[0].effect, Effect::kReads);
  EXPECT_EQ(played.requests[0].body,
            R"({"serviceId":"a1000000-0000-4000-8000-00000000000a",)"
            R"("fromLocalDate":"2026-12-10T13:00:00","toLocalDate":"2026-12-10T13:00:01",)"
            R"("timeZone":"UTC",)"
            R"("includeResourceTypeIds":["1cd44cf8-756f-41c3-bd90-3e2ffcaf1155"],)"
            R"("cursorPaging":{"limit":1000}})");
  EXPECT_EQ(played.answer->preview.staff(0).id(), kStaff);
  EXPECT_EQ(played.answer->preview.end_time().seconds(), Stamp("2026-12-10T14:00:00Z").seconds());
  EXPECT_EQ(played.answer->rivalry, "");
}

TEST(WixV2Create, TheNamedStaffMemberMustBeFree) {
  const auto site = Site("v2");
  CreateInput input = ServiceOrder();
  input.request.mutable_appointment()->set_staff_id(kOtherStaff);
  const auto free = PlanOf(
      *site, input,
      {Ok(TimeSlot(absl::StrCat(R"({"id":")", kStaff, R"("},{"id":")", kOtherStaff, R"("})")))});
  EXPECT_EQ(free.preview.staff(0).id(), kOtherStaff);
  const auto busy = PlayAnswers(*site, site->PlanCreate(input),
                                {Ok(TimeSlot(absl::StrCat(R"({"id":")", kStaff, R"("})")))});
  EXPECT_EQ(ReasonOfPlayed(busy), v1::ERROR_REASON_SLOT_UNAVAILABLE);
}

TEST(WixV2Create, ATimeThatIsOffTheGridOrNotBookableIsNoSlot) {
  const auto site = Site("v2");
  const std::string staff = absl::StrCat(R"({"id":")", kStaff, R"("})");
  const auto none = Ok(R"({"timeSlots":[],"timeZone":"UTC","cursorPagingMetadata":{}})");
  for (const HttpResponse& answer : {none, Ok(TimeSlot(staff, false))}) {
    const auto played = PlayAnswers(*site, site->PlanCreate(ServiceOrder()), {answer});
    EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  }
  CreateInput forced = ServiceOrder();
  OptionOf(forced, "skipAvailabilityValidation").set_bool_value(true);
  EXPECT_EQ(PlanOf(*site, forced, {Ok(TimeSlot(staff, false))}).preview.staff(0).id(), kStaff);
}

TEST(WixV2Create, ALostBookingIsFoundByTheAttemptsMark) {
  const auto played = Find(SlotOrder(), {V2Found()});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_THAT(played.requests[0].body, HasSubstr(R"("filter":{"externalUserId":{"$eq":)"
                                                 R"("7b1d2c3e-4f50-4a61-8b72-9c83ad94be05"}})"));
  EXPECT_EQ(played.requests[0].effect, Effect::kReads);
  ASSERT_THAT(played.answer->bookings, SizeIs(1));
  EXPECT_EQ(played.answer->bookings[0].vendor_id(), "b-21");
  EXPECT_EQ(Site("v2")->create_guarantee().trace, CreateGuarantee::Trace::kOwnMark);
}

TEST(WixV2Create, TheLookUpSeesNoneAndAllOfSeveralPages) {
  EXPECT_THAT(Find(SlotOrder(), {Ok(Answer("v2", ""))}).answer->bookings, IsEmpty());
  const auto played =
      Find(SlotOrder(), {Ok(Answer("v2", V2Entry(), R"({"cursors":{"next":"n"}})")), V2Found()});
  ASSERT_TRUE(played.answer.ok());
  EXPECT_THAT(played.answer->bookings, SizeIs(2));
  EXPECT_THAT(played.requests[1].body, HasSubstr(R"("cursor":"n")"));
}

TEST(WixV2Create, ALookUpThatCannotBeTrustedFails) {
  EXPECT_EQ(ReasonOfPlayed(Find(SlotOrder(), {V2Found({.mark = "someone else's"})})),
            v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
  EXPECT_EQ(ReasonOfPlayed(Find(SlotOrder(), {Ok(Answer("v2", R"({"booking":{}})"))})),
            v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}

TEST(WixV2Create, ACallersOwnIdMakesTheLookUpGoByLikeness) {
  CreateInput input = SlotOrder();
  OptionOf(input, "externalUserId").set_string_value("crm-4711");
  EXPECT_THAT(PlanOf(*Site("v2"), input).rivalry, HasSubstr("eva@example.org"));
  const auto sent = Send(input, {V2Written({.status = "CONFIRMED"})});
  EXPECT_THAT(sent.requests[0].body, HasSubstr(R"("externalUserId":"crm-4711")"));
  EXPECT_THAT(Find(input, {V2Found({.mark = "crm-4711"})}).answer->bookings, SizeIs(1));
  const auto other_time = V2Found({.start = "2026-12-11T13:00:00Z", .mark = "crm-4711"});
  EXPECT_THAT(Find(input, {other_time}).answer->bookings, IsEmpty());
  WriteIdentity later = Identity();
  later.begun = At("2026-11-20T11:00:00Z");
  const auto site = Site("v2");
  const auto old = PlayAnswers(*site, site->FindCreated(PlanOf(*site, input), later),
                               {V2Found({.mark = "crm-4711"})});
  EXPECT_THAT(old.answer->bookings, IsEmpty());
}

TEST(WixV2Create, AFoundBookingIsCompletedByItsStatus) {
  const auto site = Site("v2");
  const CreatePlan plan = PlanOf(*site, SlotOrder());
  const auto complete = [&](const char* status, const std::vector<HttpResponse>& answers) {
    const auto found = Find(SlotOrder(), {V2Found({.status = status})}).answer;
    return PlayAnswers(*site, site->CompleteCreated(plan, Identity(), found->bookings[0]), answers);
  };
  EXPECT_EQ(complete("CREATED", {V2Written({.status = "CONFIRMED"})}).answer->status(),
            v1::BOOKING_STATUS_CONFIRMED);
  EXPECT_THAT(complete("CONFIRMED", {}).requests, IsEmpty());
  EXPECT_THAT(complete("PENDING", {}).requests, IsEmpty());
  EXPECT_EQ(ReasonOfPlayed(complete("DECLINED", {})), v1::ERROR_REASON_SLOT_UNAVAILABLE);
}

TEST(WixV2Create, AllProblemsAreToldAtOnce) {
  CreateInput input = ServiceOrder();
  input.request.mutable_appointment()->clear_start_time();
  input.request.mutable_appointment()->set_time_zone("Mars/Base");
  input.request.set_party_size(2);
  input.request.set_notes("n");
  OptionOf(input, "formSubmission").mutable_struct_value();
  OptionOf(input, "participantsChoices").mutable_struct_value();
  OptionOf(input, "nonsense").set_bool_value(true);
  const WriteProblems problems = ProblemsOf(input);
  EXPECT_THAT(PathsOf(problems.invalid),
              UnorderedElementsAre("appointment.start_time", "appointment.time_zone", "customer",
                                   "party_size"));
  EXPECT_THAT(PathsOf(problems.unsupported),
              UnorderedElementsAre("notes", "vendor_options.nonsense"));
}

TEST(WixV2Create, AGarbledPlanIsOurOwnFault) {
  const auto site = Site("v2");
  CreatePlan plan;
  plan.data = "\xff nonsense";
  EXPECT_EQ(ReasonOf(PlayAnswers(*site, site->SendCreate(plan, Identity()), {}).answer.status()),
            v1::ERROR_REASON_INTERNAL);
}

// Daylight saving ends in Prague on 2026-10-25: 02:30 happens twice.
TEST(WixV2Create, TheRepeatedHourIsToldApartByItsOffset) {
  CreateInput input = SlotOrder();
  *input.slot->mutable_start_time() = Stamp("2026-10-25T01:30:00Z");
  EXPECT_THAT(Send(input, {V2Written({.status = "CONFIRMED"})}).requests[0].body,
              HasSubstr(R"("startDate":"2026-10-25T02:30:00.000+01:00")"));
}

}  // namespace
}  // namespace bookings::wix
