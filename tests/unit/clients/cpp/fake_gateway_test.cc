// The gateway for users' tests: true to the contract in what it imitates, and honest about the
// rest.
#include "bookings/client/fake_gateway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/clients/cpp/made_up.h"

namespace bookings::client {
namespace {

using testing::ElementsAre;

constexpr char kPorto[] = "connections/porto/bookings/1";

std::vector<std::string> Listed(const FakeGateway& gateway,
                                const v1::ListBookingsRequest& request) {
  BookingList list = gateway.MakeClient().ListBookings(request);
  Outcome outcome = ReadAll(list);
  EXPECT_FALSE(outcome.error) << *outcome.error;
  return outcome.names;
}

Error RefusalOf(const FakeGateway& gateway, const v1::ListBookingsRequest& request) {
  BookingList list = gateway.MakeClient().ListBookings(request);
  return ReadAll(list).error.value_or(Error());
}

TEST(FakeGatewayTest, FiltersByConnectionStatusAndStart) {
  FakeGateway gateway;
  AddNumbered(gateway, 3);
  gateway.AddBooking(MakeBooking(kPorto, 1001));
  v1::Booking cancelled = MakeBooking(NumberedName(1), 1001);
  cancelled.set_status(v1::BOOKING_STATUS_CANCELLED);
  gateway.AddBooking(cancelled);

  v1::ListBookingsRequest request;
  request.add_connections("connections/tokyo");
  EXPECT_EQ(Listed(gateway, request), NumberedNames(3));
  request.mutable_filter()->add_statuses(v1::BOOKING_STATUS_CONFIRMED);
  EXPECT_THAT(Listed(gateway, request), ElementsAre(NumberedName(0), NumberedName(2)));
  request.clear_connections();
  request.mutable_filter()->clear_statuses();
  *request.mutable_filter()->mutable_start_time() =
      TimeRangeOf(absl::FromUnixSeconds(1001), absl::FromUnixSeconds(1002));
  EXPECT_THAT(Listed(gateway, request), ElementsAre(kPorto, NumberedName(1)));
}

TEST(FakeGatewayTest, OrdersByTimeThenNameUnknownLast) {
  FakeGateway gateway;
  gateway.AddBooking(MakeBooking("connections/a/bookings/unknown"));
  gateway.AddBooking(MakeBooking("connections/a/bookings/late", 30));
  gateway.AddBooking(MakeBooking("connections/b/bookings/early", 10));
  gateway.AddBooking(MakeBooking("connections/c/bookings/early", 10));
  v1::ListBookingsRequest request;
  request.set_order_by(v1::ORDER_BY_START_TIME_ASC);
  EXPECT_THAT(Listed(gateway, request),
              ElementsAre("connections/b/bookings/early", "connections/c/bookings/early",
                          "connections/a/bookings/late", "connections/a/bookings/unknown"));
  request.set_order_by(v1::ORDER_BY_START_TIME_DESC);
  EXPECT_THAT(Listed(gateway, request),
              ElementsAre("connections/a/bookings/late", "connections/b/bookings/early",
                          "connections/c/bookings/early", "connections/a/bookings/unknown"));
}

TEST(FakeGatewayTest, RefusesWhatItDoesNotImitate) {
  FakeGateway gateway;
  AddNumbered(gateway, 1);
  v1::ListBookingsRequest request;
  request.mutable_filter()->add_customer_emails("ada@example.com");
  EXPECT_EQ(RefusalOf(gateway, request).reason, Reason::kOperationUnsupported);
  EXPECT_EQ(RefusalOf(gateway, request).message,
            "the fake gateway does not filter by customer_emails");
}

TEST(FakeGatewayTest, RefusesWhatTheGatewayRefuses) {
  FakeGateway gateway;
  AddNumbered(gateway, 1);
  v1::ListBookingsRequest request;
  request.set_page_size(-1);
  EXPECT_EQ(RefusalOf(gateway, request).violations.at(0).field, "page_size");
  request.set_page_size(0);
  request.set_page_token("nonsense");
  EXPECT_EQ(RefusalOf(gateway, request).reason, Reason::kPageTokenInvalid);
  request.clear_page_token();
  request.add_connections("connections/nowhere");
  EXPECT_EQ(RefusalOf(gateway, request).reason, Reason::kConnectionNotFound);
}

TEST(FakeGatewayTest, AFailedSourceFailsTheListWhereItIsRequired) {
  FakeGateway gateway;
  AddNumbered(gateway, 1);
  v1::SourceError error;
  error.set_code(static_cast<int>(absl::StatusCode::kFailedPrecondition));
  error.set_reason(v1::ERROR_REASON_VENDOR_PERMISSION_DENIED);
  gateway.FailSource("connections/porto", error);
  v1::ListBookingsRequest request;
  request.set_require_all_sources(true);
  EXPECT_EQ(RefusalOf(gateway, request).reason, Reason::kVendorPermissionDenied);
  gateway.FailSource("connections/porto", {});
  EXPECT_EQ(Listed(gateway, request), NumberedNames(1));
}

TEST(FakeGatewayTest, ASlotIsBookedOnce) {
  FakeGateway gateway;
  v1::Slot slot;
  slot.set_slot_token("noon");
  slot.mutable_start_time()->set_seconds(43200);
  gateway.AddSlot("connections/tokyo", slot);
  const Client client = gateway.MakeClient();
  v1::CreateBookingRequest request;
  request.set_connection("connections/tokyo");
  request.set_slot_token("noon");
  const auto made = client.CreateBooking(request);
  ASSERT_TRUE(made.ok()) << made.error();
  EXPECT_EQ(made->booking().start_time().seconds(), 43200);
  const auto again = client.CreateBooking(request);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().reason, Reason::kSlotUnavailable);
  EXPECT_EQ(again.error().booking_state(), "NOT_CREATED");
}

TEST(FakeGatewayTest, ARequestIdIsForOneRequest) {
  FakeGateway gateway;
  gateway.AddConnection([] {
    v1::Connection connection;
    connection.set_name("connections/tokyo");
    return connection;
  }());
  const Client client = gateway.MakeClient();
  v1::CreateBookingRequest request;
  request.set_connection("connections/tokyo");
  request.set_request_id("one");
  ASSERT_TRUE(client.CreateBooking(request).ok());
  request.set_party_size(2);
  EXPECT_EQ(client.CreateBooking(request).error().reason, Reason::kRequestIdReused);
}

TEST(FakeGatewayTest, ToTryIsNotToBook) {
  FakeGateway gateway;
  gateway.AddSlot("connections/tokyo", {});
  v1::CreateBookingRequest request;
  request.set_connection("connections/tokyo");
  request.mutable_stay()->add_nights()->set_date("2026-12-05");
  request.set_validate_only(true);
  const auto tried = gateway.MakeClient().CreateBooking(request);
  ASSERT_TRUE(tried.ok()) << tried.error();
  EXPECT_EQ(tried->booking().stay().check_in_date(), "2026-12-05");
  EXPECT_TRUE(gateway.bookings().empty());
}

TEST(FakeGatewayTest, FaultsAreForTheirRpc) {
  FakeGateway gateway;
  AddNumbered(gateway, 1);
  gateway.Inject({.rpc = Rpc::kGetBooking,
                  .error = {.code = absl::StatusCode::kInternal, .reason = Reason::kInternal}});
  const Client client = gateway.MakeClient();
  EXPECT_TRUE(client.ListConnections().ok());
  EXPECT_EQ(client.GetBooking(NumberedName(0)).error().reason, Reason::kInternal);
  EXPECT_TRUE(client.GetBooking(NumberedName(0)).ok());
}

}  // namespace
}  // namespace bookings::client
