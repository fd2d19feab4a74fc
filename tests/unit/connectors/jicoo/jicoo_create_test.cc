// Making bookings at Jicoo: what is sent, what is refused before it is sent, and what a refusal
// means.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/jicoo/jicoo_write_fixture.h"

namespace bookings::jicoo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

CreatePlan CreatePlanOf(const CreateInput& input, const Connector& connector = *Studio()) {
  const auto plan = testing::Play(connector.PlanCreate(input), {}).answer;
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.value_or(CreatePlan());
}

testing::Played<v1::Booking> Send(const CreateInput& input,
                                  const std::vector<HttpResponse>& answers) {
  const auto connector = Studio();
  return PlayAnswers(*connector, connector->SendCreate(CreatePlanOf(input), Identity()), answers);
}

WriteProblems ProblemsOf(const CreateInput& input, const Connector& connector = *Studio()) {
  return AllProblems(connector, v1::OPERATION_CREATE_BOOKING, input, &Connector::CheckCreate);
}

CreateInput SlotOrder() {
  CreateInput input = Order();
  input.request.set_slot_token("sealed");
  input.slot.emplace();
  input.slot->set_service_id("other");
  SetTimestamp(At("2026-11-22T02:00:00Z"), input.slot->mutable_start_time());
  SetTimestamp(At("2026-11-22T02:30:00Z"), input.slot->mutable_end_time());
  (*input.slot->mutable_vendor())["timeZone"] = "Europe/Prague";
  return input;
}

CreateInput FullOrder() {
  CreateInput input = Order();
  input.request.mutable_appointment()->set_location_id("googleMeet");
  v1::Customer& customer = *input.request.mutable_customer();
  customer.set_company("Aoba K.K.");
  customer.set_phone("+8190");
  customer.set_message("First visit");
  customer.add_cc_emails("a@example.com");
  customer.add_cc_emails("b@example.com");
  input.request.set_notes("VIP");
  v1::Answer& answer = *input.request.add_answers();
  answer.set_question_id("q1Xz");
  answer.add_values("Guitar");
  answer.add_values("Bass");
  Option(input, "locale") = TextValue("ja");
  Option(input, "textRemindCountryCode") = TextValue("81");
  Option(input, "textRemindNumber") = TextValue("90");
  auto& tracking = *Option(input, "tracking").mutable_struct_value()->mutable_fields();
  tracking["source"] = TextValue("newsletter");
  tracking["medium"] = TextValue("email");
  auto& payment = *Option(input, "payment").mutable_struct_value()->mutable_fields();
  payment["paymentMethod"] = TextValue("onsite");
  auto& item = *payment["items"].mutable_list_value()->add_values()->mutable_struct_value();
  (*item.mutable_fields())["amount"].set_number_value(2500);
  (*item.mutable_fields())["share"].set_number_value(0.5);
  (*item.mutable_fields())["paid"].set_bool_value(true);
  (*item.mutable_fields())["note"].set_null_value(google::protobuf::NULL_VALUE);
  return input;
}

TEST(JicooCreate, SendsOneRequestThatAlwaysNamesALocation) {
  const auto played = Send(Order(), {One({}, 201)});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(1));
  const HttpRequest& request = played.requests[0];
  EXPECT_EQ(request.method, HttpMethod::kPost);
  EXPECT_EQ(request.target, "/v1/bookings");
  ASSERT_THAT(request.headers, SizeIs(1));
  EXPECT_EQ(request.headers[0].name, "Content-Type");
  EXPECT_EQ(request.headers[0].value, "application/json");
  EXPECT_EQ(request.body,
            R"({"eventTypeId":"b7Yw-1QeRt5u","startedAt":"2026-11-21T01:00:00.000Z",)"
            R"("timeZone":"Asia/Tokyo","email":"mika@example.com","name":"Mika Sato",)"
            R"("locationId":null})");
  EXPECT_EQ(request.purpose, Purpose::kCreateBooking);
  EXPECT_EQ(request.effect, Effect::kWrites);
  EXPECT_EQ(request.replay, ReplaySafety::kUnsafe);
}

TEST(JicooCreate, CarriesEveryDocumentedField) {
  const CreateInput input = FullOrder();
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid), IsEmpty());
  EXPECT_THAT(PathsOf(ProblemsOf(input).unsupported), IsEmpty());
  const std::string body = Send(input, {One({}, 201)}).requests.at(0).body;
  EXPECT_EQ(body.substr(body.find(R"("locationId")")),
            R"("locationId":"googleMeet","company":"Aoba K.K.","phoneNumber":"+8190",)"
            R"("ccEmails":["a@example.com","b@example.com"],"message":"First visit\u000aVIP",)"
            R"("answers":[{"questionUid":"q1Xz","content":["Guitar","Bass"]}],)"
            R"("textRemindCountryCode":"81","textRemindNumber":"90","locale":"ja",)"
            R"("tracking":{"medium":"email","source":"newsletter"},)"
            R"("payment":{"items":[{"amount":2500,"note":null,"paid":true,"share":0.5}],)"
            R"("paymentMethod":"onsite"}})");
}

