// Cancelling, moving, updating and confirming HostelMate's bookings: what is sent, what is already
// so, and the two calls that must not be confused.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/hostelmate/hostelmate_write_fixture.h"

namespace bookings::hostelmate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kTarget[] = "/api/v1/client/bookings/3f0e5c1a-7a52-4f0e-9b0c-6d6a2f1e8c44";

std::string ShortAnswer(std::string_view status) {
  return std::string(R"({"id":")") + kId + R"(","status":")" + std::string(status) +
         R"(","total":5400,"created":"2026-11-10T08:00:00Z","updated":"2026-11-21T10:00:00Z"})";
}

CancelInput Cancellation(std::string_view reason = "") {
  CancelInput input;
  input.vendor_id = kId;
  input.request.set_reason(std::string(reason));
  return input;
}

RescheduleInput Move(const std::vector<std::string>& dates, std::string_view room = kRoom) {
  RescheduleInput input;
  input.vendor_id = kId;
  *input.request.mutable_stay() = StayAt(dates, room);
  return input;
}

UpdateInput Update(const std::vector<std::string>& mask, const v1::Booking& booking) {
  UpdateInput input;
  input.vendor_id = kId;
  *input.request.mutable_booking() = booking;
  for (const std::string& path : mask) input.request.mutable_update_mask()->add_paths(path);
  return input;
}

UpdateStatusInput Confirmation() {
  UpdateStatusInput input;
  input.vendor_id = kId;
  input.request.set_status(v1::BOOKING_STATUS_CONFIRMED);
  return input;
}

v1::Booking Described(std::string_view text) {
  v1::Booking booking;
  booking.set_description(std::string(text));
  return booking;
}

v1::Booking Paid() {
  v1::Booking booking;
  booking.set_payment_status(v1::PAYMENT_STATUS_PAID);
  return booking;
}

template <typename Input>
testing::Played<Written> PlayWrite(Step<Written> (Connector::*write)(const Input&,
                                                                     const WriteIdentity&) const,
                                   const Input& input, const std::vector<HttpResponse>& answers) {
  const auto connector = Hostel();
  return PlayAnswers(*connector, (connector.get()->*write)(input, Identity()), answers);
}

HttpResponse Read(std::string_view status = "confirmed") {
  return Answer(200, VendorBooking(status));
}

// The etag of that booking.
std::string CurrentEtag() {
  return PlayWrite(&Connector::UpdateStatus, Confirmation(), {Read()}).answer->booking.etag();
}

TEST(HostelmateCancel, ReadsAndThenSetsTheStatusNeverDeleting) {
  const auto played = PlayWrite(&Connector::Cancel, Cancellation(),
                                {Read(), Answer(200, ShortAnswer("cancelled"))});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  ASSERT_THAT(played.requests, SizeIs(2));
  EXPECT_EQ(played.requests[0].method, HttpMethod::kGet);
  EXPECT_EQ(played.requests[0].target, kTarget);
  EXPECT_EQ(played.requests[0].effect, Effect::kReads);
  const HttpRequest& write = played.requests[1];
  EXPECT_EQ(write.method, HttpMethod::kPost);
  EXPECT_EQ(write.target, std::string(kTarget) + "/update");
  EXPECT_EQ(write.body, R"({"status":"cancelled"})");
  EXPECT_EQ(write.purpose, Purpose::kChangeBooking);
  EXPECT_EQ(write.effect, Effect::kWrites);
  EXPECT_EQ(write.replay, ReplaySafety::kSafe);
  EXPECT_EQ(HeaderOf(write, "Content-Type"), "application/json");
  EXPECT_FALSE(played.answer->unchanged);
}

TEST(HostelmateCancel, AnswersTheWholeBookingAsItStandsNow) {
  const v1::Booking booking = PlayWrite(&Connector::Cancel, Cancellation("Guest called"),
                                        {Read("paid"), Answer(200, ShortAnswer("cancelled"))})
                                  .answer->booking;
  EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_CANCELLED);
  EXPECT_EQ(booking.vendor_status(), "cancelled");
  EXPECT_EQ(booking.payment_status(), v1::PAYMENT_STATUS_UNSPECIFIED);
  EXPECT_EQ(booking.stay().nights_size(), 2);
  EXPECT_EQ(booking.customers(0).first_name(), "Ana");
  EXPECT_EQ(booking.description(), "Late arrival\nGuest called");
  EXPECT_EQ(FromTimestamp(booking.update_time()), At("2026-11-21T10:00:00Z"));
  EXPECT_EQ(booking.etag(), "");
}

