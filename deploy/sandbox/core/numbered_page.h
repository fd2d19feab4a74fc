// Page numbers over a list of known length, as Jicoo and HostelMate count them: from 1.
#pragma once

#include <algorithm>
#include <cstdint>

namespace bookings::sandbox {

struct NumberedPage {
  // Items [begin, end) of the list; empty past the end.
  uint64_t begin = 0;
  uint64_t end = 0;
  // 0 for an empty list.
  uint64_t page_count = 0;
};

// `page` and `size` are at least 1.
inline NumberedPage PageOf(uint64_t total, uint64_t page, uint64_t size) {
  NumberedPage result;
  result.page_count = total / size + (total % size == 0 ? 0 : 1);
  // Compared before multiplying: a page number can be as large as it likes.
  result.begin = page > result.page_count ? total : (page - 1) * size;
  result.end = std::min(total, result.begin + size);
  return result;
}

}  // namespace bookings::sandbox
