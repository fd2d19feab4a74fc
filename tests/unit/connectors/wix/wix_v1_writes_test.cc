// Slots and writes of Wix's API v1: the calendar, booking by session or course, the narrow look-up
// after a lost answer, and changes that answer an id only.
#include "tests/unit/connectors/wix/wix_write_fixture.h"

namespace bookings::wix {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

struct V1Booking {
  std::string status = "CONFIRMED";
  std::string mark = kMark;
  std::string email = "eva@example.org";
  std::string created = "2026-11-20T10:00:00.120Z";
  std::string id = "b-31";
};

std::string V1Entry(const V1Booking& booking = {}) {
  return absl::StrCat(
      R"({"booking":{"id":")", booking.id, R"(","bookedEntity":{"serviceId":")", kService,
      R"(","scheduleId":")", kSchedule, R"(","singleSession":{"sessionId":"s-1",)",
      R"("start":"2026-12-10T13:00:00Z","end":"2026-12-10T14:00:00Z"},"tags":["INDIVIDUAL"]},)",
      R"("formInfo":{"contactDetails":{"firstName":"Eva","email":")", booking.email,
      R"("}},"status":")", booking.status, R"(","createdDate":")", booking.created,
      R"(","externalUserId":")", booking.mark, R"("}})");
}
HttpResponse V1Found(const V1Booking& booking = {}) { return Ok(Answer("v1", V1Entry(booking))); }
HttpResponse OnlyId() { return Ok(R"({"id":"b-31"})"); }

std::string Calendar(std::string_view members, std::string_view beside = R"("bookable":true)") {
  return absl::StrCat(
      R"({"availabilityEntries":[{"slot":{"serviceId":")", kService, R"(","scheduleId":")",
      kSchedule, R"(","startDate":"2026-12-10T14:00:00.000+01:00",)",
      R"("endDate":"2026-12-10T15:00:00.000+01:00","timezone":"Europe/Prague",)",
      R"("location":{"id":")", kPlace, R"(","locationType":"OWNER_BUSINESS"})",
      members.empty() ? "" : ",", ToAbsl(members), "},", ToAbsl(beside), R"(,"openSpots":3}]})");
}

const std::string kResource =
    absl::StrCat(R"("resource":{"id":")", kStaff, R"(","name":"Staff One"})");

testing::Played<SlotPage> ReadSlots(const SlotQuery& query, const std::string& body) {
  const auto site = Site("v1");
  const auto plan = PlayAnswers(*site, site->PlanSlots(query), {}).answer;
  return PlayAnswers(*site, site->ListSlots(*plan, plan->windows[0], ""), {Ok(body)});
}

SlotQuery DayQuery() {
  SlotQuery query;
  query.service_id = kService;
  query.from = At("2026-12-10T00:00:00Z");
  query.to = At("2026-12-11T00:00:00Z");
  return query;
}

testing::Played<v1::Booking> Send(const CreateInput& input,
                                  const std::vector<HttpResponse>& answers) {
  const auto site = Site("v1");
  return PlayAnswers(*site, site->SendCreate(PlanOf(*site, input), Identity()), answers);
}

testing::Played<FoundBookings> Find(const CreateInput& input,
                                    const std::vector<HttpResponse>& answers) {
  const auto site = Site("v1");
  return PlayAnswers(*site, site->FindCreated(PlanOf(*site, input), Identity()), answers);
}

// The calendar's end is the slot's own end, not its start: one that ends later must be asked for.
TEST(WixV1Slots, TheCalendarsEndIsWhenSlotsHaveEnded) {
  SlotQuery query = DayQuery();
  query.staff_ids = {kStaff};
  query.location_ids = {kPlace};
  const auto played = ReadSlots(query, Calendar(kResource));
  EXPECT_EQ(played.requests[0].target, "/availability-calendar/v1/availability/query");
  EXPECT_EQ(played.requests[0].body,
            R"({"query":{"filter":{"serviceId":["a1000000-0000-4000-8000-00000000000a"],)"
            R"("startDate":"2026-12-10T00:00:00.000Z","endDate":"2026-12-12T00:00:00.000Z",)"
            R"("resourceId":["d1000000-0000-4000-8000-000000000001"],)"
            R"("location.businessLocation.id":["e1000000-0000-4000-8000-000000000001"],)"
            R"("bookable":true},"sort":[{"fieldName":"startDate","order":"ASC"}]}})");
}

