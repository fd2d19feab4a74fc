// The writes over a real engine with a ledger in memory, and a real gRPC channel.
#include <gmock/gmock.h>

#include <thread>

#include "absl/time/clock.h"
#include "service/rpc/status_details.h"
#include "tests/unit/service/rpc/salon.h"

namespace bookings {
namespace {

constexpr int64_t kFirstSlot = 4'000'000'000;

class WritesTest : public SalonTest {
 protected:
  static v1::CreateBookingRequest Haircut(const std::string& request_id = "r1") {
    v1::CreateBookingRequest request;
    request.set_connection("connections/salon");
    request.set_request_id(request_id);
    request.mutable_appointment()->set_service_id("cut");
    request.mutable_appointment()->mutable_start_time()->set_seconds(kFirstSlot);
    request.mutable_customer()->set_email("anna@example.com");
    return request;
  }
  v1::CreateBookingRequest HaircutAt(const std::string& slot_token) {
    v1::CreateBookingRequest request = Haircut();
    request.set_slot_token(slot_token);
    return request;
  }

  grpc::Status Create(const v1::CreateBookingRequest& request, const std::string& customer = "") {
    grpc::ClientContext context;
    As(customer, &context);
    created_.Clear();
    return stub_->CreateBooking(&context, request, &created_);
  }
  static std::string BookingState(const grpc::Status& status) {
    const auto info = FindDetail<internal::v1::ErrorInfo>(status);
    const auto state = info.metadata().find("booking_state");
    return state == info.metadata().end() ? "" : state->second;
  }

