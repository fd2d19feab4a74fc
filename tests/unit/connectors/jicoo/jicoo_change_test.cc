// Cancelling, moving and editing bookings at Jicoo: what is sent, when nothing is, and what
// refusals mean.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/jicoo/jicoo_write_fixture.h"

namespace bookings::jicoo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const std::string kPath = std::string("/v1/bookings/") + kUid;

CancelInput Cancellation(std::string_view reason = "") {
  CancelInput input;
  input.vendor_id = kUid;
  input.request.set_reason(std::string(reason));
  return input;
}

testing::Played<Written> Cancel(const CancelInput& input, const std::vector<HttpResponse>& answers,
                                std::string_view reason_key = "") {
  config::v1::ConnectionConfig config = StudioConfig();
  config.mutable_jicoo()->set_cancel_reason_key(std::string(reason_key));
  const auto connector = MakeConnector(config);
  return PlayAnswers(*connector, connector->Cancel(input, Identity()), answers);
}

RescheduleInput MoveTo(std::string_view start) {
  RescheduleInput input;
  input.vendor_id = kUid;
  SetTimestamp(At(start), input.request.mutable_appointment()->mutable_start_time());
  return input;
}

testing::Played<Written> Move(const RescheduleInput& input,
                              const std::vector<HttpResponse>& answers) {
  const auto connector = Studio();
  return PlayAnswers(*connector, connector->Reschedule(input, Identity()), answers);
}

UpdateInput Edit(const std::vector<std::string>& mask) {
  UpdateInput input;
  input.vendor_id = kUid;
  for (const std::string& path : mask) input.request.mutable_update_mask()->add_paths(path);
  return input;
}

testing::Played<Written> Update(const UpdateInput& input,
                                const std::vector<HttpResponse>& answers) {
  const auto connector = Studio();
  return PlayAnswers(*connector, connector->Update(input, Identity()), answers);
}

std::string Etag() {
  return Cancel(Cancellation(), {One(), Contacts(), One()}).answer->booking.etag();
}