TEST(WixV1Slots, ASlotIsComplete) {
  const auto played = ReadSlots(DayQuery(), Calendar(kResource));
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.answer->slots, SizeIs(1));
  const FoundSlot& found = played.answer->slots[0];
  EXPECT_EQ(found.slot.start_time().seconds(), Stamp("2026-12-10T13:00:00Z").seconds());
  EXPECT_EQ(found.slot.end_time().seconds(), Stamp("2026-12-10T14:00:00Z").seconds());
  EXPECT_EQ(found.slot.capacity_left(), 3);
  EXPECT_EQ(found.slot.time_zone(), "Europe/Prague");
  EXPECT_EQ(found.slot.staff(0).name(), "Staff One");
  EXPECT_EQ(found.slot.location().kind(), v1::LOCATION_KIND_BUSINESS);
  EXPECT_EQ(found.reference.schedule_id(), kSchedule);
  EXPECT_EQ(found.reference.staff_id(), kStaff);
  EXPECT_TRUE(found.slot.available());
}

TEST(WixV1Slots, ALockedSessionIsNotAvailableThoughItSaysBookable) {
  const auto played =
      ReadSlots(DayQuery(), Calendar(kResource, R"("bookable":true,"locked":true)"));
  EXPECT_FALSE(played.answer->slots[0].slot.available());
}

TEST(WixV1Slots, WhatStartsBehindTheWindowBelongsToTheNext) {
  SlotQuery query = DayQuery();
  query.to = At("2026-12-10T13:00:00Z");
  EXPECT_THAT(ReadSlots(query, Calendar(kResource)).answer->slots, IsEmpty());
}

TEST(WixV1Create, BooksAnAppointment) {
  const auto played = Send(SlotOrder(), {Ok(V1Entry())});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(1));
  const HttpRequest& request = played.requests[0];
  EXPECT_EQ(request.target, "/bookings/v1/bookings/book");
  EXPECT_EQ(request.body,
            R"({"formInfo":{"contactDetails":{"firstName":"Eva","lastName":"Dor",)"
            R"("email":"eva@example.org"},"paymentSelection":[{"rateLabel":"general",)"
            R"("numberOfParticipants":1}]},"createSession":{)"
            R"("scheduleId":"a2000000-0000-4000-8000-00000000000a",)"
            R"("start":{"timestamp":"2026-12-10T13:00:00.000Z"},)"
            R"("end":{"timestamp":"2026-12-10T14:00:00.000Z"},)"
            R"("location":{"locationType":"OWNER_BUSINESS",)"
            R"("businessLocation":{"id":"e1000000-0000-4000-8000-000000000001"}}},)"
            R"("externalUserId":"7b1d2c3e-4f50-4a61-8b72-9c83ad94be05"})");
  EXPECT_EQ(request.effect, Effect::kWrites);
  EXPECT_EQ(request.replay, ReplaySafety::kUnsafe);
  EXPECT_EQ(request.purpose, Purpose::kCreateBooking);
  EXPECT_EQ(played.answer->status(), v1::BOOKING_STATUS_CONFIRMED);
}

TEST(WixV1Create, BooksAClassByItsSessionAndACourseByItsSchedule) {
  CreateInput in_class = SlotOrder();
  in_class.slot->set_session_id("s-1");
  EXPECT_THAT(Send(in_class, {Ok(V1Entry())}).requests[0].body,
              HasSubstr(R"(,"bySessionId":{"sessionId":"s-1"},)"));
  CreateInput course = ServiceOrder();
  course.request.mutable_appointment()->clear_start_time();
  course.request.mutable_appointment()->set_schedule_id(kSchedule);
  EXPECT_THAT(Send(course, {Ok(V1Entry())}).requests[0].body,
              HasSubstr(absl::StrCat(R"(,"scheduleId":")", kSchedule, R"(",)")));
}

