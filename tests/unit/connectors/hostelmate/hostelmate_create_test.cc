// Making bookings at HostelMate: what is sent, what is refused before it is sent, and how a
// creation whose answer was lost is recognised.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/hostelmate/hostelmate_write_fixture.h"

namespace bookings::hostelmate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kCreated[] =
    R"({"bookingId":"3f0e5c1a-7a52-4f0e-9b0c-6d6a2f1e8c44","status":"confirmed",)"
    R"("room":"c2a1f6de-0b41-4c6b-8a55-7d9b3e1f2a10","total":5400,"dates":[],)"
    R"("created":"2026-11-20T03:00:00Z","updated":"2026-11-20T03:00:00Z"})";

CreatePlan PlanOf(const CreateInput& input) {
  const auto plan = testing::Play(Hostel()->PlanCreate(input), {}).answer;
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.value_or(CreatePlan());
}

testing::Played<v1::Booking> Send(const CreateInput& input,
                                  const std::vector<HttpResponse>& answers) {
  const auto connector = Hostel();
  return PlayAnswers(*connector, connector->SendCreate(PlanOf(input), Identity()), answers);
}

testing::Played<FoundBookings> Find(const HttpResponse& answer) {
  const auto connector = Hostel();
  return PlayAnswers(*connector, connector->FindCreated(PlanOf(Order()), Identity()), {answer});
}

WriteProblems ProblemsOf(const CreateInput& input) {
  return AllProblems(*Hostel(), v1::OPERATION_CREATE_BOOKING, input, &Connector::CheckCreate);
}

CreateInput SlotOrder() {
  CreateInput input = Order();
  input.request.set_slot_token("sealed");
  input.slot.emplace();
  input.slot->set_room_id(kRoom);
  input.slot->set_night("2026-12-05");
  *input.slot->mutable_price() = Euros(27);
  return input;
}

TEST(HostelmateCreate, SendsOneRequestUnderOurIdAndKey) {
  const auto played = Send(Order(), {Answer(201, kCreated)});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(1));
  const HttpRequest& request = played.requests[0];
  EXPECT_EQ(request.method, HttpMethod::kPost);
  EXPECT_EQ(request.target, "/api/v1/client/bookings");
  EXPECT_EQ(HeaderOf(request, "Content-Type"), "application/json");
  EXPECT_EQ(HeaderOf(request, "Idempotency-Key"), kAttempt);
  EXPECT_EQ(request.body,
            R"({"booking":{"id":"3f0e5c1a-7a52-4f0e-9b0c-6d6a2f1e8c44","dates":[)"
            R"({"date":"2026-12-05","amount":2700},{"date":"2026-12-06","amount":2700}]},)"
            R"("room":"c2a1f6de-0b41-4c6b-8a55-7d9b3e1f2a10","guest":{"first_name":"Ana",)"
            R"("last_name":"Silva","email":"ana@example.com"}})");
  EXPECT_EQ(request.purpose, Purpose::kCreateBooking);
  EXPECT_EQ(request.effect, Effect::kWrites);
  EXPECT_EQ(request.replay, ReplaySafety::kSafe);
}

TEST(HostelmateCreate, CarriesEveryDocumentedField) {
  CreateInput input = Order();
  input.request.set_notes("Late \"arrival\"");
  input.request.mutable_customer()->set_display_name("Ana Silva");
  input.request.mutable_customer()->set_phone("+351910000000");
  input.request.mutable_customer()->set_country_code("PT");
  auto& address = *(*input.request.mutable_vendor_options()->mutable_fields())["address"]
                       .mutable_struct_value();
  for (const char* part : {"line1", "city", "postal_code", "country_code"}) {
    (*address.mutable_fields())[part].set_string_value(part);
  }
  EXPECT_THAT(ProblemsOf(input).invalid, IsEmpty());
  EXPECT_THAT(ProblemsOf(input).unsupported, IsEmpty());
  const std::string body = Send(input, {Answer(201, kCreated)}).requests.at(0).body;
  EXPECT_EQ(body.substr(body.find(R"("guest")")),
            R"("guest":{"first_name":"Ana","last_name":"Silva","email":"ana@example.com",)"
            R"("phone":"+351910000000","country_code":"PT","address":{"line1":"line1",)"
            R"("city":"city","postal_code":"postal_code","country_code":"country_code"}},)"
            R"("notes":"Late \"arrival\""})");
}