TEST(JicooCancel, ReadsThenSendsOneKeyForTheReason) {
  const auto played =
      Cancel(Cancellation("Teacher \"ill\""), {One(), Contacts(), One({.status = "cancel"})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_THAT(TargetsOf(played), ElementsAre(kPath, kPath + "/contacts", kPath + "/cancel"));
  const HttpRequest& request = played.requests.at(2);
  EXPECT_EQ(request.method, HttpMethod::kPost);
  EXPECT_EQ(request.body, R"({"cancelReason":"Teacher \"ill\""})");
  EXPECT_EQ(request.headers.at(0).value, "application/json");
  EXPECT_EQ(request.purpose, Purpose::kChangeBooking);
  EXPECT_EQ(request.effect, Effect::kWrites);
  EXPECT_EQ(request.replay, ReplaySafety::kUnsafe);
  EXPECT_EQ(played.requests[0].effect, Effect::kReads);
  EXPECT_EQ(played.requests[1].effect, Effect::kReads);
  EXPECT_FALSE(played.answer->unchanged);
  EXPECT_EQ(played.answer->booking.status(), v1::BOOKING_STATUS_CANCELLED);
  EXPECT_EQ(played.answer->booking.customers(0).email(), "mika@example.com");
}

TEST(JicooCancel, TheKeyOfTheReasonIsASetting) {
  const std::vector<HttpResponse> answers = {One(), Contacts(), One({.status = "cancel"})};
  EXPECT_EQ(Cancel(Cancellation("x"), answers, "reason").requests.at(2).body, R"({"reason":"x"})");
  EXPECT_EQ(Cancel(Cancellation("x"), answers, "cancelReason").requests.at(2).body,
            R"({"cancelReason":"x"})");
  EXPECT_EQ(Cancel(Cancellation(), answers).requests.at(2).body, "{}");
  config::v1::ConnectionConfig config = StudioConfig();
  config.mutable_jicoo()->set_cancel_reason_key("why");
  ASSERT_THAT(CheckConfig(config), SizeIs(1));
  EXPECT_EQ(CheckConfig(config)[0].path, "jicoo.cancel_reason_key");
  config.mutable_jicoo()->set_cancel_reason_key("reason");
  EXPECT_THAT(CheckConfig(config), IsEmpty());
}

TEST(JicooCancel, ALongReasonIsRefusedBeforeItIsSent) {
  CancelInput input;
  input.request.set_reason(std::string(2001, 'x'));
  const auto connector = Studio();
  EXPECT_THAT(PathsOf(connector->CheckCancel(input).invalid), ElementsAre("reason"));
  input.request.set_reason(std::string(2000, 'x'));
  EXPECT_THAT(connector->CheckCancel(input).invalid, IsEmpty());
}

TEST(JicooReschedule, AStartBetweenMillisecondsIsRefused) {
  RescheduleInput input;
  input.request.mutable_appointment()->mutable_start_time()->set_nanos(1);
  EXPECT_THAT(PathsOf(Studio()->CheckReschedule(input).invalid),
              ElementsAre("appointment.start_time"));
}

TEST(JicooCancel, OfACancelledBookingSendsNothing) {
  CancelInput input = Cancellation();
  input.request.set_etag("stale");  // being there counts before the etag
  const auto played = Cancel(input, {One({.status = "cancel"}), Contacts()});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_TRUE(played.answer->unchanged);
  EXPECT_THAT(played.requests, SizeIs(2));
  EXPECT_EQ(played.answer->booking.customers_size(), 1);
}

TEST(JicooCancel, KeepsToItsEtag) {
  CancelInput input = Cancellation();
  input.request.set_etag("stale");
  const auto played = Cancel(input, {One(), Contacts()});
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_THAT(played.requests, SizeIs(2));
  input.request.set_etag(Etag());
  EXPECT_TRUE(Cancel(input, {One(), Contacts(), One({.status = "cancel"})}).answer.ok());
}

TEST(JicooAssumed, ASecondCancellationIsRefusedAndThenReadAsDone) {
  const auto played = Cancel(
      Cancellation(), {One(), Contacts(), Refusal(422), One({.status = "cancel"}), Contacts()});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_TRUE(played.answer->unchanged);
  EXPECT_EQ(ReasonOf(Cancel(Cancellation(), {One(), Contacts(), Refusal(422), One(), Contacts()})
                         .answer.status()),
            v1::ERROR_REASON_BOOKING_REFUSED);
}

TEST(JicooAssumed, AnAnswerWithoutABookingIsFollowedByARead) {
  for (const char* body : {"", "{}", R"({"data":{}})"}) {
    const auto played =
        Cancel(Cancellation(), {One(), Contacts(), Answer(204, body), One({.status = "cancel"})});
    ASSERT_TRUE(played.answer.ok()) << played.answer.status();
    EXPECT_EQ(played.requests.at(3).target, kPath);
    EXPECT_EQ(played.answer->booking.status(), v1::BOOKING_STATUS_CANCELLED);
    EXPECT_EQ(played.answer->booking.customers_size(), 1);
  }
}

TEST(JicooChange, OfAnUnknownBookingIsNotFound) {
  EXPECT_EQ(ReasonOf(Cancel(Cancellation(), {Refusal(404)}).answer.status()),
            v1::ERROR_REASON_BOOKING_NOT_FOUND);
  EXPECT_EQ(ReasonOf(Cancel(Cancellation(), {One(), Contacts(), Refusal(404)}).answer.status()),
            v1::ERROR_REASON_BOOKING_NOT_FOUND);
  CancelInput input = Cancellation();
  input.vendor_id = "..";
  const auto played = Cancel(input, {});
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_BOOKING_NOT_FOUND);
  EXPECT_THAT(played.requests, IsEmpty());
}