TEST(WixV1Create, AServiceAtATimeIsLookedUpInTheCalendar) {
  const auto site = Site("v1");
  const auto free = PlayAnswers(*site, site->PlanCreate(ServiceOrder()), {Ok(Calendar(kResource))});
  ASSERT_TRUE(free.answer.ok()) << free.answer.status();
  EXPECT_EQ(free.requests[0].effect, Effect::kReads);
  EXPECT_EQ(free.answer->preview.schedule_id(), kSchedule);
  EXPECT_EQ(free.answer->preview.end_time().seconds(), Stamp("2026-12-10T14:00:00Z").seconds());
  for (const std::string& gone :
       {std::string(R"({"availabilityEntries":[]})"), Calendar(kResource, R"("bookable":false)")}) {
    const auto played = PlayAnswers(*site, site->PlanCreate(ServiceOrder()), {Ok(gone)});
    EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  }
}

const std::string kSession =
    absl::StrCat(R"("sessionId":")", kEvent, R"(","resource":{"id":")", kStaff, R"("})");

TEST(WixV1Create, ASessionIsBookedOnlyAtTheStartAndOfTheServiceThatAreNamed) {
  const auto site = Site("v1");
  CreateInput input = ServiceOrder();
  input.request.mutable_appointment()->set_session_id(kEvent);
  EXPECT_THAT(site->CheckCreate(input).invalid, IsEmpty());
  const auto found = PlayAnswers(*site, site->PlanCreate(input), {Ok(Calendar(kSession))});
  ASSERT_TRUE(found.answer.ok()) << found.answer.status();
  EXPECT_EQ(found.requests[0].effect, Effect::kReads);
  EXPECT_THAT(found.requests[0].body,
              HasSubstr(absl::StrCat(R"("serviceId":[")", kService,
                                     R"("],"startDate":"2026-12-10T13:00:00.000Z")")));
  EXPECT_EQ(found.answer->preview.session_id(), kEvent);
  const auto other =
      PlayAnswers(*site, site->PlanCreate(input), {Ok(Calendar(R"("sessionId":"another")"))});
  EXPECT_EQ(ReasonOfPlayed(other), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  *input.request.mutable_appointment()->mutable_start_time() = Stamp("2026-12-11T13:00:00Z");
  const auto moved = PlayAnswers(*site, site->PlanCreate(input), {Ok(Calendar(kSession))});
  EXPECT_EQ(ReasonOfPlayed(moved), v1::ERROR_REASON_SLOT_UNAVAILABLE);
}

TEST(WixV1Create, WhatASessionHasOfItsOwnCannotBeChosen) {
  CreateInput input = ServiceOrder();
  v1::AppointmentRequest& appointment = *input.request.mutable_appointment();
  appointment.set_staff_id(kStaff);
  appointment.set_location_id("elsewhere");
  OptionOf(input, "location").mutable_struct_value();
  OptionOf(input, "affectedSchedules").mutable_list_value();
  const auto site = Site("v1");
  const auto paths_of = [&](const CreateInput& order) {
    return PathsOf(AllProblems(*site, v1::OPERATION_CREATE_BOOKING, order, &Connector::CheckCreate)
                       .unsupported);
  };
  EXPECT_THAT(paths_of(input), ElementsAre("appointment.staff_id"));
  appointment.set_session_id(kEvent);
  EXPECT_THAT(paths_of(input),
              UnorderedElementsAre("appointment.staff_id", "appointment.location_id",
                                   "vendor_options.location", "vendor_options.affectedSchedules"));
  const CreatePlan plan = PlanOf(*site, input, {Ok(Calendar(kSession))});
  EXPECT_EQ(plan.preview.location().id(), kPlace);
}

TEST(WixV1Create, ASessionWithoutAStartCannotBeChecked) {
  CreateInput input = ServiceOrder();
  input.request.mutable_appointment()->set_session_id(kEvent);
  input.request.mutable_appointment()->clear_start_time();
  EXPECT_THAT(PathsOf(Site("v1")->CheckCreate(input).invalid),
              ElementsAre("appointment.start_time"));
}

TEST(WixV1Create, EveryDeclaredOptionReachesTheRequest) {
  const auto site = Site("v1");
  const auto* create = FindOperation(site->capabilities(), v1::OPERATION_CREATE_BOOKING);
  EXPECT_THAT(create->vendor_options(), Not(IsEmpty()));
  for (const auto& option : create->vendor_options()) {
    CreateInput input = SlotOrder();
    google::protobuf::Value& value = OptionOf(input, option.name().c_str());
    if (option.value_type() == "string") value.set_string_value("x");
    if (option.value_type() == "bool") value.set_bool_value(true);
    if (option.value_type() == "list") value.mutable_list_value();
    if (option.value_type() == "struct") value.mutable_struct_value();
    EXPECT_THAT(Send(input, {Ok(V1Entry())}).requests[0].body,
                HasSubstr(absl::StrCat("\"", option.name(), "\":")))
        << option.name();
  }
}

TEST(WixV1Create, ContradictingOptionsAreToldTogether) {
  CreateInput input = SlotOrder();
  OptionOf(input, "couponCode").set_string_value("c");
  OptionOf(input, "planSelection").mutable_struct_value();
  OptionOf(input, "rateLabel").set_string_value("r");
  OptionOf(input, "paymentSelection").mutable_list_value();
  input.request.set_party_size(2);
  EXPECT_THAT(
      PathsOf(Site("v1")->CheckCreate(input).invalid),
      UnorderedElementsAre("vendor_options.couponCode", "vendor_options.rateLabel", "party_size"));
}

TEST(WixV1Create, TheLookUpIsNarrowAndOfEveryStatus) {
  const auto played = Find(SlotOrder(), {V1Found()});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  const std::string& body = played.requests[0].body;
  EXPECT_EQ(played.requests[0].target, "/bookings/v1/bookings/query");
  EXPECT_THAT(body, HasSubstr(R"("PENDING_APPROVAL")"));
  EXPECT_THAT(body, HasSubstr(R"("startTime":{"$gte":"2026-12-10T13:00:00.000Z",)"
                              R"("$lt":"2026-12-10T13:00:01.000Z"})"));
  EXPECT_THAT(body, HasSubstr(R"("createdDate":{"$gte":"2026-11-20T09:58:00.000Z"})"));
  EXPECT_THAT(body, HasSubstr(absl::StrCat(R"("scheduleId":{"$in":[")", kSchedule, R"("]})")));
  EXPECT_THAT(played.answer->bookings, SizeIs(1));
}

TEST(WixV1Create, AnothersMarkProvesAnotherBookingAndNoMarkLeavesTheLikeness) {
  const auto count = [](const V1Booking& booking) {
    return Find(SlotOrder(), {V1Found(booking)}).answer->bookings.size();
  };
  EXPECT_EQ(count({.mark = "another"}), 0u);
  EXPECT_EQ(count({.mark = ""}), 1u);
  EXPECT_EQ(count({.mark = "", .email = "EVA@example.org"}), 1u);
  EXPECT_EQ(count({.mark = "", .email = "other@example.org"}), 0u);
  EXPECT_EQ(count({.mark = "", .created = "2026-11-20T09:57:00.000Z"}), 0u);
  const auto two =
      Ok(Answer("v1", V1Entry({.mark = ""}) + "," + V1Entry({.mark = "", .id = "b-32"})));
  EXPECT_THAT(Find(SlotOrder(), {two}).answer->bookings, SizeIs(2));
  EXPECT_THAT(Find(SlotOrder(), {Ok(Answer("v1", ""))}).answer->bookings, IsEmpty());
}

// A full page of others' bookings.
std::string FullPage() {
  std::string page = V1Entry({.mark = "another", .id = "o-0"});
  for (int i = 1; i < 500; ++i) {
    page += "," + V1Entry({.mark = "another", .id = absl::StrCat("o-", i)});
  }
  return page;
}

TEST(WixV1Create, TheLookUpReadsEveryPage) {
  const std::string rest = V1Entry({.mark = "another", .id = "o-499"}) + "," + V1Entry({});
  const auto played = Find(SlotOrder(), {Ok(Answer("v1", FullPage())), Ok(Answer("v1", rest))});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(2));
  EXPECT_THAT(played.requests[1].body, HasSubstr(R"("offset":499)"));
  EXPECT_THAT(played.answer->bookings, SizeIs(1));
}

