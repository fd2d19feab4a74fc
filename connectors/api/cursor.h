// Cursors of vendors that page by numbers: the page or offset as decimal text.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace bookings {

// A cursor that this connector cannot have made: INVALID_ARGUMENT / PAGE_TOKEN_INVALID.
absl::Status GarbledCursor();

// The number in the cursor, at least `first`; `first` itself where the cursor is empty (the first
// page). Fails with GarbledCursor.
absl::StatusOr<int64_t> ReadNumberCursor(std::string_view cursor, int64_t first);

}  // namespace bookings
