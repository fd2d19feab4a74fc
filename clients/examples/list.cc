#include <grpcpp/grpcpp.h>

#include <cstdlib>
#include <iostream>

#include "bookings/v1/bookings.grpc.pb.h"

int main() {
  const char* address = std::getenv("BOOKINGS_ADDRESS");
  auto stub = bookings::v1::BookingService::NewStub(grpc::CreateChannel(
      address ? address : "127.0.0.1:50051", grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  bookings::v1::ListBookingsRequest request;
  request.set_limit(20);
  auto stream = stub->ListBookings(&context, request);
  for (bookings::v1::ListBookingsResponse page; stream->Read(&page);)
    for (const auto& b : page.bookings()) std::cout << b.vendor_status() << ' ' << b.name() << '\n';
  return stream->Finish().ok() ? 0 : 1;
}
