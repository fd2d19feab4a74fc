// Counts the bookings of a gateway; here of one that is made up.
#include <iostream>

#include "bookings/client/client.h"
#include "bookings/client/fake_gateway.h"

int Count(const bookings::client::Client& client) {
  int count = 0;
  for (const auto& booking : client.ListBookings()) {
    if (!booking.ok()) return std::cerr << booking.error() << '\n', -1;
    ++count;
  }
  return count;
}

int main() {
  bookings::client::FakeGateway gateway;
  for (const char* name : {"connections/tokyo/bookings/1", "connections/tokyo/bookings/2"}) {
    bookings::v1::Booking booking;
    booking.set_name(name);
    gateway.AddBooking(booking);
  }
  gateway.Inject({.after_pages = 0});
  std::cout << Count(gateway.MakeClient()) << " bookings\n";
}
