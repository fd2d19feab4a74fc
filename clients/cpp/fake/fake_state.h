// What the fake gateway holds, and what it answers; no gRPC.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bookings/client/fake_gateway.h"
#include "bookings/client/result.h"

namespace bookings::client::internal {

// An error with a reason of the catalogue.
Error Refusal(absl::StatusCode code, Reason reason, std::string message);
// Of a request that breaks a rule of this field.
Error Violation(const std::string& field, const std::string& description);

// `connections/x` of `connections/x/bookings/y`.
std::string ConnectionOf(const std::string& booking);

// Threads share it.
class FakeState {
 public:
  void AddConnection(v1::Connection connection);
  void AddBooking(v1::Booking booking);
  void AddSlot(const std::string& connection, v1::Slot slot);
  void FailSource(const std::string& connection, v1::SourceError error);
  void Inject(Fault fault);
  std::vector<v1::Booking> bookings() const;
  std::vector<Heard> heard() const;

  // Notes a call; the fault that is meant for it.
  std::optional<Fault> Hear(Heard heard);
  // Returns when the gateway ends.
  void StaySilent();
  void EndSilence();

  Result<std::vector<v1::ListBookingsResponse>> List(const v1::ListBookingsRequest& request) const;
  Result<std::vector<v1::ListSlotsResponse>> List(const v1::ListSlotsRequest& request) const;
  Result<v1::GetBookingResponse> Get(const v1::GetBookingRequest& request) const;
  Result<v1::ListConnectionsResponse> Get(const v1::ListConnectionsRequest& request) const;
  Result<v1::GetConnectionResponse> Get(const v1::GetConnectionRequest& request) const;

  // Each counts once for its request id.
  Result<v1::CreateBookingResponse> Write(const v1::CreateBookingRequest& request);
  Result<v1::CancelBookingResponse> Write(const v1::CancelBookingRequest& request);
  Result<v1::RescheduleBookingResponse> Write(const v1::RescheduleBookingRequest& request);
  Result<v1::UpdateBookingResponse> Write(const v1::UpdateBookingRequest& request);
  Result<v1::UpdateBookingStatusResponse> Write(const v1::UpdateBookingStatusRequest& request);

 private:
  // A write that was carried out.
  struct Done {
    std::string request;
    std::string answer;
  };

  template <typename Answer, typename Request>
  Result<Answer> Once(const Request& request, const std::function<Result<Answer>()>& carry_out);
  Result<v1::CreateBookingResponse> Create(const v1::CreateBookingRequest& request);
  // Checks and takes the slot.
  Result<v1::Slot> TakeSlot(const std::string& connection, const std::string& token);
  // The booking as it is; an error where there is none, or its etag is another.
  Result<v1::Booking> Find(const std::string& name, const std::string& etag) const;
  // Gives the booking its next etag and keeps it.
  v1::Booking Keep(v1::Booking booking);
  std::optional<Error> CheckConnections(const v1::ListBookingsRequest& request) const;
  std::vector<v1::Booking> Matching(const v1::ListBookingsRequest& request) const;
  std::vector<std::string> SourcesOf(const v1::ListBookingsRequest& request) const;

  mutable std::mutex mutex_;
  std::map<std::string, v1::Connection> connections_;
  std::map<std::string, v1::Booking> bookings_;
  // By connection, in order of start.
  std::map<std::string, std::vector<v1::Slot>> slots_;
  std::map<std::string, v1::SourceError> failed_sources_;
  std::deque<Fault> faults_;
  std::vector<Heard> heard_;
  // By RPC's request type and request id.
  std::map<std::pair<std::string, std::string>, Done> done_;
  // Bookings made, and changes made to any.
  int made_ = 0;
  int changes_ = 0;
  std::condition_variable silence_ended_;
  bool ended_ = false;
};

}  // namespace bookings::client::internal
