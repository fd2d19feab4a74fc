// The rules of the proto's comments for ListSlots that can be checked without asking a vendor:
// every breach is reported at once.
#pragma once

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// Longest range: a year, which is also the most vendor calls where a call takes a day.
inline constexpr int kMaxSlotDays = 366;
inline constexpr int kDefaultSlotPageSize = 100;

Violations CheckListSlots(const v1::ListSlotsRequest& request);

// Slots per streamed message: of a checked request.
int EffectivePageSize(const v1::ListSlotsRequest& request);

}  // namespace bookings
