// Making bookings at OptimoCMS: what is sent, what a refusal means, and how a creation whose answer
// was lost is looked for.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/optimocms/optimocms_write_fixture.h"

namespace bookings::optimocms {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

CreatePlan PlanOf(const CreateInput& input, const Connector& site = *Site()) {
  const auto plan = Play(site.PlanCreate(input), {}).answer;
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.value_or(CreatePlan());
}

Played<v1::Booking> Send(const CreateInput& input, const HttpResponse& answer,
                         const std::string& settings = "") {
  const auto site = Site(settings);
  return PlayAnswers(*site, site->SendCreate(PlanOf(input), Identity()), {answer});
}

Played<FoundBookings> Find(const std::vector<HttpResponse>& answers,
                           const CreateInput& input = Order()) {
  const auto site = Site();
  return PlayAnswers(*site, site->FindCreated(PlanOf(input), Identity()), answers);
}

WriteProblems ProblemsOf(const CreateInput& input) {
  return AllProblems(*Site(), v1::OPERATION_CREATE_BOOKING, input, &Connector::CheckCreate);
}

std::vector<std::string> IdsOf(const Played<FoundBookings>& played) {
  std::vector<std::string> ids;
  EXPECT_TRUE(played.answer.ok()) << played.answer.status();
  if (!played.answer.ok()) return ids;
  for (const v1::Booking& booking : played.answer->bookings) ids.push_back(booking.vendor_id());
  return ids;
}

TEST(OptimocmsCreate, SendsOneRequestInWallTime) {
  const auto played = Send(Order(), One({}, 201));
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(1));
  const HttpRequest& request = played.requests[0];
  EXPECT_EQ(request.method, HttpMethod::kPost);
  EXPECT_EQ(request.target, "/v1/sites/site_demo/booking/bookings");
  ASSERT_THAT(request.headers, SizeIs(1));
  EXPECT_EQ(request.headers[0].name, "Content-Type");
  EXPECT_EQ(request.headers[0].value, "application/json");
  EXPECT_EQ(request.body,
            R"({"serviceId":"svc_haircut30","date":"2026-12-05","startTime":"14:00","customer":)"
            R"({"name":"Ada Example","email":"ada@example.com","phone":"+31600000001"}})");
  EXPECT_EQ(request.purpose, Purpose::kCreateBooking);
  EXPECT_EQ(request.effect, Effect::kWrites);
  EXPECT_EQ(request.replay, ReplaySafety::kUnsafe);
}

TEST(OptimocmsCreate, CarriesEveryField) {
  CreateInput input = Order();
  input.request.mutable_appointment()->set_staff_id("stf_kim");
  input.request.mutable_appointment()->set_location_id("br_1");
  input.request.set_notes("Short");
  input.request.set_notification(v1::NOTIFICATION_NOTIFY);
  input.request.mutable_customer()->clear_display_name();
  input.request.mutable_customer()->set_first_name("Ada");
  input.request.mutable_customer()->set_last_name("Example");
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid), IsEmpty());
  EXPECT_THAT(PathsOf(ProblemsOf(input).unsupported), IsEmpty());
  EXPECT_EQ(Send(input, One()).requests.at(0).body,
            R"({"serviceId":"svc_haircut30","date":"2026-12-05","startTime":"14:00","customer":)"
            R"({"name":"Ada Example","email":"ada@example.com","phone":"+31600000001"},)"
            R"("staffId":"stf_kim","branchId":"br_1","notes":"Short"})");
}

TEST(OptimocmsCreate, BooksASlotInItsOwnWords) {
  CreateInput input = SlotOrder();
  // In a gap: the instant alone would say 03:30.
  SetTimestamp(At("2027-03-28T01:30:00Z"), input.slot->mutable_start_time());
  (*input.slot->mutable_vendor())["date"] = "2027-03-28";
  (*input.slot->mutable_vendor())["startTime"] = "02:30";
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid), IsEmpty());
  const std::string body = Send(input, One()).requests.at(0).body;
  EXPECT_NE(body.find(R"("date":"2027-03-28","startTime":"02:30")"), std::string::npos);
  EXPECT_NE(body.find(R"("staffId":"stf_kim","branchId":"br_1")"), std::string::npos);
  input.slot->clear_vendor();
  EXPECT_NE(Send(input, One()).requests.at(0).body.find(R"("startTime":"03:30")"),
            std::string::npos);
}

