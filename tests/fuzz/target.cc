// See target.h.
#include "tests/fuzz/target.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace bookings::fuzz {

void Require(bool holds, std::string_view promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}

void RequireReadable(const v1::ListBookingsResponse& response) {
  v1::ListBookingsResponse reread;
  Require(reread.ParseFromString(response.SerializeAsString()), "peers can read the message");
}

}  // namespace bookings::fuzz
