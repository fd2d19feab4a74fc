// Puts the bookings of one source in order: holds back what something that is still to come may
// have to go before.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "bookings/v1/bookings.pb.h"
#include "google/protobuf/arena.h"
#include "service/engine/order.h"

namespace bookings {

// What waits of one source.
struct HeldTotals {
  int pages = 0;
  size_t bytes = 0;
};

// The vendor page that rows stand on, for as long as one of them waits; counts itself. For one
// thread.
class HeldPage {
 public:
  HeldPage(std::shared_ptr<google::protobuf::Arena> arena, int64_t first_row, size_t bytes,
           std::shared_ptr<HeldTotals> totals)
      : arena_(std::move(arena)), first_row_(first_row), bytes_(bytes), totals_(std::move(totals)) {
    ++totals_->pages;
    totals_->bytes += bytes_;
  }
  ~HeldPage() {
    --totals_->pages;
    totals_->bytes -= bytes_;
  }
  HeldPage(const HeldPage&) = delete;
  HeldPage& operator=(const HeldPage&) = delete;

  const std::shared_ptr<google::protobuf::Arena>& arena() const { return arena_; }
  // Number of its first row, where rows have numbers.
  int64_t first_row() const { return first_row_; }

 private:
  const std::shared_ptr<google::protobuf::Arena> arena_;
  const int64_t first_row_;
  const size_t bytes_;
  const std::shared_ptr<HeldTotals> totals_;
};

struct HeldRow {
  v1::Booking* booking = nullptr;
  OrderTime time;
  std::shared_ptr<const HeldPage> page;
};

// For one thread.
class SortWindow {
 public:
  // `behind`: bookings up to and with this key are left out.
  SortWindow(v1::OrderBy order, std::optional<OrderKey> behind)
      : order_(order), behind_(std::move(behind)) {}

  // Takes a row that the source delivered; false where it is left out.
  bool Add(HeldRow row);
  // Everything that is still to come is at or behind this time.
  void Raise(absl::Time rest_from);
  // What is still to come may go before anything: all is held until ReleaseAll.
  void HoldAll() { holds_all_ = true; }
  // Nothing more is to come, or nothing is to be held back any longer.
  void ReleaseAll();
  // Forgets what is held back.
  void DropPending() { pending_.clear(); }

  // The next row; null while there is none that may go.
  const HeldRow* Head() const { return ready_.empty() ? nullptr : &ready_.front(); }
  HeldRow Take();

  // Rows that are held back.
  size_t pending() const { return pending_.size(); }
  // Rows that came though they should have gone before others that went already.
  bool saw_late_row() const { return saw_late_row_; }
  // Whether rows of unknown time came and were not taken yet.
  bool HoldsUnknownTimes() const;

 private:
  bool Precedes(const HeldRow& a, const HeldRow& b) const;
  void Release(std::vector<HeldRow>::iterator end);

  const v1::OrderBy order_;
  const std::optional<OrderKey> behind_;
  bool holds_all_ = false;
  bool saw_late_row_ = false;
  OrderTime released_to_;  // rows before it have gone to ready_
  std::vector<HeldRow> pending_;
  std::deque<HeldRow> ready_;  // in order
};

}  // namespace bookings
