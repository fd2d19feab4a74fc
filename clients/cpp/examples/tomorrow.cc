#include <google/protobuf/util/time_util.h>

#include <iostream>

#include "absl/time/clock.h"
#include "bookings/client/client.h"

int main() {
  const absl::TimeZone zone = absl::LocalTimeZone();
  const absl::CivilDay tomorrow = absl::ToCivilDay(absl::Now(), zone) + 1;
  bookings::v1::ListBookingsRequest request;
  request.set_order_by(bookings::v1::ORDER_BY_START_TIME_ASC);
  *request.mutable_filter()->mutable_start_time() = bookings::client::TimeRangeOf(
      absl::FromCivil(tomorrow, zone), absl::FromCivil(tomorrow + 1, zone));
  const bookings::client::Client client;
  for (const auto& booking : client.ListBookings(request)) {
    if (!booking.ok()) return std::cerr << booking.error() << '\n', 1;
    std::cout << google::protobuf::util::TimeUtil::ToString(booking->start_time()) << ' '
              << booking->vendor() << ' ' << booking->title() << ' ' << booking->name() << '\n';
  }
}