TEST(HostelmateCreate, SendsTheSameBytesAgainUnderTheSameIdentity) {
  const auto once = Send(Order(), {Answer(201, kCreated)});
  const auto again = Send(Order(), {Answer(201, kCreated)});
  EXPECT_EQ(once.requests[0].body, again.requests[0].body);
  EXPECT_EQ(HeaderOf(once.requests[0], "Idempotency-Key"),
            HeaderOf(again.requests[0], "Idempotency-Key"));
}

TEST(HostelmateCreate, AnswersTheWholeBookingFromAnswerAndOrder) {
  CreateInput input = Order();
  input.request.set_notes("Late arrival");
  const v1::Booking booking = *Send(input, {Answer(201, kCreated)}).answer;
  EXPECT_EQ(booking.name(), std::string("connections/casa/bookings/") + kId);
  EXPECT_EQ(booking.vendor(), "hostelmate");
  EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_CONFIRMED);
  EXPECT_EQ(booking.vendor_status(), "confirmed");
  EXPECT_EQ(booking.kind(), v1::BOOKING_KIND_STAY);
  EXPECT_EQ(booking.description(), "Late arrival");
  EXPECT_EQ(FromTimestamp(booking.start_time()), At("2026-12-05T15:00:00Z"));
  EXPECT_EQ(FromTimestamp(booking.end_time()), At("2026-12-07T11:00:00Z"));
  EXPECT_EQ(booking.stay().check_out_date(), "2026-12-07");
  EXPECT_EQ(booking.stay().nights(1).room_id(), kRoom);
  EXPECT_EQ(booking.customers(0).display_name(), "Ana Silva");
  EXPECT_EQ(booking.customers(0).email(), "ana@example.com");
  EXPECT_EQ(booking.total().units(), 54);
  EXPECT_EQ(FromTimestamp(booking.create_time()), At("2026-11-20T03:00:00Z"));
  EXPECT_EQ(booking.etag(), "");  // told by GetBooking only
  EXPECT_THAT(booking.mapping_notes(),
              UnorderedElementsAre(v1::MAPPING_NOTE_START_DERIVED_FROM_CHECK_IN,
                                   v1::MAPPING_NOTE_END_DERIVED_FROM_CHECK_OUT));
}

TEST(HostelmateCreate, ReadsTheSameFromItsAnswerAsFromGet) {
  v1::Booking made = *Send(Order(), {Answer(201, kCreated)}).answer;
  v1::Booking read =
      Find(Answer(200, VendorBooking("confirmed", "2026-11-20T03:00:00Z"))).answer->bookings.at(0);
  for (v1::Night& night : *read.mutable_stay()->mutable_nights()) night.clear_bed_id();
  read.clear_etag();
  read.clear_vendor_fields();
  made.set_description("Late arrival");
  EXPECT_EQ(made.DebugString(), read.DebugString());
}

TEST(HostelmateTraps, ARoomTypeIsBookedAndARoomIsGiven) {
  std::string answer = kCreated;
  answer.replace(answer.find(kRoom), std::string(kRoom).size(), kOtherRoom);
  EXPECT_EQ(Send(Order(), {Answer(201, answer)}).answer->stay().nights(0).room_id(), kOtherRoom);
}

TEST(HostelmateAssumed, TheAnswerMayNameTheIdOtherwiseOrNotAtAll) {
  const auto name_of = [](const char* body) {
    return Send(Order(), {Answer(201, body)}).answer->vendor_id();
  };
  EXPECT_EQ(name_of(R"({"bookingId":"a","id":"b","status":"confirmed"})"), "a");
  EXPECT_EQ(name_of(R"({"id":"b","status":"confirmed"})"), "b");
  EXPECT_EQ(name_of(R"({"status":"confirmed"})"), kId);
}

TEST(HostelmateAssumed, ABookingWhoseAnswerTellsNoStatusIsRead) {
  for (const char* body :
       {"", "created", R"({"bookingId":"3f0e5c1a-7a52-4f0e-9b0c-6d6a2f1e8c44"})"}) {
    const auto read = Send(Order(), {Answer(201, body), Answer(200, VendorBooking())});
    ASSERT_TRUE(read.answer.ok()) << read.answer.status();
    EXPECT_EQ(read.requests.at(1).method, HttpMethod::kGet);
    EXPECT_EQ(read.answer->status(), v1::BOOKING_STATUS_CONFIRMED);
    const auto lagging = Send(Order(), {Answer(201, body), Refusal(404, "booking_not_found")});
    ASSERT_TRUE(lagging.answer.ok()) << lagging.answer.status();
    EXPECT_EQ(lagging.answer->vendor_id(), kId);
    EXPECT_EQ(lagging.answer->stay().nights_size(), 2);
  }
}