TEST(JicooCreate, BooksASlotByItsTokenWithALocationBesideIt) {
  CreateInput input = SlotOrder();
  input.request.mutable_customer()->clear_display_name();
  input.request.mutable_customer()->set_first_name("Mika");
  input.request.mutable_customer()->set_last_name("Sato");
  Option(input, "locationId") = TextValue("zoom");
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid), IsEmpty());
  EXPECT_THAT(PathsOf(ProblemsOf(input).unsupported), IsEmpty());
  EXPECT_EQ(CreatePlanOf(input).data,
            R"({"eventTypeId":"other","startedAt":"2026-11-22T02:00:00.000Z",)"
            R"("timeZone":"Europe/Prague","email":"mika@example.com","name":"Mika Sato",)"
            R"("locationId":"zoom"})");
  EXPECT_EQ(FromTimestamp(CreatePlanOf(input).preview.end_time()), At("2026-11-22T02:30:00Z"));
}

std::string ZoneSent(const CreateInput& input, const Connector& connector) {
  const std::string data = CreatePlanOf(input, connector).data;
  const size_t start = data.find(R"("timeZone":")") + 12;
  return data.substr(start, data.find('"', start) - start);
}

TEST(JicooCreate, TakesTheGuestsZoneFromTheNearestThatTellsIt) {
  config::v1::ConnectionConfig config = StudioConfig();
  config.set_time_zone("Asia/Seoul");
  const auto studio = MakeConnector(config);
  CreateInput input = SlotOrder();
  input.request.mutable_customer()->set_time_zone("Europe/Paris");
  EXPECT_EQ(ZoneSent(input, *studio), "Europe/Paris");
  input.request.mutable_customer()->clear_time_zone();
  EXPECT_EQ(ZoneSent(input, *studio), "Europe/Prague");
  input.slot->clear_vendor();
  EXPECT_EQ(ZoneSent(input, *studio), "Asia/Seoul");
  EXPECT_EQ(ZoneSent(Order(), *studio), "Asia/Tokyo");
}

TEST(JicooCreate, WithoutAnyZoneIsRefused) {
  CreateInput input = Order();
  input.request.mutable_appointment()->clear_time_zone();
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid), ElementsAre("appointment.time_zone"));
  input.request.mutable_appointment()->set_time_zone("Tokyo");
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid), ElementsAre("appointment.time_zone"));
}

TEST(JicooAssumed, CreationsAreAnswered200Or201) {
  for (const int status : {200, 201}) {
    const auto booking = Send(Order(), {One({}, status)}).answer;
    ASSERT_TRUE(booking.ok()) << booking.status();
    EXPECT_EQ(booking->name(), std::string("connections/studio/bookings/") + kUid);
    EXPECT_EQ(booking->status(), v1::BOOKING_STATUS_CONFIRMED);
    EXPECT_EQ(FromTimestamp(booking->end_time()), At("2026-11-21T01:30:00Z"));
    EXPECT_FALSE(booking->etag().empty());
  }
}

TEST(JicooCreate, AnswersTheGuestAsSent) {
  const v1::Booking booking = *Send(FullOrder(), {One({}, 201)}).answer;
  EXPECT_EQ(booking.title(), "Trial lesson");
  ASSERT_EQ(booking.customers_size(), 1);
  const v1::Customer& customer = booking.customers(0);
  EXPECT_EQ(customer.display_name(), "Mika Sato");
  EXPECT_EQ(customer.email(), "mika@example.com");
  EXPECT_EQ(customer.company(), "Aoba K.K.");
  EXPECT_EQ(customer.phone(), "+8190");
  EXPECT_EQ(customer.message(), "First visit\nVIP");
  EXPECT_THAT(customer.cc_emails(), ElementsAre("a@example.com", "b@example.com"));
  EXPECT_EQ(customer.answers(0).question_id(), "q1Xz");
  EXPECT_THAT(customer.answers(0).values(), ElementsAre("Guitar", "Bass"));
}

TEST(JicooTraps, ABookingOfAPageThatWorksByApprovalIsPending) {
  EXPECT_EQ(Send(Order(), {One({.status = "request"}, 201)}).answer->status(),
            v1::BOOKING_STATUS_PENDING);
}

