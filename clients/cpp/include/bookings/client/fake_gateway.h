// A gateway for the tests of programs that use the client: it answers within the process, without a
// port, from the bookings that a test gave it, and fails when it is told to.
//
//   FakeGateway gateway;
//   gateway.AddBooking(booking);
//   gateway.Inject({.rpc = Rpc::kListBookings, .after_pages = 1});  // a stream that breaks
//   Report report = MakeReport(gateway.MakeClient());
//
// It pages, resumes, books once per request id, and refuses what it does not imitate
// (kOperationUnsupported) in place of guessing: of filters it knows statuses and start_time. It
// imitates no vendor: how each behaves is shown by the real gateway over its sandbox.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bookings/client/client.h"
#include "bookings/client/error.h"
#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"

namespace grpc {
class Server;
}

namespace bookings::client {

enum class Rpc {
  kAny,
  kListBookings,
  kListSlots,
  kGetBooking,
  kCreateBooking,
  kCancelBooking,
  kRescheduleBooking,
  kUpdateBooking,
  kUpdateBookingStatus,
  kListConnections,
  kGetConnection,
};

// How one call fails.
struct Fault {
  // The next call of this RPC.
  Rpc rpc = Rpc::kAny;
  // What it fails with. kOk ends a list as if all had been said, but without `complete`.
  Error error = {.code = absl::StatusCode::kUnavailable, .message = "as the test wants it"};
  // Pages that a list delivers before.
  int after_pages = 0;
  // Writes: the booking is made, or changed, and the answer lost.
  bool carried_out = false;
  // No answer at all, until the caller gives up.
  bool silent = false;
};

// A call that arrived.
struct Heard {
  Rpc rpc = Rpc::kAny;
  // Of lists.
  std::string page_token = {};
  // Of writes.
  std::string request_id = {};
  // The metadata `authorization`; empty = none.
  std::string authorization = {};
};

namespace internal {
class FakeState;
class FakeServices;
class FakeEnvironment;
}  // namespace internal

// Threads may share it. Its clients must not outlive it.
class FakeGateway {
 public:
  FakeGateway();
  // Ends all calls.
  ~FakeGateway();

  // A client whose waits before retries take no time: waited() sums them up.
  Client MakeClient(Options options = {}) const;
  std::shared_ptr<grpc::Channel> channel() const { return channel_; }

  // A connection is also made known by its bookings and slots.
  void AddConnection(v1::Connection connection);
  // Its name is the test's; a booking of the same name is replaced.
  void AddBooking(v1::Booking booking);
  // A free one, of the connection of this name. Its slot_token can be booked once.
  void AddSlot(const std::string& connection, v1::Slot slot);
  // Lists report the source of this connection as failed, until it is OK again (`error` without
  // code).
  void FailSource(const std::string& connection, v1::SourceError error);
  // Faults of one RPC strike in the order in which they came, one call each.
  void Inject(Fault fault);

  // As they stand now, in order of name.
  std::vector<v1::Booking> bookings() const;
  // In order of arrival.
  std::vector<Heard> heard() const;
  absl::Duration waited() const;

 private:
  std::shared_ptr<internal::FakeState> state_;
  std::shared_ptr<internal::FakeEnvironment> environment_;
  std::unique_ptr<internal::FakeServices> services_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace bookings::client