TEST(HostelmateCancel, WritesTheReasonBehindTheNotes) {
  const auto played = PlayWrite(&Connector::Cancel, Cancellation("Guest called"),
                                {Read(), Answer(200, ShortAnswer("cancelled"))});
  EXPECT_EQ(played.requests.at(1).body,
            R"({"status":"cancelled","notes":"Late arrival\u000aGuest called"})");
}

TEST(HostelmateCancel, OfACancelledBookingSendsNothing) {
  CancelInput input = Cancellation("again");
  input.request.set_etag("of another time");
  const auto played = PlayWrite(&Connector::Cancel, input, {Read("cancelled")});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_TRUE(played.answer->unchanged);
  EXPECT_THAT(played.requests, SizeIs(1));
}

TEST(HostelmateCancel, OfAStaleBookingSendsNothing) {
  CancelInput input = Cancellation();
  input.request.set_etag("stale");
  const auto played = PlayWrite(&Connector::Cancel, input, {Read()});
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_ETAG_MISMATCH);
  EXPECT_THAT(played.requests, SizeIs(1));
  input.request.set_etag(CurrentEtag());
  EXPECT_TRUE(PlayWrite(&Connector::Cancel, input, {Read(), Answer(200, ShortAnswer("cancelled"))})
                  .answer.ok());
}

TEST(HostelmateCancel, OfABookingInAStateOfTheFrontDeskIsKnownAfterwards) {
  const v1::Booking booking =
      PlayWrite(&Connector::Cancel, Cancellation(),
                {Read("Waiting List"), Answer(200, ShortAnswer("cancelled"))})
          .answer->booking;
  EXPECT_EQ(booking.status(), v1::BOOKING_STATUS_CANCELLED);
  EXPECT_THAT(booking.mapping_notes(),
              ::testing::Not(::testing::Contains(v1::MAPPING_NOTE_STATUS_UNKNOWN)));
}

TEST(HostelmateCancel, IsDoneWhateverTheAnswerLooksLike) {
  for (const char* body : {"", "{}", "[]", "ok"}) {
    const auto played = PlayWrite(&Connector::Cancel, Cancellation(), {Read(), Answer(200, body)});
    ASSERT_TRUE(played.answer.ok()) << played.answer.status();
    EXPECT_EQ(played.answer->booking.status(), v1::BOOKING_STATUS_CANCELLED);
  }
}

TEST(HostelmateChange, RefusalsHaveTheirReasons) {
  const std::pair<HttpResponse, v1::ErrorReason> rows[] = {
      {Refusal(404, "booking_not_found"), v1::ERROR_REASON_BOOKING_NOT_FOUND},
      {Answer(404, ""), v1::ERROR_REASON_BOOKING_NOT_FOUND},
      {Refusal(404, "room_not_found"), v1::ERROR_REASON_VENDOR_RESOURCE_MISSING},
      {Refusal(409, "availability_conflict"), v1::ERROR_REASON_SLOT_UNAVAILABLE},
      {Refusal(409, "idempotency_conflict"), v1::ERROR_REASON_BOOKING_REFUSED},
      {Refusal(400, "bad_request"), v1::ERROR_REASON_VENDOR_REQUEST_REFUSED},
      {Answer(502, ""), v1::ERROR_REASON_VENDOR_UNAVAILABLE},
  };
  for (const auto& [answer, reason] : rows) {
    const auto played = PlayWrite(&Connector::Reschedule, Move({"2026-12-08"}), {Read(), answer});
    EXPECT_EQ(ReasonOf(played.answer.status()), reason) << answer.status << answer.body;
  }
}

TEST(HostelmateChange, OfAnUnknownBookingSendsNothing) {
  const auto played =
      PlayWrite(&Connector::Cancel, Cancellation(), {Refusal(404, "booking_not_found")});
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_BOOKING_NOT_FOUND);
  CancelInput input = Cancellation();
  input.vendor_id = "..";
  EXPECT_THAT(PlayWrite(&Connector::Cancel, input, {}).requests, IsEmpty());
}

