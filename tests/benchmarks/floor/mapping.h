// The floor's mapping of one page of Jicoo bookings: RapidJSON's DOM in place, one pass over the
// keys, messages on an arena. It trusts its input, which the gateway must not.
#pragma once

#include <string>

#include "bookings/v1/bookings.pb.h"

namespace bookings::benchmarks {

// Parses `body` in place and adds its bookings to `page`; returns whether there is a next page.
bool MapPage(std::string& body, v1::ListBookingsResponse* page);

// Parses the answer to a read of one booking in place; false when there is none.
bool MapOne(std::string& body, v1::Booking* booking);

// Only parses; returns the number of bookings.
size_t ParsePage(std::string& body);

}  // namespace bookings::benchmarks
