// Bookings, and what has become of them, for the tests of the client.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bookings/client/fake_gateway.h"

namespace bookings::client {

inline v1::Booking MakeBooking(const std::string& name, int64_t start = 0) {
  v1::Booking booking;
  booking.set_name(name);
  booking.set_status(v1::BOOKING_STATUS_CONFIRMED);
  if (start != 0) booking.mutable_start_time()->set_seconds(start);
  return booking;
}

// `connections/tokyo/bookings/100` and on, so that the order of names is that of numbers.
inline std::string NumberedName(int number) {
  return "connections/tokyo/bookings/" + std::to_string(100 + number);
}

inline void AddNumbered(FakeGateway& gateway, int count) {
  for (int i = 0; i < count; ++i) gateway.AddBooking(MakeBooking(NumberedName(i), 1000 + i));
}

inline std::vector<std::string> NumberedNames(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.push_back(NumberedName(i));
  return names;
}

// What a list brought, to its end.
struct Outcome {
  std::vector<std::string> names;
  std::optional<Error> error;
};

inline Outcome ReadAll(BookingList& list) {
  Outcome outcome;
  for (const Result<v1::Booking>& booking : list) {
    if (booking.ok()) {
      outcome.names.push_back(booking->name());
    } else {
      outcome.error = booking.error();
    }
  }
  return outcome;
}

inline v1::ListBookingsRequest SmallPages(int page_size) {
  v1::ListBookingsRequest request;
  request.set_page_size(page_size);
  return request;
}

}  // namespace bookings::client