TEST(HostelmateTraps, AMoveReplacesAllNightsInThePatchCall) {
  std::string answer = std::string(R"({"bookingId":")") + kId +
                       R"(","status":"confirmed","room":")" + kOtherRoom +
                       R"(","total":8100,"dates":[],"updated":"2026-11-21T10:00:00Z"})";
  const auto played = PlayWrite(&Connector::Reschedule,
                                Move({"2026-12-08", "2026-12-09", "2026-12-10"}, kOtherRoom),
                                {Read(), Answer(200, answer)});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  const HttpRequest& write = played.requests.at(1);
  EXPECT_EQ(write.method, HttpMethod::kPatch);
  EXPECT_EQ(write.target, kTarget);
  EXPECT_EQ(write.body,
            R"({"booking":{"dates":[{"date":"2026-12-08","amount":2700},)"
            R"({"date":"2026-12-09","amount":2700},{"date":"2026-12-10","amount":2700}]},)"
            R"("room":"d3b2a7ef-1c52-4d7c-9b66-8eac4f203b21"})");
  EXPECT_EQ(write.effect, Effect::kWrites);
  const v1::Booking& booking = played.answer->booking;
  EXPECT_EQ(booking.stay().check_in_date(), "2026-12-08");
  EXPECT_EQ(booking.stay().check_out_date(), "2026-12-11");
  EXPECT_EQ(FromTimestamp(booking.end_time()), At("2026-12-11T11:00:00Z"));
  EXPECT_EQ(booking.stay().nights(0).room_id(), kOtherRoom);
  EXPECT_EQ(booking.total().units(), 81);
  EXPECT_EQ(booking.customers(0).first_name(), "Ana");
}

TEST(HostelmateMove, ToWhereItIsSendsNothing) {
  const auto played =
      PlayWrite(&Connector::Reschedule, Move({"2026-12-06", "2026-12-05"}), {Read()});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_TRUE(played.answer->unchanged);
}

TEST(HostelmateMove, ToOtherPricesRoomsOrNotesIsAMove) {
  RescheduleInput cheaper = Move({"2026-12-05", "2026-12-06"});
  *cheaper.request.mutable_stay()->mutable_nights(0)->mutable_amount() = Euros(20);
  RescheduleInput noted = Move({"2026-12-05", "2026-12-06"});
  (*noted.request.mutable_vendor_options()->mutable_fields())["notes"].set_string_value("New");
  const RescheduleInput moved = Move({"2026-12-05", "2026-12-06"}, kOtherRoom);
  for (const RescheduleInput& input : {cheaper, noted, moved}) {
    EXPECT_THAT(PlayWrite(&Connector::Reschedule, input, {Read(), Answer(200, "{}")}).requests,
                SizeIs(2));
  }
  EXPECT_NE(PlayWrite(&Connector::Reschedule, noted, {Read(), Answer(200, "{}")})
                .requests.at(1)
                .body.find(R"("notes":"New"})"),
            std::string::npos);
}

TEST(HostelmateMove, OfACancelledBookingIsRefusedBeforeItIsSent) {
  const auto played = PlayWrite(&Connector::Reschedule, Move({"2026-12-08"}), {Read("cancelled")});
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_BOOKING_REFUSED);
  EXPECT_THAT(played.requests, SizeIs(1));
}

TEST(HostelmateMove, ChecksItsNightsAsACreationDoes) {
  RescheduleInput input = Move({"2026-12-08", "2026-12-08"}, "dorm");
  EXPECT_THAT(PathsOf(AllProblems(*Hostel(), v1::OPERATION_RESCHEDULE_BOOKING, input,
                                  &Connector::CheckReschedule)
                          .invalid),
              ElementsAre("stay.room_id", "stay.nights[1].date"));
  input.request.clear_to();
  EXPECT_THAT(PathsOf(AllProblems(*Hostel(), v1::OPERATION_RESCHEDULE_BOOKING, input,
                                  &Connector::CheckReschedule)
                          .invalid),
              ElementsAre("stay"));
}

TEST(HostelmateUpdate, NotesAndPaidGoOutTogether) {
  v1::Booking wanted = Paid();
  wanted.set_description("");
  const auto played =
      PlayWrite(&Connector::Update, Update({"description", "payment_status"}, wanted),
                {Read(), Answer(200, ShortAnswer("paid"))});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_EQ(played.requests.at(1).target, std::string(kTarget) + "/update");
  EXPECT_EQ(played.requests.at(1).body, R"({"status":"paid","notes":""})");
  EXPECT_EQ(played.answer->booking.status(), v1::BOOKING_STATUS_CONFIRMED);
  EXPECT_EQ(played.answer->booking.payment_status(), v1::PAYMENT_STATUS_PAID);
  EXPECT_EQ(played.answer->booking.description(), "");
}

TEST(HostelmateUpdate, OnlyWhatDiffersIsSent) {
  v1::Booking wanted = Paid();
  wanted.set_description("Early arrival");
  const UpdateInput both = Update({"description", "payment_status"}, wanted);
  EXPECT_EQ(
      PlayWrite(&Connector::Update, both, {Read("paid"), Answer(200, "{}")}).requests.at(1).body,
      R"({"notes":"Early arrival"})");
  const auto played =
      PlayWrite(&Connector::Update, Update({"description"}, Described("Late arrival")), {Read()});
  EXPECT_TRUE(played.answer->unchanged);
}

