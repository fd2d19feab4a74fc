// What changes between one reading of a list and the next.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bookings/v1/bookings.pb.h"

namespace bookings::cli {

// A list as it was read once, whole or as far as its sources went.
struct Reading {
  std::vector<v1::Booking> bookings;
  std::vector<v1::SourceStatus> sources;
};

enum class Change { kNone, kAdded, kChanged, kRemoved };
std::string_view ChangeWord(Change change);

struct WatchedBooking {
  v1::Booking booking;
  Change change;
};

// Remembers the latest reading.
class BookingChanges {
 public:
  // All bookings of the list in its order, each with what became of it; those that are gone come
  // last. What a source did not tell this time because it failed counts as unchanged.
  std::vector<WatchedBooking> Take(Reading reading);

 private:
  std::map<std::string, v1::Booking> known_;
};

}  // namespace bookings::cli
