// Who is let in, to do what, and about which connections: over a real server. With every RPC and
// with certificates: tests/integration/callers_test.py.
#include "service/rpc/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "service/callers/caller_token.h"
#include "service/rpc/connection_service.h"
#include "service/rpc/credential.h"
#include "tests/unit/service/rpc/salon.h"

namespace bookings {
namespace {

class AdmissionTest : public SalonTest {
 protected:
  AdmissionTest() {
    config::v1::CallerPolicy policy;
    desk_ = Add(policy, "desk", "read_and_write");
    audit_ = Add(policy, "audit", "read");
    policy.mutable_callers(1)->mutable_limits()->set_streams(1);
    callers_ = std::make_unique<CallerDirectory>(policy);
    RpcEnvironment environment = MakeEnvironment();
    environment.callers = callers_.get();
    guarded_environment_.Replace(std::make_shared<const RpcEnvironment>(environment));
    guarded_ = std::make_unique<BookingsService>(&guarded_environment_);
    guarded_connections_ = std::make_unique<ConnectionsService>(&guarded_environment_);
    guarded_server_ = Server::Start({"127.0.0.1:0",
                                     {guarded_.get(), guarded_connections_.get()},
                                     &guarded_streams_,
                                     nullptr})
                          .value();
    const auto channel =
        grpc::CreateChannel(guarded_server_->address(), grpc::InsecureChannelCredentials());
    bookings_ = v1::BookingService::NewStub(channel);
    connections_stub_ = v1::ConnectionService::NewStub(channel);
  }
  ~AdmissionTest() override { guarded_server_->Stop(absl::ZeroDuration()); }

  // The token of a new caller that sees `salon`.
  static std::string Add(config::v1::CallerPolicy& policy, const std::string& name,
                         const std::string& access) {
    const NewCallerToken made = MakeCallerToken().value();
    config::v1::CallerConfig* caller = policy.add_callers();
    caller->set_name(name);
    caller->set_access(access);
    caller->add_connections("salon");
    caller->add_tokens()->set_id(made.id);
    caller->mutable_tokens(0)->set_salted_sha256(made.hash.ToText());
    return made.token.RevealForUse();
  }
  static void With(const std::string& authorization, grpc::ClientContext* context) {
    if (!authorization.empty()) context->AddMetadata(kAuthorization, authorization);
  }

  grpc::Status Get(const std::string& authorization, const std::string& connection) {
    grpc::ClientContext context;
    With(authorization, &context);
    v1::GetConnectionRequest request;
    request.set_name("connections/" + connection);
    v1::GetConnectionResponse response;
    return connections_stub_->GetConnection(&context, request, &response);
  }
  grpc::Status Cancel(const std::string& authorization, const std::string& connection) {
    grpc::ClientContext context;
    With(authorization, &context);
    v1::CancelBookingRequest request;
    request.set_name("connections/" + connection + "/bookings/b1");
    request.set_request_id("r1");
    v1::CancelBookingResponse response;
    return bookings_->CancelBooking(&context, request, &response);
  }

  std::string desk_;
  std::string audit_;
  std::unique_ptr<CallerDirectory> callers_;
  OpenStreams guarded_streams_;
  CurrentEnvironment guarded_environment_{nullptr};
  std::unique_ptr<BookingsService> guarded_;
  std::unique_ptr<ConnectionsService> guarded_connections_;
  std::unique_ptr<Server> guarded_server_;
  std::unique_ptr<v1::BookingService::Stub> bookings_;
  std::unique_ptr<v1::ConnectionService::Stub> connections_stub_;
};

TEST_F(AdmissionTest, LetsACallerInByItsToken) {
  EXPECT_TRUE(Get("Bearer " + desk_, "salon").ok());
  EXPECT_TRUE(Get("bearer " + audit_, "salon").ok());
}

TEST_F(AdmissionTest, RefusesEverythingElseInTheSameWords) {
  const grpc::Status refused = Get("", "salon");
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(DecodeReason(refused), "CALLER_UNAUTHENTICATED");
  for (const std::string& authorization :
       {std::string("hush"), desk_, "Basic " + desk_, std::string("Bearer "), "Bearer  " + desk_,
        "Bearer " + desk_ + "x", "Bearer " + MakeCallerToken()->token.RevealForUse()}) {
    const grpc::Status other = Get(authorization, "salon");
    EXPECT_EQ(other.error_code(), grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(other.error_message(), refused.error_message());
    EXPECT_EQ(other.error_details(), refused.error_details());
  }
}

TEST_F(AdmissionTest, ShowsACallerItsConnectionsOnly) {
  const grpc::Status foreign = Get("Bearer " + desk_, "branch");
  const grpc::Status nowhere = Get("Bearer " + desk_, "nowhere");
  EXPECT_EQ(DecodeReason(foreign), "CONNECTION_NOT_FOUND");
  EXPECT_EQ(foreign.error_code(), nowhere.error_code());
  EXPECT_EQ(foreign.error_message(), nowhere.error_message());
  EXPECT_EQ(foreign.error_details(), nowhere.error_details());

  grpc::ClientContext context;
  With("Bearer " + desk_, &context);
  v1::ListConnectionsResponse listed;
  ASSERT_TRUE(connections_stub_->ListConnections(&context, {}, &listed).ok());
  ASSERT_EQ(listed.connections_size(), 1);
  EXPECT_EQ(listed.connections(0).name(), "connections/salon");
}

TEST_F(AdmissionTest, WritesNeedTheRight) {
  EXPECT_TRUE(Cancel("Bearer " + desk_, "salon").ok());
  for (const char* connection : {"salon", "branch", "nowhere"}) {
    const grpc::Status refused = Cancel("Bearer " + audit_, connection);
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::PERMISSION_DENIED);
    EXPECT_EQ(DecodeReason(refused), "CALLER_NOT_ALLOWED");
  }
}

TEST_F(AdmissionTest, WithoutAPolicyEverybodyMayDoEverything) {
  EXPECT_EQ(List(SlotsOf(1)).status.error_code(), grpc::StatusCode::OK);
}

}  // namespace
}  // namespace bookings