TEST(JicooChange, GoesOnWithoutContactsThatMayNotBeRead) {
  const auto played = Cancel(Cancellation(), {One(), Refusal(403), One({.status = "cancel"})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_THAT(played.answer->booking.mapping_notes(),
              ElementsAre(v1::MAPPING_NOTE_DETAILS_UNAVAILABLE));
  EXPECT_EQ(ReasonOf(Cancel(Cancellation(), {One(), Refusal(500)}).answer.status()),
            v1::ERROR_REASON_VENDOR_UNAVAILABLE);
}

TEST(JicooTraps, BookingsAreMovedByTheCallThatChecksTheSlot) {
  const auto played = Move(MoveTo("2026-11-22T02:00:00Z"),
                           {One(), Contacts(), One({.started = "2026-11-22T02:00:00.000Z"})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  const HttpRequest& request = played.requests.at(2);
  EXPECT_EQ(request.method, HttpMethod::kPost);
  EXPECT_EQ(request.target, kPath + "/reschedule");
  EXPECT_EQ(request.body, R"({"timeZone":"Asia/Tokyo","startedAt":"2026-11-22T02:00:00.000Z"})");
  EXPECT_EQ(request.effect, Effect::kWrites);
  EXPECT_EQ(request.replay, ReplaySafety::kUnsafe);
  EXPECT_EQ(FromTimestamp(played.answer->booking.start_time()), At("2026-11-22T02:00:00Z"));
  EXPECT_EQ(played.answer->booking.customers_size(), 1);
  EXPECT_FALSE(played.answer->unchanged);
}

TEST(JicooMove, ToASlotTakesItsStartAndZone) {
  RescheduleInput input;
  input.vendor_id = kUid;
  input.slot.emplace();
  input.slot->set_service_id(kEventType);
  SetTimestamp(At("2026-11-22T02:00:00Z"), input.slot->mutable_start_time());
  (*input.slot->mutable_vendor())["timeZone"] = "Europe/Prague";
  EXPECT_EQ(Move(input, {One(), Contacts(), One()}).requests.at(2).body,
            R"({"timeZone":"Europe/Prague","startedAt":"2026-11-22T02:00:00.000Z"})");
  RescheduleInput zoned = MoveTo("2026-11-22T02:00:00Z");
  zoned.request.mutable_appointment()->set_time_zone("Europe/Paris");
  EXPECT_EQ(Move(zoned, {One(), Contacts(), One()}).requests.at(2).body,
            R"({"timeZone":"Europe/Paris","startedAt":"2026-11-22T02:00:00.000Z"})");
}

TEST(JicooMove, ToWhereTheBookingIsSendsNothing) {
  const auto played = Move(MoveTo(kStart), {One(), Contacts()});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_TRUE(played.answer->unchanged);
  EXPECT_THAT(played.requests, SizeIs(2));
}

TEST(JicooMove, OfACancelledBookingOrToAnotherEventTypeIsRefused) {
  EXPECT_EQ(ReasonOf(Move(MoveTo(kStart), {One({.status = "cancel"}), Contacts()}).answer.status()),
            v1::ERROR_REASON_BOOKING_REFUSED);
  RescheduleInput input = MoveTo("2026-11-22T02:00:00Z");
  input.request.mutable_appointment()->set_service_id("other");
  EXPECT_EQ(ReasonOf(Move(input, {One(), Contacts()}).answer.status()),
            v1::ERROR_REASON_INVALID_REQUEST);
  input.request.mutable_appointment()->set_service_id(kEventType);
  EXPECT_TRUE(Move(input, {One(), Contacts(), One()}).answer.ok());
}

TEST(JicooMove, ARefusedStartIsTakenOnlyIfItIsNotOffered) {
  const auto refuse = [](const HttpResponse& slots) {
    const auto played =
        Move(MoveTo("2026-11-22T02:00:00Z"), {One(), Contacts(), Refusal(422), slots});
    EXPECT_EQ(played.requests.at(3).target,
              "/v1/event_types/b7Yw-1QeRt5u/available_schedules?periodStart=2026-11-21T14%3A00%"
              "3A00.000Z&periodEnd=2026-11-22T14%3A00%3A00.000Z");
    return ReasonOf(played.answer.status());
  };
  EXPECT_EQ(refuse(SlotsAnswer("")), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  EXPECT_EQ(refuse(SlotsAnswer(Entry("2026-11-22T02:00:00Z"))), v1::ERROR_REASON_BOOKING_REFUSED);
}

TEST(JicooMove, KeepsToItsEtagAndNamesWhatIsWrong) {
  RescheduleInput input = MoveTo("2026-11-22T02:00:00Z");
  input.request.set_etag("stale");
  EXPECT_EQ(ReasonOf(Move(input, {One(), Contacts()}).answer.status()),
            v1::ERROR_REASON_ETAG_MISMATCH);
  input.request.mutable_appointment()->set_time_zone("Tokyo");
  input.request.mutable_appointment()->set_staff_id("u7");
  input.request.set_notification(v1::NOTIFICATION_NOTIFY);
  const auto connector = Studio();
  const WriteProblems problems =
      AllProblems(*connector, v1::OPERATION_RESCHEDULE_BOOKING, input, &Connector::CheckReschedule);
  EXPECT_THAT(PathsOf(problems.invalid), ElementsAre("appointment.time_zone"));
  EXPECT_THAT(PathsOf(problems.unsupported),
              UnorderedElementsAre("appointment.staff_id", "notification"));
}

UpdateInput FullEdit() {
  UpdateInput input = Edit({"title", "description", "staff", "priority", "time_zone"});
  v1::Booking& booking = *input.request.mutable_booking();
  booking.set_title("Second lesson");
  booking.set_description("Bring a guitar");
  booking.set_priority(v1::PRIORITY_MEDIUM);
  booking.set_time_zone("Europe/Prague");
  v1::StaffMember& member = *booking.add_staff();
  member.set_id("u8");
  member.set_role("viewer");
  return input;
}

TEST(JicooUpdate, SendsWhatDiffersByPatch) {
  UpdateInput input = FullEdit();
  Option(input, "updateMessage") = TextValue("See you");
  input.request.set_notification(v1::NOTIFICATION_NOTIFY);
  const auto played = Update(input, {One(), Contacts(), One()});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  const HttpRequest& request = played.requests.at(2);
  EXPECT_EQ(request.method, HttpMethod::kPatch);
  EXPECT_EQ(request.target, kPath);
  EXPECT_EQ(request.body,
            R"({"name":"Second lesson","description":"Bring a guitar","timeZone":"Europe/Prague",)"
            R"("hosts":[{"userId":"u8","role":"viewer"}],"priority":"middle",)"
            R"("updateMessage":"See you","isSendUpdates":true})");
  EXPECT_EQ(request.effect, Effect::kWrites);
  EXPECT_EQ(request.replay, ReplaySafety::kUnsafe);
}

TEST(JicooUpdate, LeavesOutWhatIsSoAlreadyAndWhatTheMaskDoesNotName) {
  UpdateInput input = FullEdit();
  input.request.mutable_booking()->set_title("Trial lesson");
  input.request.mutable_update_mask()->clear_paths();
  input.request.mutable_update_mask()->add_paths("title");
  input.request.set_notification(v1::NOTIFICATION_NOTIFY);
  const auto played = Update(input, {One(), Contacts()});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_TRUE(played.answer->unchanged);
  input.request.mutable_update_mask()->add_paths("priority");
  input.request.set_notification(v1::NOTIFICATION_DO_NOT_NOTIFY);
  EXPECT_EQ(Update(input, {One(), Contacts(), One()}).requests.at(2).body,
            R"({"priority":"middle","isSendUpdates":false})");
}

TEST(JicooUpdate, UnsetsByNullAndEmptiesTheHosts) {
  const std::string is = R"({"data":{"uid":"Zk3_pQ9xLm2A","description":"d","priority":"low",)"
                         R"("hosts":[{"userId":"u7","role":"admin"}]}})";
  EXPECT_EQ(Update(Edit({"description", "priority", "staff"}), {Answer(200, is), Contacts(), One()})
                .requests.at(2)
                .body,
            R"({"description":null,"hosts":[],"priority":null})");
}

TEST(JicooUpdate, NeverMovesTimes) {
  UpdateInput input = Edit({"start_time", "end_time"});
  const auto connector = Studio();
  EXPECT_THAT(
      PathsOf(AllProblems(*connector, v1::OPERATION_UPDATE_BOOKING, input, &Connector::CheckUpdate)
                  .unsupported),
      UnorderedElementsAre("booking.start_time", "booking.end_time"));
}

TEST(JicooUpdate, NamesValuesThatTheVendorDoesNotKnow) {
  UpdateInput input = FullEdit();
  v1::Booking& booking = *input.request.mutable_booking();
  booking.mutable_staff(0)->set_role("host");
  booking.add_staff()->set_role("admin");
  booking.set_priority(v1::PRIORITY_UNKNOWN);
  booking.set_time_zone("");
  Option(input, "updateMessage") = TextValue(std::string(2001, 'm'));
  const auto connector = Studio();
  const auto problems = [&] {
    return AllProblems(*connector, v1::OPERATION_UPDATE_BOOKING, input, &Connector::CheckUpdate);
  };
  EXPECT_THAT(
      PathsOf(problems().invalid),
      UnorderedElementsAre("booking.staff[0].role", "booking.staff[1].id", "booking.priority",
                           "booking.time_zone", "vendor_options.updateMessage"));
  EXPECT_THAT(problems().unsupported, IsEmpty());
  input = FullEdit();
  EXPECT_THAT(problems().invalid, IsEmpty());
}

TEST(JicooUpdate, KeepsToItsEtagAndTellsRefusals) {
  UpdateInput input = FullEdit();
  EXPECT_EQ(ReasonOf(Update(input, {One(), Contacts(), Refusal(422)}).answer.status()),
            v1::ERROR_REASON_BOOKING_REFUSED);
  EXPECT_EQ(ReasonOf(Update(input, {One(), Contacts(), Refusal(400)}).answer.status()),
            v1::ERROR_REASON_VENDOR_REQUEST_REFUSED);
  EXPECT_EQ(ReasonOf(Update(input, {One(), Contacts(), Refusal(403)}).answer.status()),
            v1::ERROR_REASON_VENDOR_PERMISSION_DENIED);
  input.request.mutable_booking()->set_etag("stale");
  EXPECT_EQ(ReasonOf(Update(input, {One(), Contacts()}).answer.status()),
            v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST(JicooTraps, TheApiCannotApprove) {
  const auto connector = Studio();
  EXPECT_EQ(
      FindOperation(connector->capabilities(), v1::OPERATION_UPDATE_BOOKING_STATUS)->support(),
      v1::SUPPORT_NONE);
  EXPECT_EQ(ReasonOf(testing::Play(connector->UpdateStatus({}, Identity()), {}).answer.status()),
            v1::ERROR_REASON_OPERATION_UNSUPPORTED);
}

}  // namespace
}  // namespace bookings::jicoo
