// Changing bookings with Wix's API v2: read, decide, send with the revision that was read.
#include "tests/unit/connectors/wix/wix_write_fixture.h"

namespace bookings::wix {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kBase[] = "/_api/bookings-service/v2/bookings/b-21/";
const V2Booking kConfirmed = {.status = "CONFIRMED", .revision = "2"};

CancelInput CancelOf(std::string_view etag = "") {
  CancelInput input;
  input.vendor_id = "b-21";
  input.request.set_etag(std::string(etag));
  return input;
}

UpdateStatusInput StatusOf(v1::BookingStatus status) {
  UpdateStatusInput input;
  input.vendor_id = "b-21";
  input.request.set_status(status);
  return input;
}

RescheduleInput MoveTo(std::string_view start) {
  RescheduleInput input;
  input.vendor_id = "b-21";
  input.slot = KnownSlot();
  *input.slot->mutable_start_time() = Stamp(start);
  return input;
}

UpdateInput PartyOf(int people) {
  UpdateInput input;
  input.vendor_id = "b-21";
  input.request.mutable_booking()->set_party_size(people);
  input.request.mutable_update_mask()->add_paths("party_size");
  return input;
}

testing::Played<Written> Cancel(const CancelInput& input,
                                const std::vector<HttpResponse>& answers) {
  const auto site = Site("v2");
  return PlayAnswers(*site, site->Cancel(input, Identity()), answers);
}
testing::Played<Written> Move(const RescheduleInput& input,
                              const std::vector<HttpResponse>& answers) {
  const auto site = Site("v2");
  return PlayAnswers(*site, site->Reschedule(input, Identity()), answers);
}
testing::Played<Written> SetStatus(const UpdateStatusInput& input,
                                   const std::vector<HttpResponse>& answers) {
  const auto site = Site("v2");
  return PlayAnswers(*site, site->UpdateStatus(input, Identity()), answers);
}
testing::Played<Written> SetParty(const UpdateInput& input,
                                  const std::vector<HttpResponse>& answers) {
  const auto site = Site("v2");
  return PlayAnswers(*site, site->Update(input, Identity()), answers);
}

TEST(WixV2Change, CancelsWithTheRevisionThatWasRead) {
  CancelInput input = CancelOf();
  input.request.set_reason("Closed that day");
  input.request.set_notification(v1::NOTIFICATION_NOTIFY);
  OptionOf(input, "ignoreCancellationPolicy").set_bool_value(true);
  OptionOf(input, "waiveCharges").set_bool_value(true);
  const auto played =
      Cancel(input, {V2Found(kConfirmed), V2Written({.status = "CANCELED", .revision = "3"})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  const HttpRequest& request = played.requests[1];
  EXPECT_EQ(request.target, absl::StrCat(kBase, "cancel"));
  EXPECT_EQ(request.body, R"({"revision":"2","participantNotification":{"notifyParticipants":true,)"
                          R"("message":"Closed that day"},"waiveCharges":true,)"
                          R"("flowControlSettings":{"ignoreCancellationPolicy":true}})");
  EXPECT_EQ(request.effect, Effect::kWrites);
  EXPECT_EQ(request.purpose, Purpose::kChangeBooking);
  EXPECT_EQ(request.replay, ReplaySafety::kUnsafe);
  EXPECT_EQ(played.answer->booking.status(), v1::BOOKING_STATUS_CANCELLED);
  EXPECT_EQ(played.answer->booking.etag(), "3");
  EXPECT_FALSE(played.answer->unchanged);
}

TEST(WixV2Change, ACancelledBookingIsLeftAloneWhateverTheEtag) {
  const auto played = Cancel(CancelOf("9"), {V2Found({.status = "CANCELED"})});
  ASSERT_TRUE(played.answer.ok());
  EXPECT_THAT(played.requests, SizeIs(1));
  EXPECT_TRUE(played.answer->unchanged);
}

TEST(WixV2Change, AnotherEtagThanTheCallersSendsNothing) {
  const auto played = Cancel(CancelOf("1"), {V2Found(kConfirmed)});
  EXPECT_THAT(played.requests, SizeIs(1));
  EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_ETAG_MISMATCH);
}

// Trap 12.
TEST(WixV2Change, AStaleRevisionIsReadAndDecidedAgainOnce) {
  const auto played =
      Cancel(CancelOf(), {V2Found(kConfirmed), WithConsistency(StaleRevision(), "state-9"),
                          V2Found({.status = "CONFIRMED", .revision = "3"}),
                          V2Written({.status = "CANCELED"})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(HeaderOf(played.requests[2], "x-wix-consistent"), "state-9");
  EXPECT_EQ(played.requests[3].body, R"({"revision":"3"})");
  const auto twice = Cancel(
      CancelOf(), {V2Found(kConfirmed), StaleRevision(), V2Found(kConfirmed), StaleRevision()});
  EXPECT_THAT(twice.requests, SizeIs(4));
  EXPECT_EQ(ReasonOfPlayed(twice), v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST(WixV2Change, WhatSomebodyElseCancelledMeanwhileIsCancelled) {
  const auto played =
      Cancel(CancelOf(), {V2Found(kConfirmed), StaleRevision(), V2Found({.status = "CANCELED"})});
  ASSERT_TRUE(played.answer.ok());
  EXPECT_THAT(played.requests, SizeIs(3));
  EXPECT_EQ(played.answer->booking.status(), v1::BOOKING_STATUS_CANCELLED);
}

TEST(WixV2Change, TheEtagCountsAfterAStaleRevisionToo) {
  const auto played = Cancel(CancelOf("2"), {V2Found(kConfirmed), StaleRevision(),
                                             V2Found({.status = "CONFIRMED", .revision = "3"})});
  EXPECT_THAT(played.requests, SizeIs(3));
  EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST(WixV2Change, ABookingThatIsNotThereIsNotFound) {
  EXPECT_EQ(ReasonOfPlayed(Cancel(CancelOf(), {Ok(Answer("v2", ""))})),
            v1::ERROR_REASON_BOOKING_NOT_FOUND);
}

TEST(WixV2Change, WhatLiesBesideTheBookingIsKept) {
  const std::string entry = V2Entry(kConfirmed);
  const std::string beside =
      entry.substr(0, entry.size() - 1) +
      R"(,"attendance":{"status":"NOT_SET"},"order":{"bookingPrice":{"amount":"35.50"},"currency":"EUR"}})";
  const auto played =
      Cancel(CancelOf(), {Ok(Answer("v2", beside)), V2Written({.status = "CANCELED"})});
  ASSERT_TRUE(played.answer.ok());
  EXPECT_EQ(played.answer->booking.total().units(), 35);
  EXPECT_TRUE(played.answer->booking.vendor_fields().fields().contains("attendance"));
}

// Trap 26.
TEST(WixV2Change, ConfirmsWithoutACheckOfAvailabilityUnlessAskedTo) {
  UpdateStatusInput input = StatusOf(v1::BOOKING_STATUS_CONFIRMED);
  const std::vector<HttpResponse> answers = {V2Found({.status = "PENDING"}), V2Written(kConfirmed)};
  const auto plain = SetStatus(input, answers);
  EXPECT_EQ(plain.requests[1].target, absl::StrCat(kBase, "confirm"));
  EXPECT_EQ(plain.requests[1].body, R"({"revision":"1"})");
  EXPECT_EQ(plain.answer->booking.status(), v1::BOOKING_STATUS_CONFIRMED);
  OptionOf(input, "checkAvailabilityValidation").set_bool_value(true);
  OptionOf(input, "paymentStatus").set_string_value("EXEMPT");
  EXPECT_EQ(SetStatus(input, answers).requests[1].body,
            R"({"revision":"1","paymentStatus":"EXEMPT",)"
            R"("flowControlSettings":{"checkAvailabilityValidation":true}})");
}

TEST(WixV2Change, DeclinesAndKnowsWhatIsDeclined) {
  const auto input = StatusOf(v1::BOOKING_STATUS_DECLINED);
  const auto played =
      SetStatus(input, {V2Found({.status = "PENDING"}), V2Written({.status = "DECLINED"})});
  EXPECT_EQ(played.requests[1].target, absl::StrCat(kBase, "decline"));
  EXPECT_TRUE(SetStatus(input, {V2Found({.status = "DECLINED"})}).answer->unchanged);
}

TEST(WixV2Change, OtherStatusesAndOptionsOfTheOtherMoveAreRefusedBeforehand) {
  const auto site = Site("v2");
  const auto no_show = StatusOf(v1::BOOKING_STATUS_NO_SHOW);
  EXPECT_THAT(PathsOf(site->CheckUpdateStatus(no_show).unsupported), ElementsAre("status"));
  UpdateStatusInput confirm = StatusOf(v1::BOOKING_STATUS_CONFIRMED);
  OptionOf(confirm, "withRefund").set_bool_value(true);
  EXPECT_THAT(PathsOf(site->CheckUpdateStatus(confirm).unsupported),
              ElementsAre("vendor_options.withRefund"));
  UpdateStatusInput decline = StatusOf(v1::BOOKING_STATUS_DECLINED);
  OptionOf(decline, "sendSmsReminder").set_bool_value(true);
  EXPECT_THAT(PathsOf(site->CheckUpdateStatus(decline).unsupported),
              ElementsAre("vendor_options.sendSmsReminder"));
}

TEST(WixV2Change, MovesToTheSlotOfTheToken) {
  RescheduleInput input = MoveTo("2026-12-11T13:00:00Z");
  OptionOf(input, "ignoreReschedulePolicy").set_bool_value(true);
  const auto played =
      Move(input, {V2Found(kConfirmed), V2Written({.start = "2026-12-11T13:00:00Z"})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.requests[1].target, absl::StrCat(kBase, "reschedule"));
  EXPECT_THAT(played.requests[1].body, HasSubstr(R"({"revision":"2","slot":{"serviceId":")"));
  EXPECT_THAT(played.requests[1].body, HasSubstr(R"("startDate":"2026-12-11T14:00:00.000+01:00")"));
  EXPECT_THAT(played.requests[1].body,
              HasSubstr(R"("flowControlSettings":{"ignoreReschedulePolicy":true})"));
}

TEST(WixV2Change, ABookingThatIsThereIsNotMoved) {
  const auto played = Move(MoveTo("2026-12-10T13:00:00Z"), {V2Found(kConfirmed)});
  ASSERT_TRUE(played.answer.ok());
  EXPECT_TRUE(played.answer->unchanged);
  RescheduleInput to_other = MoveTo("2026-12-10T13:00:00Z");
  to_other.slot->set_staff_id(kOtherStaff);
  EXPECT_THAT(Move(to_other, {V2Found(kConfirmed), V2Written()}).requests, SizeIs(2));
}

TEST(WixV2Change, AServiceAtATimeIsLookedUpAndTheStaffMemberKept) {
  RescheduleInput input = MoveTo("2026-12-11T13:00:00Z");
  input.slot.reset();
  input.request.mutable_appointment()->set_service_id(kService);
  *input.request.mutable_appointment()->mutable_start_time() = Stamp("2026-12-11T13:00:00Z");
  const std::string slots = absl::StrCat(
      R"({"timeSlots":[{"scheduleId":"s","localStartDate":"2026-12-11T13:00:00",)",
      R"("localEndDate":"2026-12-11T14:00:00","bookable":true,"availableResources":[)",
      R"({"resourceTypeId":"1cd44cf8-756f-41c3-bd90-3e2ffcaf1155","resources":[{"id":")",
      kOtherStaff, R"("},{"id":")", kStaff, R"("}]}]}],"timeZone":"UTC"})");
  const auto played = Move(input, {V2Found(kConfirmed), Ok(slots), V2Written()});
  ASSERT_THAT(played.requests, SizeIs(3));
  EXPECT_EQ(played.requests[1].effect, Effect::kReads);
  EXPECT_THAT(played.requests[2].body,
              HasSubstr(absl::StrCat(R"("resource":{"id":")", kStaff, R"("})")));
}

TEST(WixV2Change, ASessionOfAnotherTimeIsNotMovedTo) {
  RescheduleInput input = MoveTo("2026-12-11T13:00:00Z");
  input.slot.reset();
  v1::AppointmentRequest& appointment = *input.request.mutable_appointment();
  appointment.set_service_id(kService);
  appointment.set_session_id(kEvent);
  *appointment.mutable_start_time() = Stamp("2026-12-11T13:00:00Z");
  appointment.set_staff_id(kStaff);
  EXPECT_THAT(PathsOf(Site("v2")->CheckReschedule(input).unsupported),
              ElementsAre("appointment.staff_id"));
  appointment.clear_staff_id();
  const auto other = Move(input, {V2Found(kConfirmed), Ok(EventSlots({Session()}))});
  EXPECT_EQ(ReasonOfPlayed(other), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  const std::string same = EventSlots({{.start = "2026-12-11T13:00:00"}});
  const auto played = Move(input, {V2Found(kConfirmed), Ok(same), V2Written()});
  ASSERT_THAT(played.requests, SizeIs(3));
  EXPECT_THAT(played.requests[2].body, HasSubstr(absl::StrCat(R"("eventId":")", kEvent, R"("})")));
}

TEST(WixV2Change, AClassIsMovedToItsOnlySessionThen) {
  RescheduleInput input = MoveTo("2026-12-11T13:00:00Z");
  input.slot.reset();
  input.request.mutable_appointment()->set_service_id(kService);
  *input.request.mutable_appointment()->mutable_start_time() = Stamp("2026-12-11T13:00:00Z");
  const std::string session = EventSlots({{.start = "2026-12-11T13:00:00"}});
  const auto played = Move(
      input, {V2Found(kConfirmed), Refusal(404, "SERVICE_NOT_FOUND"), Ok(session), V2Written()});
  ASSERT_THAT(played.requests, SizeIs(4));
  EXPECT_THAT(played.requests[3].body, HasSubstr(absl::StrCat(R"("eventId":")", kEvent, R"("})")));
}

TEST(WixV2Change, WhatCannotBeMovedIsRefusedWithoutAsking) {
  const auto input = MoveTo("2026-12-11T13:00:00Z");
  for (const V2Booking& booking : {V2Booking{.status = "CANCELED"}, V2Booking{.status = "DECLINED"},
                                   V2Booking{.status = "CONFIRMED", .tag = "COURSE"}}) {
    const auto played = Move(input, {V2Found(booking)});
    EXPECT_THAT(played.requests, SizeIs(1));
    EXPECT_EQ(ReasonOfPlayed(played), v1::ERROR_REASON_BOOKING_REFUSED);
  }
  RescheduleInput other = input;
  other.slot->set_service_id("another");
  EXPECT_EQ(ReasonOfPlayed(Move(other, {V2Found(kConfirmed)})), v1::ERROR_REASON_INVALID_REQUEST);
}

TEST(WixV2Change, ChangesTheNumberOfPeopleOfAClass) {
  const V2Booking in_class = {.status = "CONFIRMED", .revision = "17", .tag = "GROUP"};
  const auto played = SetParty(PartyOf(4), {V2Found(in_class), V2Written({.people = 4})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.requests[1].target, absl::StrCat(kBase, "update_number_of_participants"));
  EXPECT_EQ(played.requests[1].body, R"({"revision":"17","totalParticipants":4})");
  EXPECT_TRUE(SetParty(PartyOf(1), {V2Found(in_class)}).answer->unchanged);
  EXPECT_EQ(ReasonOfPlayed(SetParty(PartyOf(4), {V2Found(kConfirmed)})),
            v1::ERROR_REASON_BOOKING_REFUSED);
  EXPECT_THAT(PathsOf(Site("v2")->CheckUpdate(PartyOf(0)).invalid),
              ElementsAre("booking.party_size"));
}

struct RefusalRow {
  int status;
  const char* code;
  Purpose purpose;
  ErrorReason reason;
};

TEST(WixRefusals, EachHasItsReason) {
  constexpr auto kCreate = Purpose::kCreateBooking;
  constexpr auto kChange = Purpose::kChangeBooking;
  const RefusalRow rows[] = {
      {428, "SLOT_NOT_AVAILABLE", kCreate, v1::ERROR_REASON_SLOT_UNAVAILABLE},
      {428, "SESSION_CAPACITY_EXCEEDED", kCreate, v1::ERROR_REASON_SLOT_UNAVAILABLE},
      {428, "SCHEDULE_CAPACITY_EXCEEDED", kCreate, v1::ERROR_REASON_SLOT_UNAVAILABLE},
      {428, "SESSION_NOT_FOUND", kCreate, v1::ERROR_REASON_SLOT_UNAVAILABLE},
      {428, "NO_OPEN_SPOTS", kChange, v1::ERROR_REASON_SLOT_UNAVAILABLE},
      {428, "SCHEDULE_NOT_FOUND", kCreate, v1::ERROR_REASON_VENDOR_RESOURCE_MISSING},
      {404, "SERVICE_NOT_FOUND", Purpose::kListSlots, v1::ERROR_REASON_VENDOR_RESOURCE_MISSING},
      {403, "UNAUTHORIZED_OPERATION", kCreate, v1::ERROR_REASON_VENDOR_PERMISSION_DENIED},
      {403, "", kChange, v1::ERROR_REASON_VENDOR_PERMISSION_DENIED},
      {403, "BOOKING_POLICY_VIOLATION", kChange, v1::ERROR_REASON_BOOKING_REFUSED},
      {403, "REFUND_NOT_ALLOWED", kChange, v1::ERROR_REASON_BOOKING_REFUSED},
      {428, "VALIDATION_FAILURE", kChange, v1::ERROR_REASON_BOOKING_REFUSED},
      {428, "INVALID_BOOKING_STATUS", kChange, v1::ERROR_REASON_BOOKING_REFUSED},
      {428, "FAILED_CONFIRMING_NON_PENDING_BOOKING", kChange, v1::ERROR_REASON_BOOKING_REFUSED},
      {428, "NOT_ALLOWED_TO_UPDATE_BOOKING_IN_MULTI_SERVICE_BOOKING", kChange,
       v1::ERROR_REASON_BOOKING_REFUSED},
      {428, "A_NEW_CODE", kCreate, v1::ERROR_REASON_BOOKING_REFUSED},
      {428, "A_NEW_CODE", Purpose::kListBookings, v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
      {404, "BOOKING_NOT_FOUND", kChange, v1::ERROR_REASON_BOOKING_NOT_FOUND},
      {409, "", kChange, v1::ERROR_REASON_ETAG_MISMATCH},
      {429, "FEATURE_LIMIT_EXCEEDED", kChange, v1::ERROR_REASON_QUOTA_EXHAUSTED},
      {429, "RESOURCE_EXHAUSTED", kCreate, v1::ERROR_REASON_VENDOR_RATE_LIMITED},
      {400, "INVALID_TIME_ZONE", kCreate, v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
  };
  for (const RefusalRow& row : rows) {
    const absl::Status failure =
        Site("v2")->ExplainFailure(row.purpose, Refusal(row.status, row.code));
    EXPECT_EQ(ReasonOf(failure), row.reason) << row.status << " " << row.code;
  }
}

}  // namespace
}  // namespace bookings::wix
