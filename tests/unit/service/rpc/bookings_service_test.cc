// Both services over a real engine and a real gRPC channel, with vendors that are made up.
#include "service/rpc/bookings_service.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "service/http/epoll_loop.h"
#include "service/rpc/connection_service.h"
#include "service/rpc/server.h"
#include "tests/unit/service/rpc/fake_vendor.h"
#include "tests/unit/service/rpc/status_decoding.h"

namespace bookings {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// How long a test waits for what must happen before it fails.
constexpr absl::Duration kPatience = absl::Seconds(30);

struct Listed {
  std::vector<v1::ListBookingsResponse> pages;
  grpc::Status status;

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& page : pages) {
      for (const v1::Booking& booking : page.bookings()) names.push_back(booking.name());
    }
    return names;
  }
};

class ServiceTest : public testing::Test {
 protected:
  ServiceTest()
      : logger_(std::make_shared<spdlog::logger>(
            "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines_))),
        log_(logger_) {
    spa_.id = "spa";
    spa_.accepts_caller_token = true;
    gym_.id = "gym";
    loop_ = EpollLoop::Start().value();
    connections_ = {ConnectTo(&spa_, loop_.get()), ConnectTo(&gym_, loop_.get())};
    for (const auto& connection : connections_) {
      loop_->AtStop([connection] { connection->sender.reset(); });
    }
    engine_ = std::make_unique<Engine>(connections_, EngineOptions());
    environment_.Replace(std::make_shared<const RpcEnvironment>(MakeEnvironment()));
    bookings_ = std::make_unique<BookingsService>(&environment_);
    connection_service_ = std::make_unique<ConnectionsService>(&environment_);
    server_ =
        Server::Start({"127.0.0.1:0", {bookings_.get(), connection_service_.get()}, &streams_})
            .value();
    const auto channel =
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    stub_ = v1::BookingService::NewStub(channel);
    connection_stub_ = v1::ConnectionService::NewStub(channel);
  }
  ~ServiceTest() override {
    server_->Stop(absl::ZeroDuration());
    loop_->Stop();
  }

  RpcEnvironment MakeEnvironment() {
    RpcEnvironment environment;
    environment.engine = engine_.get();
    environment.page_tokens = &tokens_;
    environment.log = &log_;
    environment.streams = &streams_;
    environment.now = [this] { return absl::Now() + absl::Hours(hours_passed_.load()); };
    environment.stream_deadline = kPatience;
    environment.unary_deadline = kPatience;
    return environment;
  }

  // `authorization`: a value of x-vendor-authorization, or empty.
  Listed List(const v1::ListBookingsRequest& request, const std::string& authorization = "") {
    grpc::ClientContext context;
    if (!authorization.empty()) context.AddMetadata(kVendorAuthorization, authorization);
    const auto reader = stub_->ListBookings(&context, request);
    Listed listed;
    v1::ListBookingsResponse page;
    while (reader->Read(&page)) listed.pages.push_back(page);
    listed.status = reader->Finish();
    return listed;
  }
  grpc::Status Get(const std::string& name, v1::GetBookingResponse* response,
                   const std::string& authorization = "") {
    grpc::ClientContext context;
    if (!authorization.empty()) context.AddMetadata(kVendorAuthorization, authorization);
    v1::GetBookingRequest request;
    request.set_name(name);
    return stub_->GetBooking(&context, request, response);
  }

  FakeVendor spa_;
  FakeVendor gym_;
  std::ostringstream lines_;
  std::shared_ptr<spdlog::logger> logger_;
  Log log_;
  PageTokens tokens_{{{"k1", Secret(std::string(32, 'k'))}}, absl::Hours(72)};
  std::atomic<int> hours_passed_ = 0;
  OpenStreams streams_;
  std::unique_ptr<EpollLoop> loop_;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::unique_ptr<Engine> engine_;
  CurrentEnvironment environment_{nullptr};
  std::unique_ptr<BookingsService> bookings_;
  std::unique_ptr<ConnectionsService> connection_service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::BookingService::Stub> stub_;
  std::unique_ptr<v1::ConnectionService::Stub> connection_stub_;
};

v1::ListBookingsRequest SpaOnly(int page_size = 0) {
  v1::ListBookingsRequest request;
  request.add_connections("connections/spa");
  request.set_page_size(page_size);
  return request;
}

TEST_F(ServiceTest, ListsAllConnectionsAndSaysThatTheListIsComplete) {
  spa_.bookings = 2;
  gym_.bookings = 1;
  const Listed listed = List({});
  EXPECT_TRUE(listed.status.ok()) << listed.status.error_message();
  EXPECT_THAT(listed.Names(),
              UnorderedElementsAre("connections/spa/bookings/b0", "connections/spa/bookings/b1",
                                   "connections/gym/bookings/b0"));
  EXPECT_TRUE(listed.pages.back().complete());
  EXPECT_THAT(listed.pages.back().next_page_token(), IsEmpty());
}

TEST_F(ServiceTest, ResumesBehindEveryPage) {
  const Listed whole = List(SpaOnly(2));
  ASSERT_THAT(whole.Names(), SizeIs(5));
  std::vector<std::string> seen;
  for (const auto& page : whole.pages) {
    for (const v1::Booking& booking : page.bookings()) seen.push_back(booking.name());
    if (page.next_page_token().empty()) continue;
    v1::ListBookingsRequest request = SpaOnly(3);  // page_size may change
    request.set_page_token(page.next_page_token());
    std::vector<std::string> names = seen;
    for (const std::string& name : List(request).Names()) names.push_back(name);
    EXPECT_EQ(names, whole.Names());
  }
}

TEST_F(ServiceTest, RefusesTokensOfOtherRequestsAndCallers) {
  v1::ListBookingsRequest request = SpaOnly(2);
  request.set_page_token(List(request, "spa Bearer anna").pages[0].next_page_token());
  EXPECT_TRUE(List(request, "spa Bearer anna").status.ok());
  EXPECT_EQ(DecodeReason(List(request, "spa Bearer bert").status), "PAGE_TOKEN_MISMATCH");
  EXPECT_EQ(DecodeReason(List(request).status), "PAGE_TOKEN_MISMATCH");
  v1::ListBookingsRequest changed = request;
  changed.set_limit(3);
  EXPECT_EQ(DecodeReason(List(changed, "spa Bearer anna").status), "PAGE_TOKEN_MISMATCH");
  changed = request;
  changed.set_connections(0, "connections/gym");
  EXPECT_EQ(DecodeReason(List(changed).status), "PAGE_TOKEN_MISMATCH");
}

TEST_F(ServiceTest, RefusesTokensThatAreForeignOrExpired) {
  v1::ListBookingsRequest request = SpaOnly(2);
  request.set_page_token("nonsense");
  const grpc::Status foreign = List(request).status;
  EXPECT_EQ(foreign.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DecodeReason(foreign), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(DecodeViolations(foreign), "page_token is no token of this gateway\n");
  request.clear_page_token();
  request.set_page_token(List(request).pages[0].next_page_token());
  hours_passed_ = 73;
  EXPECT_EQ(DecodeReason(List(request).status), "PAGE_TOKEN_INVALID");
}

TEST_F(ServiceTest, ReportsAllViolationsAtOnceUnknownConnectionsIncluded) {
  v1::ListBookingsRequest request;
  request.add_connections("connections/rome");
  request.add_connections("rome");
  request.set_page_size(-1);
  const grpc::Status status = List(request).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DecodeReason(status), "INVALID_REQUEST");
  EXPECT_EQ(DecodeViolations(status),
            "connections[1] must be a name connections/{connection}\n"
            "page_size must not be negative\n"
            "connections[0] is no connection that the caller may read\n");
}

TEST_F(ServiceTest, UnknownConnectionAloneIsNotFoundAndNamed) {
  v1::ListBookingsRequest request;
  request.add_connections("connections/rome");
  const grpc::Status status = List(request).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DecodeReason(status), "CONNECTION_NOT_FOUND");
  EXPECT_THAT(DecodeViolations(status), HasSubstr("connections[0]"));
}

TEST_F(ServiceTest, FailingVendorFailsAListOfOne) {
  spa_.mood = VendorMood::kFails;
  const grpc::Status status = List(SpaOnly()).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(DecodeReason(status), "VENDOR_UNAVAILABLE");
}

TEST_F(ServiceTest, FailingVendorIsReportedInAListOfMany) {
  spa_.mood = VendorMood::kFails;
  const Listed listed = List({});
  EXPECT_TRUE(listed.status.ok());
  EXPECT_THAT(listed.Names(), SizeIs(5));
  EXPECT_FALSE(listed.pages.back().complete());
}

TEST_F(ServiceTest, ExplainAnswersOneMessageWithThePlan) {
  v1::ListBookingsRequest request = SpaOnly();
  request.set_explain(true);
  const Listed listed = List(request);
  EXPECT_TRUE(listed.status.ok());
  ASSERT_THAT(listed.pages, SizeIs(1));
  EXPECT_THAT(listed.Names(), IsEmpty());
  EXPECT_EQ(listed.pages[0].plan().sources(0).expected_calls(), 3);
  EXPECT_FALSE(spa_.asked.HasBeenNotified());
}

TEST_F(ServiceTest, CancelledListStopsTheVendorCall) {
  spa_.mood = VendorMood::kKeepsSilent;
  grpc::ClientContext context;
  const auto reader = stub_->ListBookings(&context, SpaOnly());
  ASSERT_TRUE(spa_.asked.WaitForNotificationWithTimeout(kPatience));
  context.TryCancel();
  EXPECT_TRUE(spa_.abandoned.WaitForNotificationWithTimeout(kPatience));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(ServiceTest, DeadlineOfAGetStopsTheVendorCall) {
  spa_.mood = VendorMood::kKeepsSilent;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(100)));
  v1::GetBookingRequest request;
  request.set_name("connections/spa/bookings/b0");
  v1::GetBookingResponse response;
  EXPECT_EQ(stub_->GetBooking(&context, request, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(spa_.abandoned.WaitForNotificationWithTimeout(kPatience));
}

TEST_F(ServiceTest, GetsABooking) {
  v1::GetBookingResponse response;
  EXPECT_TRUE(Get("connections/spa/bookings/b0", &response).ok());
  EXPECT_EQ(response.booking().vendor_id(), "b0");
}

TEST_F(ServiceTest, GetTellsMissingBookingsConnectionsAndNamesApart) {
  v1::GetBookingResponse response;
  EXPECT_EQ(DecodeReason(Get("connections/spa/bookings/zz", &response)), "BOOKING_NOT_FOUND");
  EXPECT_EQ(DecodeReason(Get("connections/rome/bookings/b0", &response)), "CONNECTION_NOT_FOUND");
  const grpc::Status malformed = Get("bookings/b0", &response);
  EXPECT_EQ(DecodeReason(malformed), "INVALID_REQUEST");
  EXPECT_THAT(DecodeViolations(malformed), HasSubstr("name must be a name"));
}

TEST_F(ServiceTest, CustomersTokenReachesItsConnectionOnly) {
  v1::GetBookingResponse response;
  EXPECT_TRUE(Get("connections/spa/bookings/b0", &response, "spa Bearer anna").ok());
  EXPECT_EQ(spa_.caller_token.RevealForUse(), "anna");
  EXPECT_TRUE(Get("connections/spa/bookings/b0", &response, "other Bearer anna").ok());
  EXPECT_TRUE(spa_.caller_token.empty());
}

TEST_F(ServiceTest, CustomersTokenIsRefusedWhereItWouldBeIgnored) {
  v1::GetBookingResponse response;
  for (const grpc::Status& status :
       {Get("connections/gym/bookings/b0", &response, "gym Bearer anna"),
        Get("connections/gym/bookings/b0", &response, "gym anna"),
        List({}, "gym Bearer anna").status}) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_THAT(DecodeViolations(status), HasSubstr("metadata.x-vendor-authorization"));
  }
}

// The reason that an RPC fails with.
template <typename Request, typename Response>
std::string ReasonOfCall(v1::BookingService::Stub* stub,
                         grpc::Status (v1::BookingService::Stub::*method)(grpc::ClientContext*,
                                                                          const Request&,
                                                                          Response*),
                         const Request& request) {
  grpc::ClientContext context;
  Response response;
  return DecodeReason((stub->*method)(&context, request, &response));
}

// The reasons that slots and writes fail with for this connection and a booking of it; nothing else
// of the requests is filled in.
std::vector<std::string> ReasonsFor(const std::string& connection, v1::BookingService::Stub* stub) {
  using Stub = v1::BookingService::Stub;
  const std::string name = connection + "/bookings/b0";
  v1::CreateBookingRequest create;
  create.set_connection(connection);
  v1::CancelBookingRequest cancel;
  cancel.set_name(name);
  v1::RescheduleBookingRequest reschedule;
  reschedule.set_name(name);
  v1::UpdateBookingRequest update;
  update.mutable_booking()->set_name(name);
  v1::UpdateBookingStatusRequest status;
  status.set_name(name);
  v1::ListSlotsRequest slots;
  slots.set_connection(connection);
  grpc::ClientContext context;
  return {ReasonOfCall(stub, &Stub::CreateBooking, create),
          ReasonOfCall(stub, &Stub::CancelBooking, cancel),
          ReasonOfCall(stub, &Stub::RescheduleBooking, reschedule),
          ReasonOfCall(stub, &Stub::UpdateBooking, update),
          ReasonOfCall(stub, &Stub::UpdateBookingStatus, status),
          DecodeReason(stub->ListSlots(&context, slots)->Finish())};
}

TEST_F(ServiceTest, WhatAVendorCannotDoIsUnimplementedWhateverTheRequestHolds) {
  EXPECT_THAT(ReasonsFor("connections/spa", stub_.get()), Each("OPERATION_UNSUPPORTED"));
  EXPECT_THAT(ReasonsFor("connections/rome", stub_.get()), Each("INVALID_REQUEST"));
  EXPECT_THAT(ReasonsFor("rome", stub_.get()), Each("INVALID_REQUEST"));
}

TEST_F(ServiceTest, RefusedCreateSaysThatNothingWasBooked) {
  grpc::ClientContext context;
  v1::CreateBookingRequest request;
  request.set_connection("connections/spa");
  v1::CreateBookingResponse response;
  const grpc::Status status = stub_->CreateBooking(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(FindDetail<internal::v1::ErrorInfo>(status).metadata().at("booking_state"),
            "NOT_CREATED");
}

TEST_F(ServiceTest, ListsConnectionsInOrderOfName) {
  grpc::ClientContext context;
  v1::ListConnectionsResponse response;
  EXPECT_TRUE(connection_stub_->ListConnections(&context, {}, &response).ok());
  ASSERT_EQ(response.connections_size(), 2);
  EXPECT_EQ(response.connections(0).name(), "connections/gym");
  EXPECT_EQ(response.connections(1).name(), "connections/spa");
  EXPECT_EQ(response.connections(1).state(), v1::CONNECTION_STATE_ACTIVE);
}

TEST_F(ServiceTest, GetsAConnection) {
  const auto get = [this](const std::string& name) {
    grpc::ClientContext context;
    v1::GetConnectionRequest request;
    request.set_name(name);
    v1::GetConnectionResponse response;
    const grpc::Status status = connection_stub_->GetConnection(&context, request, &response);
    return status.ok() ? response.connection().vendor() : DecodeReason(status);
  };
  EXPECT_EQ(get("connections/spa"), "fake");
  EXPECT_EQ(get("connections/rome"), "CONNECTION_NOT_FOUND");
  EXPECT_EQ(get("rome"), "INVALID_REQUEST");
}

TEST_F(ServiceTest, LogsOneLinePerRpcWithoutTokensOrFilters) {
  v1::ListBookingsRequest request = SpaOnly();
  request.mutable_filter()->add_customer_emails("anna@example.com");
  List(request, "spa Bearer hush");
  List(request, "hush");
  server_->Stop(kPatience);
  const std::string lines = lines_.str();
  EXPECT_THAT(lines, HasSubstr(R"("rpc":"ListBookings")"));
  EXPECT_THAT(lines, HasSubstr(R"("connections":["spa"])"));
  EXPECT_THAT(lines, HasSubstr(R"("code":"INVALID_ARGUMENT","reason":"INVALID_REQUEST")"));
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
  EXPECT_THAT(lines, Not(HasSubstr("hush")));
  EXPECT_THAT(lines, Not(HasSubstr("anna")));
}

}  // namespace
}  // namespace bookings