TEST(HostelmateTraps, PaidWouldReviveACancelledBooking) {
  const auto played =
      PlayWrite(&Connector::Update, Update({"payment_status"}, Paid()), {Read("cancelled")});
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_BOOKING_REFUSED);
  EXPECT_THAT(played.requests, SizeIs(1));
}

TEST(HostelmateUpdate, AStaleEtagSendsNothing) {
  v1::Booking wanted = Described("New");
  wanted.set_etag("stale");
  EXPECT_EQ(
      ReasonOf(
          PlayWrite(&Connector::Update, Update({"description"}, wanted), {Read()}).answer.status()),
      v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST(HostelmateUpdate, OtherFieldsAndPaymentsAreUnsupported) {
  v1::Booking wanted;
  wanted.set_payment_status(v1::PAYMENT_STATUS_REFUNDED);
  EXPECT_THAT(
      PathsOf(AllProblems(*Hostel(), v1::OPERATION_UPDATE_BOOKING,
                          Update({"title", "payment_status"}, wanted), &Connector::CheckUpdate)
                  .unsupported),
      ElementsAre("booking.title", "booking.payment_status"));
}

TEST(HostelmateTraps, ConfirmingAPaidBookingSendsNothing) {
  for (const char* status : {"paid", "confirmed"}) {
    const auto played = PlayWrite(&Connector::UpdateStatus, Confirmation(), {Read(status)});
    ASSERT_TRUE(played.answer.ok()) << played.answer.status();
    EXPECT_TRUE(played.answer->unchanged);
    EXPECT_THAT(played.requests, SizeIs(1));
  }
}

TEST(HostelmateStatus, ACancelledBookingIsConfirmedAgainIfItsBedIsFree) {
  const auto played = PlayWrite(&Connector::UpdateStatus, Confirmation(),
                                {Read("cancelled"), Answer(200, ShortAnswer("confirmed"))});
  EXPECT_EQ(played.requests.at(1).body, R"({"status":"confirmed"})");
  EXPECT_EQ(played.answer->booking.status(), v1::BOOKING_STATUS_CONFIRMED);
  const auto taken = PlayWrite(&Connector::UpdateStatus, Confirmation(),
                               {Read("cancelled"), Refusal(409, "availability_conflict")});
  EXPECT_EQ(ReasonOf(taken.answer.status()), v1::ERROR_REASON_SLOT_UNAVAILABLE);
}

TEST(HostelmateStatus, OtherMovesAreUnsupported) {
  UpdateStatusInput input = Confirmation();
  for (const v1::BookingStatus status :
       {v1::BOOKING_STATUS_DECLINED, v1::BOOKING_STATUS_COMPLETED, v1::BOOKING_STATUS_NO_SHOW}) {
    input.request.set_status(status);
    EXPECT_THAT(PathsOf(Hostel()->CheckUpdateStatus(input).unsupported), ElementsAre("status"));
  }
  input.request.set_status(v1::BOOKING_STATUS_CONFIRMED);
  EXPECT_THAT(Hostel()->CheckUpdateStatus(input).unsupported, IsEmpty());
}

std::string KeyOf(const CancelInput& input, const HttpResponse& read,
                  const WriteIdentity& identity = Identity()) {
  const auto connector = Hostel();
  const auto played = PlayAnswers(*connector, connector->Cancel(input, identity), {read});
  return HeaderOf(played.requests.at(1), "Idempotency-Key");
}

TEST(HostelmateKeys, AreTheSameForARepetitionOnly) {
  const std::string key = KeyOf(Cancellation(), Read());
  EXPECT_EQ(KeyOf(Cancellation(), Read()), key);
  EXPECT_NE(KeyOf(Cancellation("why"), Read()), key);  // another body
  WriteIdentity another = Identity();
  another.attempt = kId;
  EXPECT_NE(KeyOf(Cancellation(), Read(), another), key);
  // Somebody undid it meanwhile: the vendor must not take ours for done.
  EXPECT_NE(KeyOf(Cancellation(), Read("paid")), key);
}

TEST(HostelmateKeys, HaveTheShapeOfAUuid) {
  const std::string key = KeyOf(Cancellation(), Read());
  EXPECT_THAT(key, ::testing::MatchesRegex(
                       "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"));
}

}  // namespace
}  // namespace bookings::hostelmate
