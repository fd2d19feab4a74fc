#include <iostream>

#include "absl/time/clock.h"
#include "bookings/client/client.h"

int main() {
  bookings::v1::ListBookingsRequest coming;
  *coming.mutable_filter()->mutable_start_time() =
      bookings::client::TimeRangeOf(absl::Now(), absl::InfiniteFuture());
  coming.set_order_by(bookings::v1::ORDER_BY_START_TIME_ASC);
  coming.set_limit(20);
  auto list = bookings::client::Client().ListBookings(coming);
  for (const auto& booking : list) {
    if (!booking.ok()) {  // kSourcesFailed where a vendor failed: those of all others were printed
      std::cerr << booking.error() << "; the rest begins at page token " << list.page_token()
                << '\n';
      return 1;
    }
    std::cout << absl::FromUnixSeconds(booking->start_time().seconds()) << ' ' << booking->vendor()
              << ' ' << booking->title() << ' ' << booking->name() << '\n';
  }
}