TEST(OptimocmsCreate, AnswersWhatTheVendorDoesNotEcho) {
  const v1::Booking booking = *Send(SlotOrder(), One({.customer = "{}"}, 201)).answer;
  EXPECT_EQ(booking.name(), "connections/barber/bookings/bk_0031");
  EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_PENDING);
  EXPECT_EQ(TimeText(booking.start_time()), "2026-12-05T13:00:00.000Z");
  EXPECT_EQ(TimeText(booking.end_time()), "2026-12-05T13:30:00.000Z");
  EXPECT_EQ(booking.service().id(), "svc_haircut30");
  EXPECT_EQ(booking.staff(0).id(), "stf_kim");
  EXPECT_EQ(booking.location().id(), "br_1");
  EXPECT_EQ(booking.customers(0).display_name(), "Ada Example");
  EXPECT_EQ(booking.customers(0).email(), "ada@example.com");
  EXPECT_EQ(TimeText(booking.create_time()), "2026-12-01T09:22:05.000Z");
  EXPECT_THAT(booking.mapping_notes(), IsEmpty());
}

TEST(OptimocmsTraps, AnEndIsKnownOnlyFromTheSlotOrTheConfiguredLength) {
  const v1::Booking booking = *Send(Order(), One()).answer;
  EXPECT_FALSE(booking.has_end_time());
  EXPECT_THAT(booking.mapping_notes(), ElementsAre(v1::MAPPING_NOTE_END_UNKNOWN));
  EXPECT_EQ(booking.customers_size(), 1);
  const v1::Booking slot = *Send(SlotOrder(), One(), "booking_minutes: 45").answer;
  EXPECT_EQ(TimeText(slot.end_time()), "2026-12-05T13:30:00.000Z");
  EXPECT_THAT(slot.mapping_notes(), Not(Contains(v1::MAPPING_NOTE_END_DERIVED_FROM_DURATION)));
}

TEST(OptimocmsCreate, AnAnswerWithoutABookingIsUnreadable) {
  for (const char* body : {"{}", "<html>", R"({"data":[]})", R"({"data":{"status":"pending"}})"}) {
    EXPECT_EQ(ReasonOf(Send(Order(), Answer(201, body)).answer.status()),
              v1::ERROR_REASON_VENDOR_RESPONSE_INVALID)
        << body;
  }
}