TEST(HostelmateCreate, BooksAKnownGuestById) {
  CreateInput input = Order();
  input.request.clear_customer();
  input.request.mutable_customer()->set_id(kOtherRoom);
  EXPECT_THAT(ProblemsOf(input).invalid, IsEmpty());
  const auto played = Send(input, {Answer(201, kCreated)});
  EXPECT_NE(
      played.requests.at(0).body.find(R"("guest":{"id":")" + std::string(kOtherRoom) + R"("}})"),
      std::string::npos);
  EXPECT_EQ(played.answer->customers(0).id(), kOtherRoom);
}

TEST(HostelmateTraps, AKnownGuestWinsOverAllThatIsSaidOfHim) {
  CreateInput input = Order();
  input.request.mutable_customer()->set_id(kOtherRoom);
  EXPECT_THAT(PathsOf(ProblemsOf(input).unsupported),
              ElementsAre("customer.first_name", "customer.last_name", "customer.email"));
  EXPECT_EQ(Send(input, {Answer(201, kCreated)}).requests.at(0).body.find("Ana"),
            std::string::npos);
}

TEST(HostelmateCreate, BooksTheNightOfASlotAtItsPrice) {
  const CreateInput input = SlotOrder();
  EXPECT_THAT(ProblemsOf(input).invalid, IsEmpty());
  const auto played = Send(input, {Answer(201, kCreated)});
  EXPECT_NE(played.requests.at(0).body.find(R"("dates":[{"date":"2026-12-05","amount":2700}]})"),
            std::string::npos);
}

TEST(HostelmateCreate, ASlotWithoutPriceCannotBeBooked) {
  CreateInput input = SlotOrder();
  input.slot->clear_price();
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid), ElementsAre("slot_token"));
}

TEST(HostelmateCreate, NamesAllProblemsAtOnce) {
  CreateInput input;
  v1::StayRequest& stay = *input.request.mutable_stay();
  stay.set_room_id("dorm");
  stay.add_nights()->set_date("2026-02-30");
  *stay.add_nights() = StayAt({"2026-12-05"}).nights(0);
  *stay.add_nights() = StayAt({"2026-12-05"}).nights(0);
  stay.mutable_nights(1)->mutable_amount()->set_currency_code("USD");
  stay.mutable_nights(2)->mutable_amount()->set_nanos(1);
  stay.mutable_nights(2)->set_room_id("r");
  stay.mutable_nights(2)->set_bed_id("b");
  input.request.mutable_customer()->set_country_code("Portugal");
  input.request.set_party_size(2);
  input.request.set_notification(v1::NOTIFICATION_DO_NOT_NOTIFY);
  const WriteProblems problems = ProblemsOf(input);
  EXPECT_THAT(
      PathsOf(problems.invalid),
      ElementsAre("customer.first_name", "customer.last_name", "customer.email",
                  "customer.country_code", "stay.room_id", "stay.nights[0].date",
                  "stay.nights[0].amount", "stay.nights[1].amount", "stay.nights[2].amount",
                  "stay.nights[2].room_id", "stay.nights[2].bed_id", "stay.nights[2].date"));
  EXPECT_THAT(PathsOf(problems.unsupported), ElementsAre("notification", "party_size"));
}

TEST(HostelmateCreate, AStayHasOneToThreeHundredAndSixtySixNights) {
  CreateInput input = Order();
  input.request.mutable_stay()->clear_nights();
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid), ElementsAre("stay.nights"));
  absl::CivilDay day(2026, 12, 1);
  for (int i = 0; i < 366; ++i, ++day) {
    *input.request.mutable_stay()->add_nights() = StayAt({FormatDate(day)}).nights(0);
  }
  EXPECT_THAT(ProblemsOf(input).invalid, IsEmpty());
  *input.request.mutable_stay()->add_nights() = StayAt({FormatDate(day)}).nights(0);
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid), ElementsAre("stay.nights"));
}

