// Calls that read one thing.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>

#include "tests/unit/clients/cpp/made_up.h"

namespace bookings::client {
namespace {

TEST(ReadsTest, ABooking) {
  FakeGateway gateway;
  AddNumbered(gateway, 2);
  const Client client = gateway.MakeClient();
  const Result<v1::Booking> booking = client.GetBooking(NumberedName(1));
  ASSERT_TRUE(booking.ok()) << booking.error();
  EXPECT_EQ(booking->name(), NumberedName(1));
  EXPECT_EQ(client.GetBooking("connections/tokyo/bookings/none").error().reason,
            Reason::kBookingNotFound);
  EXPECT_EQ(client.GetBooking("connections/nowhere/bookings/1").error().reason,
            Reason::kConnectionNotFound);
}

TEST(ReadsTest, Connections) {
  FakeGateway gateway;
  v1::Connection porto;
  porto.set_name("connections/porto");
  porto.set_vendor("hostelmate");
  gateway.AddConnection(porto);
  AddNumbered(gateway, 1);
  const Client client = gateway.MakeClient();
  const auto connections = client.ListConnections();
  ASSERT_TRUE(connections.ok()) << connections.error();
  ASSERT_EQ(connections->size(), 2U);
  EXPECT_EQ(connections->at(1).name(), "connections/tokyo");
  EXPECT_EQ(client.GetConnection("connections/porto")->vendor(), "hostelmate");
  EXPECT_EQ(client.GetConnection("connections/x").error().code, absl::StatusCode::kNotFound);
}

TEST(ReadsTest, AreTriedAgain) {
  FakeGateway gateway;
  AddNumbered(gateway, 1);
  gateway.Inject({.rpc = Rpc::kGetBooking});
  gateway.Inject({.rpc = Rpc::kGetBooking});
  EXPECT_TRUE(gateway.MakeClient().GetBooking(NumberedName(0)).ok());
  EXPECT_EQ(gateway.heard().size(), 3U);
  // 0.2 s and 0.4 s, half of each by chance.
  EXPECT_EQ(gateway.waited(), absl::Milliseconds(150) + absl::Milliseconds(300));
}

TEST(ReadsTest, NotWhenTheyAreRefused) {
  FakeGateway gateway;
  AddNumbered(gateway, 1);
  gateway.Inject({.error = {.code = absl::StatusCode::kFailedPrecondition,
                            .reason = Reason::kVendorAuthFailed,
                            .metadata = {{"connection", "tokyo"}}}});
  const auto booking = gateway.MakeClient().GetBooking(NumberedName(0));
  ASSERT_FALSE(booking.ok());
  EXPECT_EQ(booking.error().reason, Reason::kVendorAuthFailed);
  EXPECT_EQ(booking.error().metadata.at("connection"), "tokyo");
  EXPECT_EQ(gateway.heard().size(), 1U);
}

TEST(ReadsTest, AReasonThatIsNewStaysReadable) {
  FakeGateway gateway;
  gateway.Inject(
      {.error = {.code = absl::StatusCode::kFailedPrecondition, .reason_text = "MOON_IS_FULL"}});
  const auto connections = gateway.MakeClient().ListConnections();
  ASSERT_FALSE(connections.ok());
  EXPECT_EQ(connections.error().reason, Reason::kUnknown);
  EXPECT_EQ(connections.error().reason_text, "MOON_IS_FULL");
}

TEST(ReadsTest, HaveADeadlineForAllAttempts) {
  FakeGateway gateway;
  gateway.Inject({.silent = true});
  const auto connections =
      gateway.MakeClient().ListConnections({.timeout = absl::Milliseconds(50)});
  ASSERT_FALSE(connections.ok());
  EXPECT_EQ(connections.error().reason, Reason::kDeadlineExceeded);
  EXPECT_EQ(gateway.heard().size(), 1U);
}

TEST(ReadsTest, WhatIsStoppedBeforeItBeginsDoesNotBegin) {
  FakeGateway gateway;
  std::stop_source stop;
  stop.request_stop();
  const auto connections = gateway.MakeClient().ListConnections({.stop = stop.get_token()});
  ASSERT_FALSE(connections.ok());
  EXPECT_EQ(connections.error().reason, Reason::kCancelled);
  EXPECT_EQ(gateway.waited(), absl::ZeroDuration());
}

TEST(ReadsTest, CarryTheCallersToken) {
  FakeGateway gateway;
  ASSERT_TRUE(gateway.MakeClient({.token = "bgw_1"}).ListConnections().ok());
  ASSERT_TRUE(gateway.MakeClient().ListConnections().ok());
  EXPECT_EQ(gateway.heard()[0].authorization, "Bearer bgw_1");
  EXPECT_EQ(gateway.heard()[1].authorization, "");
}

TEST(ReadsTest, ATokenThatIsNoneIsAnError) {
  FakeGateway gateway;
  for (const Options& options :
       {Options{.token = "bgw_1\n"}, Options{.vendor_tokens = {{"tokyo", "\x01"}}}}) {
    const Client client = gateway.MakeClient(options);
    EXPECT_EQ(client.ListConnections().error().code, absl::StatusCode::kInvalidArgument);
    BookingList list = client.ListBookings();
    const Outcome outcome = ReadAll(list);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code, absl::StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(gateway.heard().empty());
}

TEST(ReadsTest, NoGatewayIsAnError) {
  FakeGateway gateway;  // for its time alone
  const Client client(grpc::CreateChannel("127.0.0.1:1", grpc::InsecureChannelCredentials()),
                      {.retry = {.attempts = 2, .first_backoff = absl::ZeroDuration()}});
  EXPECT_EQ(client.ListConnections().error().code, absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace bookings::client
