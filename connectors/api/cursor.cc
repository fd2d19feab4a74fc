// See cursor.h.
#include "connectors/api/cursor.h"

#include <charconv>

#include "connectors/api/failure.h"

namespace bookings {
namespace {

// A billion pages are more than any account has, and far from overflow.
constexpr size_t kMaxDigits = 9;

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

}  // namespace bookings