// A booking that left the filter let ours move up onto the page before: unseen is not absent.
TEST(WixV1Create, TheLookUpFailsWhereTheListMovedMeanwhile) {
  for (const std::string& rest : {V1Entry({}), std::string()}) {
    const auto played = Find(SlotOrder(), {Ok(Answer("v1", FullPage())), Ok(Answer("v1", rest))});
    EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
  }
}

TEST(WixV1Create, CreationsOfOneCustomerAtOneTimeAreRivals) {
  const auto site = Site("v1");
  const CreatePlan by_token = PlanOf(*site, SlotOrder());
  const CreatePlan by_service = PlanOf(*site, ServiceOrder(), {Ok(Calendar(kResource))});
  EXPECT_EQ(by_token.rivalry, by_service.rivalry);
  CreateInput other = SlotOrder();
  other.request.mutable_customer()->set_email("other@example.org");
  EXPECT_NE(PlanOf(*site, other).rivalry, by_token.rivalry);
  EXPECT_EQ(site->create_guarantee().trace, CreateGuarantee::Trace::kLookAlike);
}

CancelInput CancelOf(std::string_view etag = "") {
  CancelInput input;
  input.vendor_id = "b-31";
  input.request.set_etag(std::string(etag));
  return input;
}

// Trap 19.
TEST(WixV1Change, CancelAnswersAnIdOnlySoTheBookingIsReadAgain) {
  const auto site = Site("v1");
  CancelInput input = CancelOf();
  input.request.set_reason("Closed");
  input.request.set_notification(v1::NOTIFICATION_DO_NOT_NOTIFY);
  OptionOf(input, "ignoreCancellationPolicy").set_bool_value(true);
  const auto played = PlayAnswers(
      *site, site->Cancel(input, Identity()),
      {V1Found(), WithConsistency(OnlyId(), "state-3"), V1Found({.status = "CANCELED"})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(3));
  EXPECT_EQ(played.requests[1].target, "/bookings/v1/bookings/b-31/cancel");
  EXPECT_EQ(played.requests[1].body,
            R"({"participantNotification":{"notifyParticipants":false,"message":"Closed"},)"
            R"("flowControlSettings":{"ignoreCancellationPolicy":true}})");
  EXPECT_EQ(played.requests[1].effect, Effect::kWrites);
  EXPECT_EQ(HeaderOf(played.requests[2], "x-wix-consistent"), "state-3");
  EXPECT_EQ(played.answer->booking.status(), v1::BOOKING_STATUS_CANCELLED);
  EXPECT_NE(played.answer->booking.etag(), "");
}

// Trap 13.
TEST(WixV1Change, AReaderThatLagsDoesNotUndoTheAnswer) {
  const auto site = Site("v1");
  for (const HttpResponse& stale : {V1Found(), Ok(Answer("v1", ""))}) {
    const auto played =
        PlayAnswers(*site, site->Cancel(CancelOf(), Identity()), {V1Found(), OnlyId(), stale});
    ASSERT_TRUE(played.answer.ok()) << played.answer.status();
    EXPECT_EQ(played.answer->booking.status(), v1::BOOKING_STATUS_CANCELLED);
    EXPECT_EQ(played.answer->booking.vendor_status(), "CANCELED");
    EXPECT_EQ(played.answer->booking.etag(), "");
  }
}

TEST(WixV1Change, ACancelledBookingIsLeftAloneAndAnEtagIsMinded) {
  const auto site = Site("v1");
  const auto done = PlayAnswers(*site, site->Cancel(CancelOf("any"), Identity()),
                                {V1Found({.status = "CANCELED"})});
  EXPECT_TRUE(done.answer->unchanged);
  const auto other = PlayAnswers(*site, site->Cancel(CancelOf("another"), Identity()), {V1Found()});
  EXPECT_THAT(other.requests, SizeIs(1));
  EXPECT_EQ(ReasonOfPlayed(other), v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST(WixV1Change, ConfirmsAndDeclines) {
  const auto site = Site("v1");
  UpdateStatusInput input;
  input.vendor_id = "b-31";
  for (const auto& [status, word, action] :
       {std::tuple(v1::BOOKING_STATUS_CONFIRMED, "CONFIRMED", "confirm"),
        std::tuple(v1::BOOKING_STATUS_DECLINED, "DECLINED", "decline")}) {
    input.request.set_status(status);
    const auto played =
        PlayAnswers(*site, site->UpdateStatus(input, Identity()),
                    {V1Found({.status = "PENDING_APPROVAL"}), OnlyId(), V1Found({.status = word})});
    EXPECT_EQ(played.requests[1].target, absl::StrCat("/bookings/v1/bookings/b-31/", action));
    EXPECT_EQ(played.requests[1].body, "{}");
    EXPECT_EQ(played.answer->booking.status(), status);
  }
  input.request.set_status(v1::BOOKING_STATUS_COMPLETED);
  EXPECT_THAT(PathsOf(site->CheckUpdateStatus(input).unsupported), ElementsAre("status"));
}

RescheduleInput MoveTo(std::string_view start) {
  RescheduleInput input;
  input.vendor_id = "b-31";
  v1::AppointmentRequest& appointment = *input.request.mutable_appointment();
  appointment.set_service_id(kService);
  *appointment.mutable_start_time() = Stamp(start);
  return input;
}

TEST(WixV1Change, MovesAnAppointmentForTheLengthItHad) {
  const auto site = Site("v1");
  RescheduleInput input = MoveTo("2026-12-11T13:00:00Z");
  OptionOf(input, "affectedSchedules").mutable_list_value()->add_values()->set_string_value("x");
  EXPECT_THAT(site->CheckReschedule(input).invalid, IsEmpty());
  const auto played =
      PlayAnswers(*site, site->Reschedule(input, Identity()), {V1Found(), Ok(V1Entry())});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.requests[1].target, "/bookings/v1/bookings/b-31/reschedule");
  EXPECT_EQ(played.requests[1].body,
            R"({"createSession":{"scheduleId":"a2000000-0000-4000-8000-00000000000a",)"
            R"("start":{"timestamp":"2026-12-11T13:00:00.000Z"},)"
            R"("end":{"timestamp":"2026-12-11T14:00:00.000Z"},"affectedSchedules":["x"]}})");
}

TEST(WixV1Change, MovingAnAppointmentNeedsTheStaffMembersSchedule) {
  const auto site = Site("v1");
  EXPECT_THAT(PathsOf(site->CheckReschedule(MoveTo("2026-12-11T13:00:00Z")).invalid),
              ElementsAre("vendor_options.affectedSchedules"));
  RescheduleInput by_session = MoveTo("2026-12-11T13:00:00Z");
  by_session.request.mutable_appointment()->set_session_id("s-2");
  EXPECT_THAT(site->CheckReschedule(by_session).invalid, IsEmpty());
}

TEST(WixV1Change, WhatASessionHasOfItsOwnCannotBeChosen) {
  RescheduleInput input = MoveTo("2026-12-10T13:00:00Z");
  input.request.mutable_appointment()->set_session_id(kEvent);
  input.request.mutable_appointment()->set_location_id(kPlace);
  OptionOf(input, "affectedSchedules").mutable_list_value();
  EXPECT_THAT(PathsOf(Site("v1")->CheckReschedule(input).unsupported),
              ElementsAre("appointment.location_id"));
}

TEST(WixV1Change, ASessionIsMovedToOnlyAtItsOwnTime) {
  const auto site = Site("v1");
  RescheduleInput input = MoveTo("2026-12-10T13:00:00Z");
  input.request.mutable_appointment()->set_session_id(kEvent);
  const auto played = PlayAnswers(*site, site->Reschedule(input, Identity()),
                                  {V1Found(), Ok(Calendar(kSession)), Ok(V1Entry())});
  ASSERT_THAT(played.requests, SizeIs(3));
  EXPECT_EQ(played.requests[2].body,
            absl::StrCat(R"({"bySessionId":{"sessionId":")", kEvent, R"("}})"));
  *input.request.mutable_appointment()->mutable_start_time() = Stamp("2026-12-11T13:00:00Z");
  const auto other =
      PlayAnswers(*site, site->Reschedule(input, Identity()), {V1Found(), Ok(Calendar(kSession))});
  EXPECT_THAT(other.requests, SizeIs(2));
  EXPECT_EQ(ReasonOfPlayed(other), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  input.request.mutable_appointment()->clear_start_time();
  EXPECT_THAT(PathsOf(site->CheckReschedule(input).invalid), ElementsAre("appointment.start_time"));
}

TEST(WixV1Change, WhatIsThereIsNotMoved) {
  const auto site = Site("v1");
  const auto played =
      PlayAnswers(*site, site->Reschedule(MoveTo("2026-12-10T13:00:00Z"), Identity()), {V1Found()});
  ASSERT_TRUE(played.answer.ok());
  EXPECT_TRUE(played.answer->unchanged);
}

}  // namespace
}  // namespace bookings::wix
