// See wix_filter.h.
#include "connectors/wix/wix_filter.h"

#include "connectors/api/time.h"

namespace bookings::wix {
namespace {

// An upper bound that is no whole millisecond must not be rounded down: bookings would be missing.
absl::Time RoundUp(absl::Time time) {
  const absl::Time floor = absl::FromUnixMillis(absl::ToUnixMillis(time));
  return floor == time ? time : floor + absl::Milliseconds(1);
}

}  // namespace

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
