// Cursors of vendors that page by numbers: the page or offset as decimal text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "connectors/api/page.h"

namespace bookings {

// A cursor that this connector cannot have made: INVALID_ARGUMENT / PAGE_TOKEN_INVALID.
absl::Status GarbledCursor();

// The number in the cursor, at least `first`; `first` itself where the cursor is empty (the first
// page). Fails with GarbledCursor.
absl::StatusOr<int64_t> ReadNumberCursor(std::string_view cursor, int64_t first);

// A page by its number, which counts from 1, and the size of the pages that are counted.
struct PageNumber {
  int64_t number = 1;
  int size = 1;
};

// `3` for the third page of `full_size`, `3/49` where pages are smaller.
std::string FormatPageCursor(const PageNumber& page, int full_size);
// The first page of `full_size` for an empty cursor. Fails with GarbledCursor for what
// FormatPageCursor has not made.
absl::StatusOr<PageNumber> ReadPageCursor(std::string_view cursor, int full_size);
// Of all pages of at most `full_size` rows that hold this row (from 0), the one that reaches
// furthest behind it: reading on with an overlap of one row takes another size now and then.
NumberedPage PageHolding(int64_t row, int full_size);

}  // namespace bookings
