// See sort_window.h.
#include "service/engine/sort_window.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bookings {

bool SortWindow::Precedes(const HeldRow& a, const HeldRow& b) const {
  return bookings::Precedes(a.time, a.booking->name(), b.time, b.booking->name(), order_);
}

bool SortWindow::Add(HeldRow row) {
  if (behind_ &&
      !bookings::Precedes(behind_->time, behind_->name, row.time, row.booking->name(), order_)) {
    return false;
  }
  if (released_to_ && TimePrecedes(row.time, released_to_, order_)) saw_late_row_ = true;
  pending_.push_back(std::move(row));
  return true;
}

void SortWindow::Raise(absl::Time rest_from) {
  if (holds_all_) return;
  const OrderTime limit = rest_from;
  released_to_ = limit;
  const auto may_go = [&](const HeldRow& row) { return TimePrecedes(row.time, limit, order_); };
  const bool parted = std::is_partitioned(pending_.begin(), pending_.end(), may_go);
  Release(parted ? std::partition_point(pending_.begin(), pending_.end(), may_go)
                 : std::partition(pending_.begin(), pending_.end(), may_go));
}

void SortWindow::ReleaseAll() { Release(pending_.end()); }

// Most pages come sorted already: then nothing is moved.
void SortWindow::Release(std::vector<HeldRow>::iterator end) {
  const auto before = [this](const HeldRow& a, const HeldRow& b) { return Precedes(a, b); };
  if (!std::is_sorted(pending_.begin(), end, before)) std::sort(pending_.begin(), end, before);
  // A late row still goes before those that wait for the reader.
  const bool in_order =
      ready_.empty() || pending_.begin() == end || before(ready_.back(), pending_.front());
  const auto added = static_cast<std::ptrdiff_t>(ready_.size());
  ready_.insert(ready_.end(), std::make_move_iterator(pending_.begin()),
                std::make_move_iterator(end));
  pending_.erase(pending_.begin(), end);
  if (!in_order) std::inplace_merge(ready_.begin(), ready_.begin() + added, ready_.end(), before);
}

HeldRow SortWindow::Take() {
  HeldRow row = std::move(ready_.front());
  ready_.pop_front();
  return row;
}

bool SortWindow::HoldsUnknownTimes() const {
  const auto unknown = [](const HeldRow& row) { return !row.time; };
  if (!ready_.empty() && unknown(ready_.back())) return true;
  return std::any_of(pending_.begin(), pending_.end(), unknown);
}

}  // namespace bookings
