// What the slots of both generations of Wix's API share: windows of time, wall times and the names
// under which a slot's reference keeps what only Wix needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/slot.pb.h"
#include "connectors/api/slots.h"

namespace bookings::wix {

// Keys of SlotReference.vendor.
inline constexpr char kLocationType[] = "locationType";
inline constexpr char kStaffSchedule[] = "staffScheduleId";

// Starts from `from` on, before `to`.
struct SlotWindow {
  absl::Time from;
  absl::Time to;
};

// INVALID_REQUEST for a question after nights, which Wix has none of.
absl::Status CheckRange(const SlotQuery& query);
// The query's range in windows of `length`, or of more where that would be too many.
std::vector<std::string> CutWindows(const SlotQuery& query, absl::Duration length);
// No value for a text that CutWindows does not make.
std::optional<SlotWindow> ReadWindow(std::string_view window);

// `2026-12-10T14:00:00`, rounded down to seconds.
std::string FormatLocal(absl::Time time, absl::TimeZone zone);
// `2026-12-10T14:00:00.000+01:00`.
std::string FormatWithOffset(absl::Time time, absl::TimeZone zone);
// A time with an offset, or a wall time of the zone: in an overlap the earlier one.
std::optional<absl::Time> ReadTime(std::string_view text, absl::TimeZone zone);

// Copies what the reference must know of a slot that is complete, but for what only Wix needs.
void FillReference(FoundSlot* found);

// FAILED_PRECONDITION / SLOT_UNAVAILABLE, where the vendor's own list shows it.
absl::Status NoSuchSlot(std::string_view message);

}  // namespace bookings::wix
