// The client of the Bookings Gateway: lists that resume by themselves, writes that count once,
// errors as types. Start reading here; clients/README.md says what the clients of all languages do.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "bookings/client/channel.h"
#include "bookings/client/lists.h"
#include "bookings/client/options.h"
#include "bookings/client/result.h"
#include "bookings/client/times.h"
#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"

namespace bookings::client {

namespace internal {
class Link;
}

// One gateway. Threads may share it; copies, and lists under way, share its connection and keep it.
class Client {
 public:
  // Does not connect yet.
  explicit Client(const Options& options = {});
  // Over a channel of your own, or of OpenChannel's: what `options` say of address and TLS does not
  // count.
  Client(const std::shared_ptr<grpc::Channel>& channel, Options options);

  // The bookings of all pages.
  [[nodiscard]] BookingList ListBookings(v1::ListBookingsRequest request = {},
                                         const CallOptions& options = {}) const;
  // The slots of all pages.
  [[nodiscard]] SlotList ListSlots(v1::ListSlotsRequest request,
                                   const CallOptions& options = {}) const;
  // The same as pages.
  [[nodiscard]] BookingPages ListBookingPages(v1::ListBookingsRequest request = {},
                                              const CallOptions& options = {}) const;
  [[nodiscard]] SlotPages ListSlotPages(v1::ListSlotsRequest request,
                                        const CallOptions& options = {}) const;
  // How the vendors would be asked for such a list. None of them is.
  Result<v1::ListPlan> ExplainBookings(v1::ListBookingsRequest request,
                                       const CallOptions& options = {}) const;

  Result<v1::Booking> GetBooking(const v1::GetBookingRequest& request,
                                 const CallOptions& options = {}) const;
  Result<v1::Booking> GetBooking(const std::string& name, const CallOptions& options = {}) const;
  // All that the caller may read, in order of name.
  Result<std::vector<v1::Connection>> ListConnections(const CallOptions& options = {}) const;
  Result<v1::Connection> GetConnection(const std::string& name,
                                       const CallOptions& options = {}) const;

  // Writes get a request id where they have none, and keep it through all attempts. Have one of
  // your own where the process may die before it knows the answer.
  Result<v1::CreateBookingResponse> CreateBooking(v1::CreateBookingRequest request,
                                                  const CallOptions& options = {}) const;
  Result<v1::CancelBookingResponse> CancelBooking(v1::CancelBookingRequest request,
                                                  const CallOptions& options = {}) const;
  Result<v1::RescheduleBookingResponse> RescheduleBooking(v1::RescheduleBookingRequest request,
                                                          const CallOptions& options = {}) const;
  Result<v1::UpdateBookingResponse> UpdateBooking(v1::UpdateBookingRequest request,
                                                  const CallOptions& options = {}) const;
  Result<v1::UpdateBookingStatusResponse> UpdateBookingStatus(
      v1::UpdateBookingStatusRequest request, const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::Link> link_;
};

}  // namespace bookings::client