  v1::CreateBookingResponse created_;
};

TEST_F(WritesTest, CreatesABooking) {
  const grpc::Status status = Create(Haircut());
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(created_.booking().name(), "connections/salon/bookings/b1");
  EXPECT_EQ(created_.booking().start_time().seconds(), kFirstSlot);
  EXPECT_FALSE(created_.replayed());
}

TEST_F(WritesTest, ARepetitionIsAnsweredAlikeAndBooksNothing) {
  EXPECT_TRUE(Create(Haircut()).ok());
  EXPECT_TRUE(Create(Haircut()).ok());
  EXPECT_EQ(created_.booking().name(), "connections/salon/bookings/b1");
  EXPECT_TRUE(created_.replayed());
  EXPECT_EQ(connector_->created(), 1);
}

TEST_F(WritesTest, ARequestIdServesOneRequestOnly) {
  EXPECT_TRUE(Create(Haircut()).ok());
  v1::CreateBookingRequest other = Haircut();
  other.set_notes("by the window");
  EXPECT_EQ(DecodeReason(Create(other)), "REQUEST_ID_REUSED");
}

TEST_F(WritesTest, RequestIdsOfOtherCustomersAreOthers) {
  EXPECT_TRUE(Create(Haircut(), "anna").ok());
  EXPECT_TRUE(Create(Haircut(), "bert").ok());
  EXPECT_EQ(connector_->created(), 2);
}

TEST_F(WritesTest, BooksASlotByItsToken) {
  const grpc::Status status = Create(HaircutAt(SlotToken()));
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(created_.booking().start_time().seconds(), kFirstSlot);
}

TEST_F(WritesTest, TwoTokensOfOneSlotAreOneRequest) {
  const std::string first = SlotToken();
  const std::string second = SlotToken();
  ASSERT_NE(first, second);
  EXPECT_TRUE(Create(HaircutAt(first)).ok());
  EXPECT_TRUE(Create(HaircutAt(second)).ok());
  EXPECT_TRUE(created_.replayed());
}

TEST_F(WritesTest, RefusesForeignExpiredAndBorrowedSlotTokens) {
  const std::string token = SlotToken("anna");
  EXPECT_TRUE(Create(HaircutAt(token), "anna").ok());
  EXPECT_EQ(DecodeViolations(Create(HaircutAt("nonsense"), "anna")),
            "slot_token is no token of this gateway\n");
  EXPECT_EQ(DecodeViolations(Create(HaircutAt(token), "bert")),
            "slot_token belongs to another caller\n");
  v1::CreateBookingRequest elsewhere = HaircutAt(SlotToken());
  elsewhere.set_connection("connections/branch");
  EXPECT_EQ(DecodeViolations(Create(elsewhere)), "slot_token belongs to another connection\n");
  hours_passed_ = 8 * 24;
  EXPECT_EQ(DecodeViolations(Create(HaircutAt(token), "anna")),
            "slot_token has expired: list the slots again\n");
}

TEST_F(WritesTest, ReportsEverythingThatIsWrongAtOnce) {
  v1::CreateBookingRequest request = HaircutAt("nonsense");
  request.set_request_id(std::string(65, 'r'));
  request.mutable_customer()->set_email("anna");
  request.mutable_customer()->set_company("ACME");
  (*request.mutable_vendor_options()->mutable_fields())["colour"].set_string_value("red");
  const grpc::Status status = Create(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DecodeReason(status), "INVALID_REQUEST");
  EXPECT_EQ(DecodeViolations(status),
            "request_id must be 1 to 64 characters of printable ASCII\n"
            "customer.email must be an e-mail address\n"
            "slot_token is no token of this gateway\n"
            "customer.company is not carried out by this vendor\n"
            "vendor_options.colour is no option of this vendor\n");
  EXPECT_EQ(BookingState(status), "NOT_CREATED");
}

TEST_F(WritesTest, WhatOnlyTheConnectorKnowsIsToldWithTheRest) {
  v1::CreateBookingRequest request = Haircut("");
  request.set_party_size(6);
  EXPECT_EQ(DecodeViolations(Create(request)),
            "request_id must be 1 to 64 characters of printable ASCII\n"
            "party_size must be at most 5 at this vendor\n");
}

TEST_F(WritesTest, FieldsThatTheVendorLacksHaveAReasonOfTheirOwn) {
  v1::CreateBookingRequest request = Haircut();
  request.mutable_customer()->set_company("ACME");
  const grpc::Status status = Create(request);
  EXPECT_EQ(DecodeReason(status), "UNSUPPORTED_FIELD");
  EXPECT_EQ(DecodeViolations(status), "customer.company is not carried out by this vendor\n");
  EXPECT_EQ(BookingState(status), "NOT_CREATED");
  request.mutable_best_effort()->add_paths("customer.company");
  EXPECT_TRUE(Create(request).ok());
}

TEST_F(WritesTest, BestEffortSparesFieldsOfABrokenRequestToo) {
  v1::CreateBookingRequest request = HaircutAt("nonsense");
  request.mutable_customer()->set_company("ACME");
  request.mutable_best_effort()->add_paths("customer");
  EXPECT_EQ(DecodeViolations(Create(request)), "slot_token is no token of this gateway\n");
}

TEST_F(WritesTest, AnUnknownConnectionAloneIsNotFound) {
  v1::CreateBookingRequest request = Haircut();
  request.set_connection("connections/rome");
  const grpc::Status status = Create(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DecodeReason(status), "CONNECTION_NOT_FOUND");
  EXPECT_EQ(BookingState(status), "NOT_CREATED");
  request.set_party_size(-1);
  EXPECT_EQ(DecodeViolations(Create(request)),
            "party_size must not be negative\n"
            "connection is no connection that the caller may read\n");
}

TEST_F(WritesTest, ValidateOnlyBooksNothing) {
  v1::CreateBookingRequest request = Haircut();
  request.set_validate_only(true);
  EXPECT_TRUE(Create(request).ok());
  EXPECT_EQ(created_.booking().title(), "as planned");
  EXPECT_EQ(connector_->created(), 0);
  request.set_validate_only(false);
  EXPECT_TRUE(Create(request).ok()) << "the id was not used up";
}

TEST_F(WritesTest, CancelsAndTellsWhatWasCancelledBefore) {
  const auto cancel = [this](const std::string& id) {
    grpc::ClientContext context;
    v1::CancelBookingRequest request;
    request.set_name("connections/salon/bookings/" + id);
    request.set_request_id("c-" + id);
    request.set_reason("ill");
    v1::CancelBookingResponse response;
    EXPECT_TRUE(stub_->CancelBooking(&context, request, &response).ok());
    EXPECT_EQ(response.booking().vendor_id(), id);
    return response.already_cancelled();
  };
  EXPECT_FALSE(cancel("b7"));
  EXPECT_TRUE(cancel("gone"));
}

TEST_F(WritesTest, MovesABookingToASlot) {
  grpc::ClientContext context;
  v1::RescheduleBookingRequest request;
  request.set_name("connections/salon/bookings/b7");
  request.set_request_id("m1");
  request.set_slot_token(SlotToken());
  v1::RescheduleBookingResponse response;
  const grpc::Status status = stub_->RescheduleBooking(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.booking().start_time().seconds(), kFirstSlot);
  EXPECT_EQ(response.replaced_booking(), "");
}

TEST_F(WritesTest, UpdatesWhatTheMaskNames) {
  v1::UpdateBookingRequest request;
  request.mutable_booking()->set_name("connections/salon/bookings/b7");
  request.mutable_booking()->set_title("Haircut");
  request.mutable_update_mask()->add_paths("title");
  request.set_request_id("u1");
  v1::UpdateBookingResponse response;
  grpc::ClientContext context;
  EXPECT_TRUE(stub_->UpdateBooking(&context, request, &response).ok());
  EXPECT_EQ(response.booking().title(), "Haircut");
  request.mutable_update_mask()->add_paths("description");
  grpc::ClientContext again;
  const grpc::Status refused = stub_->UpdateBooking(&again, request, &response);
  EXPECT_EQ(DecodeReason(refused), "UNSUPPORTED_FIELD");
  EXPECT_EQ(BookingState(refused), "");
}

TEST_F(WritesTest, SetsAStatusAndTellsWhatHeldBefore) {
  const auto set = [this](const std::string& id) {
    grpc::ClientContext context;
    v1::UpdateBookingStatusRequest request;
    request.set_name("connections/salon/bookings/" + id);
    request.set_request_id("s-" + id);
    request.set_status(v1::BOOKING_STATUS_NO_SHOW);
    v1::UpdateBookingStatusResponse response;
    EXPECT_TRUE(stub_->UpdateBookingStatus(&context, request, &response).ok());
    EXPECT_EQ(response.booking().status(), v1::BOOKING_STATUS_NO_SHOW);
    return response.unchanged();
  };
  EXPECT_FALSE(set("b7"));
  EXPECT_TRUE(set("done"));
}

// A client that retries by gRPC's own policy is told when, and its attempts outlast the lease.
TEST_F(WritesTest, WhoAsksWhileTheFirstRunsIsToldWhenToComeAgain) {
  vendor_.mood = VendorMood::kKeepsSilent;
  grpc::ClientContext first;
  v1::CreateBookingResponse never;
  std::thread waits([&] { stub_->CreateBooking(&first, Haircut(), &never); });
  vendor_.asked.WaitForNotification();
  const auto pushback = [this](absl::Duration patience) {
    grpc::ClientContext second;
    second.set_deadline(absl::ToChronoTime(absl::Now() + patience));
    EXPECT_EQ(DecodeReason(stub_->CreateBooking(&second, Haircut(), &created_)),
              "REQUEST_IN_PROGRESS");
    const auto& trailers = second.GetServerTrailingMetadata();
    const auto found = trailers.find(kRetryPushback);
    return found == trailers.end() ? "" : std::string(found->second.data(), found->second.size());
  };
  EXPECT_EQ(pushback(absl::Minutes(1)), "5000");
  EXPECT_EQ(pushback(kLongestPushback / 2), "-1");
  first.TryCancel();
  waits.join();
}

TEST_F(WritesTest, ALedgerThatFailsIsToldAndNothingIsSent) {
  ledger_.RefuseNext(1);
  const grpc::Status status = Create(Haircut());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(DecodeReason(status), "LEDGER_UNAVAILABLE");
  EXPECT_EQ(connector_->created(), 0);
}

}  // namespace
}  // namespace bookings
