// The residual filter: checks every booking against the whole filter, whatever the vendor has
// already narrowed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"

namespace bookings {

// A filter made ready for many bookings. Const and thread-safe.
class BookingMatcher {
 public:
  explicit BookingMatcher(const v1::BookingFilter& filter);

  // vendor_filter is not checked: only the vendor knows what it means.
  bool Matches(const v1::Booking& booking) const;

 private:
  struct Range {
    bool active = false;
    absl::Time from = absl::InfinitePast();
    absl::Time to = absl::InfiniteFuture();
    bool Holds(bool known, const google::protobuf::Timestamp& time) const;
  };
  using TextSet = absl::flat_hash_set<std::string>;

  static Range MakeRange(bool active, const v1::TimeRange& range);
  bool MatchesTimes(const v1::Booking& booking) const;
  bool MatchesStay(const v1::Booking& booking) const;
  bool MatchesCustomers(const v1::Booking& booking) const;
  bool MatchesIds(const v1::Booking& booking) const;

  bool passes_all_ = false;
  unsigned statuses_ = 0;  // a bit for each accepted status; 0 = all
  Range start_, end_, create_, update_;
  bool has_stay_ = false;
  v1::DateRange stay_;
  TextSet emails_, customer_ids_, service_ids_, staff_ids_, location_ids_, session_ids_,
      schedule_ids_, references_;
};

// Trimmed, with the part behind the last `@` in lower case.
std::string NormalizeEmail(std::string_view email);

// Names of the fields that the filter sets, in order of their numbers.
std::vector<std::string> FieldsOf(const v1::BookingFilter& filter);
// Those of them that the vendor never reports: nothing can match such a filter.
std::vector<std::string> UnreportedFields(const v1::BookingFilter& filter,
                                          const v1::Capabilities& capabilities);
// The filter without the fields that need a further vendor call for each booking.
v1::BookingFilter WithoutDetailFields(const v1::BookingFilter& filter,
                                      const v1::Capabilities& capabilities);
// Whether it has such fields.
bool NeedsDetails(const v1::BookingFilter& filter, const v1::Capabilities& capabilities);

}  // namespace bookings
