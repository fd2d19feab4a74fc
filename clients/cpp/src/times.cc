// See bookings/client/times.h.
#include "bookings/client/times.h"

namespace bookings::client {
namespace {

google::protobuf::Timestamp StampOf(absl::Time instant) {
  google::protobuf::Timestamp stamp;
  const int64_t seconds = absl::ToUnixSeconds(instant);
  stamp.set_seconds(seconds);
  stamp.set_nanos(
      static_cast<int>(absl::ToInt64Nanoseconds(instant - absl::FromUnixSeconds(seconds))));
  return stamp;
}

}  // namespace

v1::TimeRange TimeRangeOf(absl::Time from, absl::Time to) {
  v1::TimeRange range;
  if (from != absl::InfinitePast()) *range.mutable_from() = StampOf(from);
  if (to != absl::InfiniteFuture()) *range.mutable_to() = StampOf(to);
  return range;
}

}  // namespace bookings::client