TEST(JicooCreate, AnAnswerWithoutABookingIsUnreadable) {
  for (const char* body : {"{}", "<html>", R"({"data":null})"}) {
    EXPECT_EQ(ReasonOf(Send(Order(), {Answer(201, body)}).answer.status()),
              v1::ERROR_REASON_VENDOR_RESPONSE_INVALID)
        << body;
  }
}

v1::ErrorReason ReasonAfter422(const HttpResponse& slots) {
  const auto played = Send(Order(), {Refusal(422), slots});
  EXPECT_EQ(played.requests.at(1).target,
            "/v1/event_types/b7Yw-1QeRt5u/available_schedules?periodStart=2026-11-20T13%3A00%3A00."
            "000Z&periodEnd=2026-11-21T13%3A00%3A00.000Z");
  EXPECT_EQ(played.requests[1].effect, Effect::kReads);
  EXPECT_EQ(DetailsOf(played.answer.status())->metadata().at("vendor_status_code"), "422");
  return ReasonOf(played.answer.status());
}

TEST(JicooCreate, ARefusedStartIsTakenOnlyIfItIsNotOffered) {
  EXPECT_EQ(ReasonAfter422(SlotsAnswer("")), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  EXPECT_EQ(ReasonAfter422(SlotsAnswer(Entry(kStart, "0"))), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  EXPECT_EQ(ReasonAfter422(SlotsAnswer(Entry("2026-11-21T01:30:00Z"))),
            v1::ERROR_REASON_SLOT_UNAVAILABLE);
  // A cap of bookings, for instance.
  EXPECT_EQ(ReasonAfter422(SlotsAnswer(Entry(kStart))), v1::ERROR_REASON_BOOKING_REFUSED);
  EXPECT_EQ(ReasonAfter422(Refusal(403)), v1::ERROR_REASON_BOOKING_REFUSED);
  EXPECT_EQ(ReasonAfter422(Answer(200, "{}")), v1::ERROR_REASON_BOOKING_REFUSED);
}

TEST(JicooCreate, OtherRefusalsAreToldByTheirStatus) {
  struct Case {
    int status;
    v1::ErrorReason reason;
  };
  for (const Case& refused : {Case{400, v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
                              {401, v1::ERROR_REASON_VENDOR_AUTH_FAILED},
                              {402, v1::ERROR_REASON_VENDOR_PAYMENT_REQUIRED},
                              {403, v1::ERROR_REASON_VENDOR_PERMISSION_DENIED},
                              {404, v1::ERROR_REASON_VENDOR_RESOURCE_MISSING},
                              {409, v1::ERROR_REASON_BOOKING_REFUSED},
                              {429, v1::ERROR_REASON_VENDOR_RATE_LIMITED},
                              {500, v1::ERROR_REASON_VENDOR_UNAVAILABLE}}) {
    const absl::Status failure = Send(Order(), {Refusal(refused.status)}).answer.status();
    EXPECT_EQ(ReasonOf(failure), refused.reason) << refused.status;
    EXPECT_EQ(std::string(failure.message()).find("Mika"), std::string::npos);
  }
}

TEST(JicooCreate, OnlyCheckedIsCheckedAgainstTheSlots) {
  CreateInput input = Order();
  input.request.set_validate_only(true);
  const auto connector = Studio();
  const auto check = [&](const HttpResponse& slots) {
    return PlayAnswers(*connector, connector->PlanCreate(input), {slots}).answer;
  };
  const auto plan = check(SlotsAnswer(Entry(kStart)));
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->preview.service().id(), kEventType);
  EXPECT_EQ(FromTimestamp(plan->preview.start_time()), At(kStart));
  EXPECT_EQ(plan->preview.customers(0).email(), "mika@example.com");
  EXPECT_EQ(plan->preview.time_zone(), "Asia/Tokyo");
  EXPECT_EQ(ReasonOf(check(SlotsAnswer("")).status()), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  EXPECT_TRUE(check(Refusal(403)).ok());
}

TEST(JicooCreate, WhatTheVendorWouldRefuseIsToldAllAtOnce) {
  CreateInput input = FullOrder();
  v1::Customer& customer = *input.request.mutable_customer();
  customer.set_display_name(std::string(65, 'n'));
  customer.set_email(std::string(256, 'e'));
  customer.set_company(std::string(33, 'c'));
  customer.set_phone(std::string(33, 'p'));
  input.request.set_notes(std::string(1989, 'm'));
  while (customer.cc_emails_size() < 31) customer.add_cc_emails("a@example.com");
  input.request.mutable_appointment()->set_location_id("skype");
  input.request.mutable_answers(0)->clear_question_id();
  Option(input, "locale") = TextValue("fr");
  Option(input, "textRemindCountryCode") = TextValue(std::string(256, '1'));
  Option(input, "textRemindNumber") = TextValue(std::string(33, '1'));
  auto& tracking = *Option(input, "tracking").mutable_struct_value()->mutable_fields();
  tracking["term"] = TextValue(std::string(256, 't'));
  tracking["medium"].set_number_value(1);
  tracking["utm_source"] = TextValue("x");
  auto& payment = *Option(input, "payment").mutable_struct_value()->mutable_fields();
  payment["paymentMethod"] = TextValue("cash");
  payment["items"] = TextValue("none");
  payment["amount"].set_number_value(1);
  const WriteProblems problems = ProblemsOf(input);
  EXPECT_THAT(PathsOf(problems.invalid),
              UnorderedElementsAre(
                  "customer.display_name", "customer.email", "customer.email", "customer.company",
                  "customer.phone", "notes", "customer.cc_emails", "appointment.location_id",
                  "answers[0].question_id", "vendor_options.locale",
                  "vendor_options.textRemindCountryCode", "vendor_options.textRemindNumber",
                  "vendor_options.tracking.term", "vendor_options.tracking.medium",
                  "vendor_options.payment.paymentMethod", "vendor_options.payment.items"));
  EXPECT_THAT(
      PathsOf(problems.unsupported),
      UnorderedElementsAre("vendor_options.tracking.utm_source", "vendor_options.payment.amount"));
}

TEST(JicooCreate, LimitsCountCharacters) {
  CreateInput input = Order();
  std::string name;
  for (int i = 0; i < 64; ++i) name += "\xE7\xBE\x8E";
  input.request.mutable_customer()->set_display_name(name);
  EXPECT_THAT(ProblemsOf(input).invalid, IsEmpty());
  input.request.mutable_customer()->set_display_name(name + "x");
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid), ElementsAre("customer.display_name"));
}

TEST(JicooCreate, WhatTheVendorCannotCarryOutIsNamed) {
  CreateInput input = Order();
  input.request.set_party_size(2);
  input.request.set_notification(v1::NOTIFICATION_DO_NOT_NOTIFY);
  input.request.mutable_appointment()->set_staff_id("u7");
  input.request.mutable_customer()->set_id("c");
  Option(input, "priority") = TextValue("high");
  EXPECT_THAT(PathsOf(ProblemsOf(input).unsupported),
              UnorderedElementsAre("appointment.staff_id", "customer.id", "notification",
                                   "party_size", "vendor_options.priority"));
}

TEST(JicooCreate, NeedsServiceStartEmailAndName) {
  CreateInput input;
  input.request.mutable_appointment()->set_time_zone("Asia/Tokyo");
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid),
              UnorderedElementsAre("appointment.service_id", "appointment.start_time",
                                   "customer.email", "customer.display_name"));
}

