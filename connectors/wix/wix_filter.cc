// See wix_filter.h.
#include "connectors/wix/wix_filter.h"

#include <algorithm>

#include "connectors/api/time.h"

namespace bookings::wix {
namespace {

// Wix's instants have whole milliseconds: so much later an upper bound still takes in the instant.
constexpr absl::Duration kInstant = absl::Milliseconds(1);

// An upper bound that is no whole millisecond must not be rounded down: bookings would be missing.
absl::Time RoundUp(absl::Time time) {
  const absl::Time floor = absl::FromUnixMillis(absl::ToUnixMillis(time));
  return floor == time ? time : floor + kInstant;
}

void NarrowFrom(absl::Time from, v1::TimeRange* range) {
  if (range->has_from()) from = std::max(from, FromTimestamp(range->from()));
  SetTimestamp(from, range->mutable_from());
}

void NarrowTo(absl::Time to, v1::TimeRange* range) {
  if (range->has_to()) to = std::min(to, FromTimestamp(range->to()));
  SetTimestamp(to, range->mutable_to());
}

}  // namespace

v1::OrderBy OrderOf(const ListQuery& query, v1::OrderBy vendor_order) {
  return query.order == v1::ORDER_BY_UNSPECIFIED ? vendor_order : query.order;
}

v1::BookingFilter RemainingFilter(const ListQuery& query, v1::OrderBy order) {
  v1::BookingFilter filter = query.filter;
  if (!query.resume_from) return filter;
  switch (order) {
    case v1::ORDER_BY_START_TIME_ASC:
      NarrowFrom(*query.resume_from, filter.mutable_start_time());
      break;
    case v1::ORDER_BY_START_TIME_DESC:
      NarrowTo(*query.resume_from + kInstant, filter.mutable_start_time());
      break;
    case v1::ORDER_BY_CREATE_TIME_ASC:
      NarrowFrom(*query.resume_from, filter.mutable_create_time());
      break;
    case v1::ORDER_BY_CREATE_TIME_DESC:
      NarrowTo(*query.resume_from + kInstant, filter.mutable_create_time());
      break;
    default:
      break;
  }
  return filter;
}

void WriteRange(std::string_view field, const v1::TimeRange& range, json::Writer& out) {
  if (!range.has_from() && !range.has_to()) return;
  out.Key(field).Open('{');
  if (range.has_from()) {
    out.Key("$gte").String(FormatInstantMillis(FromTimestamp(range.from())));
  }
  if (range.has_to()) {
    out.Key("$lt").String(FormatInstantMillis(RoundUp(FromTimestamp(range.to()))));
  }
  out.Close('}');
}

void WriteAnyOf(std::string_view field, const Texts& values, json::Writer& out) {
  if (values.empty()) return;
  out.Key(field).Open('{').Key("$in").Open('[');
  for (const std::string& value : values) out.String(value);
  out.Close(']').Close('}');
}

void WriteEquals(std::string_view field, std::string_view value, json::Writer& out) {
  out.Key(field).Open('{').Key("$eq").String(value).Close('}');
}

}  // namespace bookings::wix