TEST(OptimocmsCreate, RefusalsAreToldByTheirCodeAndFields) {
  struct Case {
    HttpResponse answer;
    v1::ErrorReason reason;
  };
  const Case cases[] = {
      {Refusal(409, "CONFLICT"), v1::ERROR_REASON_SLOT_UNAVAILABLE},
      {Refusal(400, "VALIDATION_ERROR", R"({"fields":{"startTime":"past"}})"),
       v1::ERROR_REASON_SLOT_UNAVAILABLE},
      {Refusal(400, "VALIDATION_ERROR", R"({"fields":{"startTime":"a","date":"b"}})"),
       v1::ERROR_REASON_SLOT_UNAVAILABLE},
      {Refusal(400, "VALIDATION_ERROR", R"({"fields":{"startTime":"a","customer":"b"}})"),
       v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
      {Refusal(400, "VALIDATION_ERROR", R"({"fields":{}})"),
       v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
      {Refusal(400, "VALIDATION_ERROR", "null"), v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
      {Refusal(400, "BAD_REQUEST"), v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
      {Refusal(401, "UNAUTHORIZED"), v1::ERROR_REASON_VENDOR_AUTH_FAILED},
      {Refusal(403, "FORBIDDEN"), v1::ERROR_REASON_VENDOR_PERMISSION_DENIED},
      {Refusal(404, "NOT_FOUND"), v1::ERROR_REASON_VENDOR_RESOURCE_MISSING},
      {Refusal(429, "RATE_LIMIT_EXCEEDED"), v1::ERROR_REASON_VENDOR_RATE_LIMITED},
      {Refusal(500, "INTERNAL_ERROR"), v1::ERROR_REASON_VENDOR_UNAVAILABLE},
      {Answer(502, "<html>"), v1::ERROR_REASON_VENDOR_UNAVAILABLE},
  };
  for (const Case& refused : cases) {
    const absl::Status failure = Send(Order(), refused.answer).answer.status();
    EXPECT_EQ(ReasonOf(failure), refused.reason) << refused.answer.body;
    EXPECT_EQ(std::string(failure.message()).find("Ada"), std::string::npos);
    EXPECT_EQ(DetailsOf(failure)->metadata().at("vendor_status_code"),
              std::to_string(refused.answer.status));
  }
  // A list is never about one slot.
  EXPECT_EQ(ReasonOf(Site()->ExplainFailure(Purpose::kListBookings, cases[1].answer)),
            v1::ERROR_REASON_VENDOR_REQUEST_REFUSED);
}

TEST(OptimocmsTraps, MessagesCannotBeSuppressed) {
  CreateInput input = Order();
  input.request.set_notification(v1::NOTIFICATION_DO_NOT_NOTIFY);
  EXPECT_THAT(PathsOf(ProblemsOf(input).unsupported), ElementsAre("notification"));
  EXPECT_THAT(ProblemsOf(input).invalid, IsEmpty());
}

TEST(OptimocmsCreate, NamesAllThatIsWrongAtOnce) {
  CreateInput input;
  EXPECT_THAT(
      PathsOf(ProblemsOf(input).invalid),
      UnorderedElementsAre("appointment.service_id", "appointment.start_time", "customer.email"));
  input = Order();
  input.request.mutable_appointment()->mutable_start_time()->set_nanos(1);
  input.request.mutable_appointment()->set_time_zone("Europe/Amsterdam");
  input.request.mutable_customer()->set_email("ada");
  input.request.mutable_customer()->set_company("A");
  input.request.set_party_size(2);
  (*input.request.mutable_vendor_options()->mutable_fields())["x"].set_bool_value(true);
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid),
              UnorderedElementsAre("appointment.start_time", "customer.email"));
  EXPECT_THAT(PathsOf(ProblemsOf(input).unsupported),
              UnorderedElementsAre("appointment.time_zone", "customer.company", "party_size",
                                   "vendor_options.x"));
}

TEST(OptimocmsTraps, TheSecondHourOfANameCannotBeBooked) {
  const auto problems_at = [](std::string_view start) {
    CreateInput input = Order();
    SetTimestamp(At(start), input.request.mutable_appointment()->mutable_start_time());
    return PathsOf(ProblemsOf(input).invalid);
  };
  EXPECT_THAT(problems_at("2027-10-31T00:30:00Z"), IsEmpty());
  EXPECT_THAT(problems_at("2027-10-31T01:30:00Z"), ElementsAre("appointment.start_time"));
  EXPECT_THAT(problems_at("2026-12-05T13:00:01Z"), ElementsAre("appointment.start_time"));
}

TEST(OptimocmsCreate, LooksLikeAnotherOfTheSameStartAndCustomerOfAnyService) {
  const std::string rivalry = PlanOf(Order()).rivalry;
  CreateInput same = SlotOrder();
  same.slot->set_service_id("svc_other");
  same.request.mutable_customer()->set_email("ada@EXAMPLE.com");
  EXPECT_EQ(PlanOf(same).rivalry, rivalry);
  CreateInput other = Order();
  other.request.mutable_customer()->clear_email();
  EXPECT_NE(PlanOf(other).rivalry, rivalry);
  other = Order();
  other.request.mutable_appointment()->mutable_start_time()->set_seconds(0);
  EXPECT_NE(PlanOf(other).rivalry, rivalry);
  EXPECT_EQ(Site()->create_guarantee().trace, CreateGuarantee::Trace::kLookAlike);
}

TEST(OptimocmsCreate, ThePreviewTellsWhatIsKnown) {
  const v1::Booking preview = PlanOf(SlotOrder()).preview;
  EXPECT_EQ(TimeText(preview.start_time()), "2026-12-05T13:00:00.000Z");
  EXPECT_EQ(TimeText(preview.end_time()), "2026-12-05T13:30:00.000Z");
  EXPECT_EQ(preview.service().id(), "svc_haircut30");
  EXPECT_EQ(preview.customers(0).email(), "ada@example.com");
  EXPECT_EQ(preview.time_zone(), "Europe/Amsterdam");
}

TEST(OptimocmsCreate, TooLargeAPlanAndAGarbledOneAreFailures) {
  const auto site = Site();
  CreateInput input = Order();
  input.request.set_notes(std::string(kMaxPlanBytes, 'n'));
  EXPECT_EQ(ReasonOf(Play(site->PlanCreate(input), {}).answer.status()),
            v1::ERROR_REASON_INVALID_REQUEST);
  for (const char* data : {"", "\n", "\n{}", "{}", "\n{\"date\":\"2026-12-05\"}"}) {
    CreatePlan plan;
    plan.data = data;
    EXPECT_EQ(ReasonOf(Play(site->SendCreate(plan, Identity()), {}).answer.status()),
              v1::ERROR_REASON_INTERNAL);
    EXPECT_EQ(ReasonOf(Play(site->FindCreated(plan, Identity()), {}).answer.status()),
              v1::ERROR_REASON_INTERNAL);
  }
}

TEST(OptimocmsTraps, ALostCreationIsLookedForByDayStartAndCustomer) {
  const auto played = Find({Listed({{.id = "later", .start = "15:00"},
                                    {},
                                    {.id = "old", .created = "2026-12-01T09:19:59Z"},
                                    {.id = "eve", .customer = R"({"email":"eve@example.com"})"}})},
                           SlotOrder());
  EXPECT_THAT(IdsOf(played), ElementsAre("bk_0031"));
  const HttpRequest& request = played.requests.at(0);
  EXPECT_EQ(request.target, "/v1/sites/site_demo/booking/bookings?limit=100&date=2026-12-05");
  EXPECT_EQ(request.effect, Effect::kReads);
  EXPECT_EQ(request.replay, ReplaySafety::kSafe);
  EXPECT_EQ(TimeText(played.answer->bookings[0].end_time()), "2026-12-05T13:30:00.000Z");
  EXPECT_EQ(played.answer->bookings[0].service().id(), "svc_haircut30");
}

TEST(OptimocmsFind, ReadsAllPagesAndSeesAllThatLookAlike) {
  const auto played = Find(
      {Listed({{.id = "a"}}, R"("c 1")"),
       Listed({{.id = "b", .status = "cancelled", .created = "2026-12-01T09:20:00Z"}}, R"("")")});
  EXPECT_THAT(IdsOf(played), ElementsAre("a", "b"));
  EXPECT_EQ(played.requests.at(1).target,
            "/v1/sites/site_demo/booking/bookings?limit=100&date=2026-12-05&cursor=c%201");
  EXPECT_THAT(IdsOf(Find({Listed({})})), IsEmpty());
}

TEST(OptimocmsFind, ReadsDomainsWithoutCaseAndNamesWithPhoneWhereThereIsNoEmail) {
  EXPECT_THAT(IdsOf(Find({Listed({{.customer = R"({"email":" ada@Example.COM"})"}})})),
              ElementsAre("bk_0031"));
  CreateInput input = Order();
  input.request.mutable_customer()->clear_email();
  EXPECT_THAT(IdsOf(Find({Listed({{.customer = R"({"name":"Ada Example","phone":"+31600000001"})"},
                                  {.id = "x", .customer = R"({"name":"Ada Example"})"},
                                  {.id = "y"}})},
                         input)),
              ElementsAre("bk_0031"));
}

TEST(OptimocmsTraps, ABookingWithoutACustomerCannotBeRuledOut) {
  const VendorBooking nameless{.id = "n", .customer = "{}"};
  EXPECT_EQ(ReasonOf(Find({Listed({nameless})}).answer.status()),
            v1::ERROR_REASON_VENDOR_UNAVAILABLE);
  EXPECT_THAT(IdsOf(Find({Listed({nameless, {}})})), ElementsAre("bk_0031"));
  // It may be at any time of that day.
  EXPECT_FALSE(Find({Listed({{.start = "noon"}})}).answer.ok());
  EXPECT_THAT(IdsOf(Find({Listed({{.start = "15:00", .customer = "{}"}})})), IsEmpty());
}

TEST(OptimocmsFind, FailsWhereItCannotHaveSeenAll) {
  EXPECT_FALSE(Find({Refusal(500, "INTERNAL_ERROR")}).answer.ok());
  EXPECT_FALSE(Find({Listed({{.id = ""}})}).answer.ok());
  EXPECT_FALSE(Find({Answer(200, R"({"data":[]})")}).answer.ok());
  const std::vector<HttpResponse> pages(21, Listed({{}}, R"("c")"));
  const auto endless = Find(pages);
  EXPECT_EQ(ReasonOf(endless.answer.status()), v1::ERROR_REASON_SCAN_LIMIT_REACHED);
  EXPECT_THAT(endless.requests, SizeIs(20));
}

}  // namespace
}  // namespace bookings::optimocms
