// See cursor_trail.h.
#include "service/engine/cursor_trail.h"

#include <algorithm>
#include <utility>

namespace bookings {
namespace {

// Pages of so many rows can be gone back over. The last page always can.
constexpr size_t kRowsOfTrail = 2'048;

}  // namespace

void CursorTrail::Pass(std::string cursor, Page& page) {
  Remember(std::move(cursor), page);
  if (passed_.empty()) return;
  const size_t rows = page.bookings.size();
  std::erase_if(page.bookings, [this](const v1::Booking* row) {
    return passed_.erase(PassedId(row->vendor_id())) > 0;
  });
  rows_to_repeat_ -= std::min(rows, rows_to_repeat_);
  if (rows_to_repeat_ == 0) passed_.clear();
}

void CursorTrail::Remember(std::string cursor, const Page& page) {
  PassedPage& passed = pages_.emplace_back(PassedPage{std::move(cursor), {}});
  passed.ids.reserve(page.bookings.size());
  for (const v1::Booking* row : page.bookings) passed.ids.push_back(PassedId(row->vendor_id()));
  remembered_rows_ += passed.ids.size();
  while (remembered_rows_ > kRowsOfTrail && pages_.size() > 1) {
    remembered_rows_ -= pages_.front().ids.size();
    pages_.pop_front();
  }
}

std::optional<std::string> CursorTrail::StepBack() {
  if (pages_.empty()) return std::nullopt;
  PassedPage last = std::move(pages_.back());
  pages_.pop_back();
  remembered_rows_ -= last.ids.size();
  passed_.insert(last.ids.begin(), last.ids.end());
  rows_to_repeat_ = kRowsToRepeat;
  return std::move(last.cursor);
}

}  // namespace bookings
