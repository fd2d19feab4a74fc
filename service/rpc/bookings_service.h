// BookingService over the engine: each request is prepared, handed over, and answered by a reactor.
#pragma once

#include "bookings/v1/bookings.grpc.pb.h"
#include "service/rpc/current_environment.h"

namespace bookings {

// Thread-safe; outlives the server's calls.
class BookingsService final : public v1::BookingService::CallbackService {
 public:
  // `environment` outlives the service.
  explicit BookingsService(const CurrentEnvironment* environment) : environment_(environment) {}

  grpc::ServerWriteReactor<v1::ListBookingsResponse>* ListBookings(
      grpc::CallbackServerContext* context, const v1::ListBookingsRequest* request) override;
  grpc::ServerUnaryReactor* GetBooking(grpc::CallbackServerContext* context,
                                       const v1::GetBookingRequest* request,
                                       v1::GetBookingResponse* response) override;

  grpc::ServerWriteReactor<v1::ListSlotsResponse>* ListSlots(
      grpc::CallbackServerContext* context, const v1::ListSlotsRequest* request) override;
  grpc::ServerUnaryReactor* CreateBooking(grpc::CallbackServerContext* context,
                                          const v1::CreateBookingRequest* request,
                                          v1::CreateBookingResponse* response) override;
  grpc::ServerUnaryReactor* CancelBooking(grpc::CallbackServerContext* context,
                                          const v1::CancelBookingRequest* request,
                                          v1::CancelBookingResponse* response) override;
  grpc::ServerUnaryReactor* RescheduleBooking(grpc::CallbackServerContext* context,
                                              const v1::RescheduleBookingRequest* request,
                                              v1::RescheduleBookingResponse* response) override;
  grpc::ServerUnaryReactor* UpdateBooking(grpc::CallbackServerContext* context,
                                          const v1::UpdateBookingRequest* request,
                                          v1::UpdateBookingResponse* response) override;
  grpc::ServerUnaryReactor* UpdateBookingStatus(grpc::CallbackServerContext* context,
                                                const v1::UpdateBookingStatusRequest* request,
                                                v1::UpdateBookingStatusResponse* response) override;

 private:
  // Prepares and runs a write; `response` is filled in with its answer.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context, std::string_view rpc,
                                  const Request& request, Response* response) const;

  const CurrentEnvironment* const environment_;
};

}  // namespace bookings