TEST(HostelmateCreate, AmountsAreExactAndInBounds) {
  CreateInput input = Order();
  v1::Money& amount = *input.request.mutable_stay()->mutable_nights(0)->mutable_amount();
  const auto is_valid = [&](int64_t units, int32_t nanos) {
    amount = Euros(units, nanos);
    return ProblemsOf(input).invalid.empty();
  };
  EXPECT_TRUE(is_valid(0, 0));
  EXPECT_TRUE(is_valid(27, 10'000'000));
  EXPECT_FALSE(is_valid(27, 1'000'000));
  EXPECT_FALSE(is_valid(-1, 0));
  EXPECT_FALSE(is_valid(0, -10'000'000));
  EXPECT_TRUE(is_valid(1'000'000'000, 0));
  EXPECT_FALSE(is_valid(1'000'000'001, 0));
}

TEST(HostelmateCreate, NightsMayHaveGaps) {
  CreateInput input = Order();
  *input.request.mutable_stay() = StayAt({"2026-12-05", "2026-12-09"});
  EXPECT_THAT(ProblemsOf(input).invalid, IsEmpty());
  EXPECT_EQ(PlanOf(input).preview.stay().check_out_date(), "2026-12-10");
}

TEST(HostelmateCreate, AnotherNameThanFirstAndLastIsNotCarriedOut) {
  CreateInput input = Order();
  input.request.mutable_customer()->set_display_name("Dr. Ana Silva");
  EXPECT_THAT(PathsOf(ProblemsOf(input).unsupported), ElementsAre("customer.display_name"));
}

TEST(HostelmateCreate, WhatIsLeftOutAsBestEffortIsNotAnsweredEither) {
  CreateInput input = Order();
  input.request.mutable_customer()->set_display_name("Dr. Ana Silva");
  input.request.mutable_customer()->set_company("Silva & Filhas");
  input.request.set_party_size(2);
  const v1::Booking booking = *Send(input, {Answer(201, kCreated)}).answer;
  EXPECT_EQ(booking.customers(0).display_name(), "Ana Silva");
  EXPECT_EQ(booking.customers(0).company(), "");
  EXPECT_EQ(booking.party_size(), 0);
}

TEST(HostelmateCreate, AnAddressHasTheVendorsParts) {
  CreateInput input = Order();
  auto& address = *(*input.request.mutable_vendor_options()->mutable_fields())["address"]
                       .mutable_struct_value();
  (*address.mutable_fields())["street"].set_string_value("Rua");
  (*address.mutable_fields())["city"].set_number_value(1);
  EXPECT_THAT(PathsOf(ProblemsOf(input).invalid),
              ElementsAre("vendor_options.address.city", "vendor_options.address.street"));
}

TEST(HostelmateCreate, PreviewsWhatIsKnownAndAsksNobody) {
  const CreatePlan plan = PlanOf(Order());
  EXPECT_EQ(plan.preview.total().units(), 54);
  EXPECT_EQ(plan.preview.customers(0).display_name(), "Ana Silva");
  EXPECT_TRUE(plan.preview.has_start_time());
  EXPECT_EQ(plan.preview.name(), "");
  EXPECT_EQ(plan.rivalry, "");  // the id tells its own from others
}

TEST(HostelmateCreate, AnOrderThatCannotBeKeptIsRefused) {
  CreateInput input = Order();
  input.request.set_notes(std::string(kMaxPlanBytes, 'x'));
  EXPECT_EQ(testing::Play(Hostel()->PlanCreate(input), {}).answer.status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(HostelmateCreate, APlanThatCannotBeReadSendsNothing) {
  const auto connector = Hostel();
  for (const std::string& data : {std::string("\xff\xff"), std::string()}) {
    CreatePlan plan;
    plan.data = data;
    const auto sent = testing::Play(connector->SendCreate(plan, Identity()), {});
    EXPECT_THAT(sent.requests, IsEmpty());
    EXPECT_EQ(ReasonOf(sent.answer.status()), v1::ERROR_REASON_INTERNAL);
    EXPECT_FALSE(testing::Play(connector->FindCreated(plan, Identity()), {}).answer.ok());
  }
}

TEST(HostelmateCreate, RefusalsHaveTheirReasons) {
  const std::pair<HttpResponse, v1::ErrorReason> rows[] = {
      {Refusal(404, "room_not_found"), v1::ERROR_REASON_VENDOR_RESOURCE_MISSING},
      {Refusal(404, "guest_not_found"), v1::ERROR_REASON_BOOKING_REFUSED},
      {Refusal(400, "bad_request"), v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
      {Refusal(401, "unauthorized"), v1::ERROR_REASON_VENDOR_AUTH_FAILED},
      {Answer(403, ""), v1::ERROR_REASON_VENDOR_PERMISSION_DENIED},
      {Answer(429, ""), v1::ERROR_REASON_VENDOR_RATE_LIMITED},
      {Answer(500, ""), v1::ERROR_REASON_VENDOR_UNAVAILABLE},
  };
  for (const auto& [answer, reason] : rows) {
    EXPECT_EQ(ReasonOf(Send(Order(), {answer}).answer.status()), reason) << answer.status;
  }
}

TEST(HostelmateCreate, RefusalsTellNothingOfTheVendorsText) {
  const absl::Status refusal = Send(Order(), {Refusal(404, "guest_not_found")}).answer.status();
  EXPECT_EQ(refusal.message().find("text of the vendor"), absl::string_view::npos);
}

TEST(HostelmateConflict, BedsThatAreTakenAreAPlainRefusal) {
  const auto played = Send(Order(), {Refusal(409, "availability_conflict")});
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_SLOT_UNAVAILABLE);
  EXPECT_THAT(played.requests, SizeIs(1));
}

TEST(HostelmateConflict, AnIdThatExistsIsOurBookingWhoseAnswerWasLost) {
  for (const char* code : {"booking_exists", "idempotency_conflict", ""}) {
    const auto played = Send(Order(), {Refusal(409, code), Answer(200, VendorBooking())});
    ASSERT_TRUE(played.answer.ok()) << played.answer.status();
    EXPECT_EQ(played.answer->vendor_id(), kId);
    EXPECT_NE(played.answer->etag(), "");
    EXPECT_EQ(played.requests.at(1).target, std::string("/api/v1/client/bookings/") + kId);
    EXPECT_EQ(played.requests.at(1).effect, Effect::kReads);
  }
}

TEST(HostelmateConflict, AnotherConflictWithoutABookingOfOursIsARefusal) {
  const auto played =
      Send(Order(), {Refusal(409, "idempotency_conflict"), Refusal(404, "booking_not_found")});
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_BOOKING_REFUSED);
}

TEST(HostelmateConflict, ABookingOfAnEarlierRequestWithThisIdIsNotTakenForOurs) {
  const auto with = [](const std::string& booking) {
    return ReasonOf(
        Send(Order(), {Refusal(409, "booking_exists"), Answer(200, booking)}).answer.status());
  };
  EXPECT_EQ(with(VendorBooking("confirmed", "2026-10-01T00:00:00Z", "eva@example.com")),
            v1::ERROR_REASON_REQUEST_ID_REUSED);
  // The same order, made long ago: the same request.
  EXPECT_EQ(with(VendorBooking("confirmed", "2026-10-01T00:00:00Z", "Ana@example.com")),
            v1::ERROR_REASON_UNSPECIFIED);
}

TEST(HostelmateConflict, OursStaysOursWhateverTheFrontDeskChanged) {
  const auto played =
      Send(Order(), {Refusal(409, "booking_exists"),
                     Answer(200, VendorBooking("cancelled", "2026-11-20T02:56:00Z", "x@y.zz"))});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.answer->status(), v1::BOOKING_STATUS_CANCELLED);
}

TEST(HostelmateConflict, ABookingThatExistsAndIsNotShownIsNoRefusal) {
  const auto played =
      Send(Order(), {Refusal(409, "booking_exists"), Refusal(404, "booking_not_found")});
  EXPECT_EQ(played.answer.status().code(), absl::StatusCode::kUnavailable);
}

TEST(HostelmateFind, NobodyHasOurId) {
  const auto found = Find(Refusal(404, "booking_not_found"));
  ASSERT_TRUE(found.answer.ok()) << found.answer.status();
  EXPECT_THAT(found.answer->bookings, IsEmpty());
  EXPECT_EQ(found.requests.at(0).effect, Effect::kReads);
}

TEST(HostelmateFind, OneHasOurId) {
  const auto found = Find(Answer(200, VendorBooking()));
  ASSERT_TRUE(found.answer.ok()) << found.answer.status();
  ASSERT_THAT(found.answer->bookings, SizeIs(1));
  EXPECT_EQ(found.answer->bookings[0].vendor_id(), kId);
  EXPECT_TRUE(found.answer->bookings[0].has_vendor_fields());
}

TEST(HostelmateFind, AnotherOrderUnderOurIdIsNotOurs) {
  const auto found =
      Find(Answer(200, VendorBooking("confirmed", "2026-10-01T00:00:00Z", "eva@example.com")));
  ASSERT_TRUE(found.answer.ok()) << found.answer.status();
  EXPECT_THAT(found.answer->bookings, IsEmpty());
}

TEST(HostelmateFind, FailsWhereItCannotBeSure) {
  EXPECT_FALSE(Find(Refusal(404, "property_not_found")).answer.ok());
  EXPECT_FALSE(Find(Answer(200, "{}")).answer.ok());
  EXPECT_FALSE(Find(Answer(500, "")).answer.ok());
}

TEST(HostelmateCreate, IsGuaranteedByTheVendorsOwnDeduplication) {
  EXPECT_EQ(Hostel()->create_guarantee().trace, CreateGuarantee::Trace::kDeduplicated);
}

}  // namespace
}  // namespace bookings::hostelmate