TEST(JicooCreate, LooksLikeAnotherOfTheSameStartAndGuestOnly) {
  const std::string rivalry = CreatePlanOf(Order()).rivalry;
  CreateInput same = Order();
  same.request.mutable_customer()->set_email(" mika@EXAMPLE.com");
  same.request.mutable_customer()->set_display_name("M. Sato");
  EXPECT_EQ(CreatePlanOf(same).rivalry, rivalry);
  CreateInput other = Order();
  other.request.mutable_customer()->set_email("Mika@example.com");
  EXPECT_NE(CreatePlanOf(other).rivalry, rivalry);
  other = Order();
  other.request.mutable_appointment()->set_service_id("x");
  EXPECT_NE(CreatePlanOf(other).rivalry, rivalry);
  other = Order();
  other.request.mutable_appointment()->mutable_start_time()->set_seconds(0);
  EXPECT_NE(CreatePlanOf(other).rivalry, rivalry);
  EXPECT_EQ(Studio()->create_guarantee().trace, CreateGuarantee::Trace::kLookAlike);
}

TEST(JicooCreate, TooLargeAPlanAndAGarbledOneAreFailures) {
  CreateInput input = Order();
  input.request.add_answers()->add_values(std::string(kMaxPlanBytes, 'a'));
  const auto connector = Studio();
  EXPECT_EQ(ReasonOf(testing::Play(connector->PlanCreate(input), {}).answer.status()),
            v1::ERROR_REASON_INVALID_REQUEST);
  for (const char* data : {"", "{}", "[]", R"({"eventTypeId":"e","startedAt":"x"})"}) {
    CreatePlan plan;
    plan.data = data;
    EXPECT_EQ(ReasonOf(testing::Play(connector->SendCreate(plan, Identity()), {}).answer.status()),
              v1::ERROR_REASON_INTERNAL);
    EXPECT_EQ(ReasonOf(testing::Play(connector->FindCreated(plan, Identity()), {}).answer.status()),
              v1::ERROR_REASON_INTERNAL);
  }
}

}  // namespace
}  // namespace bookings::jicoo
