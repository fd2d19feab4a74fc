// What a list has told of its sources, for lists that begin anew in the middle: what they tell goes
// on from there.
#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings {

// For one list; not thread-safe.
class SourceTally {
 public:
  // Makes what the page says of its sources true for the whole list, and remembers it. To be called
  // for each page, in order.
  void Continue(v1::ListBookingsResponse& page);

  // The list begins anew in place of the page that came last. What that page alone has filtered or
  // dropped counts once more when it is read again.
  void BeginAnewBefore(const v1::ListBookingsResponse& page);

 private:
  using Statuses = absl::flat_hash_map<std::string, v1::SourceStatus>;

  Statuses told_;   // the last that was said of each source, by connection
  Statuses ended_;  // of these, what was final when the list began anew
  Statuses base_;   // counts from before the list began anew
};

}  // namespace bookings
