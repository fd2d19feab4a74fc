// See cursor.h.
#include "connectors/api/cursor.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"

namespace bookings {
namespace {

// A billion pages are more than any account has, and far from overflow.
constexpr size_t kMaxDigits = 9;

// Sizes that are tried below the full one: among two neighbours, one begins a page shortly before
// any row but those near the list's start.
constexpr int kTriedSizes = 8;

}  // namespace

absl::Status GarbledCursor() {
  return MakeFailure(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_PAGE_TOKEN_INVALID,
                     "the position inside the page token is not one of this vendor");
}

absl::StatusOr<int64_t> ReadNumberCursor(std::string_view cursor, int64_t first) {
  if (cursor.empty()) return first;
  int64_t number = 0;
  const char* end = cursor.data() + cursor.size();
  const auto [stop, error] = std::from_chars(cursor.data(), end, number);
  const bool read = error == std::errc() && stop == end && cursor.size() <= kMaxDigits;
  if (!read || number < first) return GarbledCursor();
  return number;
}

std::string FormatPageCursor(const PageNumber& page, int full_size) {
  if (page.size == full_size) return absl::StrCat(page.number);
  return absl::StrCat(page.number, "/", page.size);
}

absl::StatusOr<PageNumber> ReadPageCursor(std::string_view cursor, int full_size) {
  PageNumber page{1, full_size};
  const size_t slash = cursor.find('/');
  if (slash != std::string_view::npos) {
    const absl::StatusOr<int64_t> size = ReadNumberCursor(cursor.substr(slash + 1), 1);
    if (slash == 0 || cursor.back() == '/' || !size.ok() || *size >= full_size) {
      return GarbledCursor();
    }
    page.size = static_cast<int>(*size);
    cursor = cursor.substr(0, slash);
  }
  const absl::StatusOr<int64_t> number = ReadNumberCursor(cursor, 1);
  if (!number.ok()) return number.status();
  page.number = *number;
  return page;
}

NumberedPage PageHolding(int64_t row, int full_size) {
  PageNumber best{row / full_size + 1, full_size};
  for (int size = full_size - 1; size >= std::max(1, full_size - kTriedSizes); --size) {
    const PageNumber tried{row / size + 1, size};
    if (tried.number * tried.size > best.number * best.size) best = tried;
  }
  return {FormatPageCursor(best, full_size), (best.number - 1) * best.size, best.size};
}

}  // namespace bookings
