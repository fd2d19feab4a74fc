// Civil dates and wall times, and the instants that they mean in a zone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings {

// The zone with this IANA name; no value for an empty or unknown name. Fixed offsets and
// `localtime` are no IANA names.
std::optional<absl::TimeZone> FindZone(std::string_view name);

// `2026-12-05`, an existing day of the years 0001 to 9999.
std::optional<absl::CivilDay> ParseDate(std::string_view text);
std::string FormatDate(absl::CivilDay day);

// Minutes and seconds since the start of the day: `HH:mm`, `H:mm` or `HH:mm:ss`; `24:00` is the
// start of the next day.
std::optional<absl::Duration> ParseTimeOfDay(std::string_view text);

// A wall time resolved in a zone. In a gap the offset before it counts, in an overlap the earlier
// instant (RFC 5545).
struct WallInstant {
  absl::Time time;
  // DST_GAP_SHIFTED or DST_OVERLAP_EARLIER; UNSPECIFIED where the wall time exists exactly once.
  v1::MappingNote note = v1::MAPPING_NOTE_UNSPECIFIED;
};
WallInstant ResolveWallTime(absl::CivilDay day, absl::Duration time_of_day, absl::TimeZone zone);

// The end of a booking that the vendor tells as a wall time, a duration, both or neither.
struct WallEnd {
  // No value = unknown.
  std::optional<absl::Time> time;
  // At most two: how it was found, and what daylight saving did to it.
  v1::MappingNote how = v1::MAPPING_NOTE_UNSPECIFIED;
  v1::MappingNote daylight = v1::MAPPING_NOTE_UNSPECIFIED;
};
// `start` is the wall start that began the booking. Rules: an end before the start on the same day
// is on the next; where a duration agrees with the end modulo 24 h, it decides the day; where they
// disagree, the end counts, with a note; an end equal to the start is decided by the duration or
// unknown; only a duration: elapsed time, with a note.
WallEnd ResolveWallEnd(absl::CivilDay day, absl::Duration start, std::optional<absl::Duration> end,
                       std::optional<absl::Duration> duration, absl::TimeZone zone);

// Adds a note to a booking once; UNSPECIFIED adds nothing.
void AddNote(v1::MappingNote note, v1::Booking* booking);

}  // namespace bookings
