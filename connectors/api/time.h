// Instants: RFC 3339 text, Unix milliseconds and protobuf timestamps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace bookings {

// `2026-12-03T10:00:00.120+01:00`: 0 to 9 fraction digits, `Z` or an offset, years 0001 to 9999
// (what a Timestamp holds). A leap second (:60) counts as the first instant of the next minute.
// About 20 ns.
std::optional<absl::Time> ParseInstant(std::string_view text);

// Such as `2026-12-03T09:00:00.000Z`: three fraction digits, rounded down.
std::string FormatInstantMillis(absl::Time time);

// From Unix milliseconds; no value outside the years 0001 to 9999.
std::optional<absl::Time> InstantFromMillis(int64_t millis);

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* out);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace bookings
