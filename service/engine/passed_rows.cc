// See passed_rows.h.
#include "service/engine/passed_rows.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "connectors/api/fingerprint.h"

namespace bookings {
namespace {

// Rows shift between neighbouring pages while others come and go: repeats lie at most a few pages
// apart.
constexpr size_t kRememberedRows = 2'048;

}  // namespace

PassedRows::PassedRows(v1::OrderBy order, Rows rows, RowPosition start)
    : order_(order),
      rows_(rows),
      resume_row_(start.row),
      last_id_(std::move(start.id)),
      last_etag_(std::move(start.etag)),
      last_row_time_(start.time),
      last_time_(start.time),
      start_time_(start.time),
      recent_ids_(kRememberedRows) {}

bool PassedRows::Reaches(const Page& page) const {
  const auto is_last = [this](const v1::Booking* row) { return IsLast(*row); };
  if (std::any_of(page.bookings.begin(), page.bookings.end(), is_last)) return true;
  if (!IsSorted(order_) || page.bookings.empty()) return false;
  const OrderTime first = OrderTimeOf(*page.bookings.front(), order_);
  return first && TimePrecedes(first, last_time_, order_);
}

// The row, where it was: rows do not move among others unless they change.
bool PassedRows::IsLast(const v1::Booking& row) const {
  if (row.vendor_id() != last_id_) return false;
  if (IsSorted(order_)) return OrderTimeOf(row, order_) == last_row_time_;
  return last_etag_.empty() || row.etag() == last_etag_;
}

PassedRows::Outcome PassedRows::Pass(int64_t first_row, Page& page) {
  Outcome outcome;
  if (IsSorted(order_) && KeepsOrder(page, order_)) {
    outcome = PassSorted(page);
  } else {
    outcome = PassUnsorted(first_row, page);
    outcome.order_broken = IsSorted(order_);
  }
  if (outcome.order_broken) order_ = v1::ORDER_BY_UNSPECIFIED;
  resume_row_ = 0;
  return outcome;
}

PassedRows::Outcome PassedRows::PassSorted(Page& page) {
  const OrderTime passed_to = last_time_;
  const v1::Booking* const last = page.bookings.empty() ? nullptr : page.bookings.back();
  size_t late = 0;  // rows that stand before what was passed, and were never seen
  std::vector<v1::Booking*> fresh;
  fresh.reserve(page.bookings.size());
  std::vector<v1::Booking*> unseen = fresh;
  for (v1::Booking* row : page.bookings) {
    const OrderTime time = OrderTimeOf(*row, order_);
    const bool is_before = time && passed_to && TimePrecedes(time, passed_to, order_);
    // Before a list that goes on there are rows that it never saw.
    const bool is_late = is_before && !(start_time_ && TimePrecedes(time, start_time_, order_));
    if (!IsNew(*row, time)) continue;
    unseen.push_back(row);
    if (!is_before) fresh.push_back(row);
    late += is_late ? 1 : 0;
  }
  // A few are new bookings; most of a page is the vendor's disorder.
  const bool broken = 2 * late > page.bookings.size();
  page.bookings = std::move(broken ? unseen : fresh);
  if (last != nullptr) {
    last_id_ = last->vendor_id();
    last_row_time_ = OrderTimeOf(*last, order_);
  }
  Outcome outcome;
  outcome.order_broken = broken;
  return outcome;
}

// Also remembers the row.
bool PassedRows::IsNew(const v1::Booking& booking, const OrderTime& time) {
  const bool is_before = time && last_time_ && TimePrecedes(time, last_time_, order_);
  if (is_before && rows_ == Rows::kStay) return false;
  if (!time || is_before) return recent_ids_.Insert(booking.vendor_id());
  if (rows_ == Rows::kMove) recent_ids_.Insert(booking.vendor_id());
  if (time != last_time_) {
    ids_at_last_time_.clear();
    last_time_ = time;
  }
  return ids_at_last_time_.insert(HashBytes(booking.vendor_id())).second;
}

PassedRows::Outcome PassedRows::PassUnsorted(int64_t first_row, Page& page) {
  Outcome outcome;
  std::vector<v1::Booking*>& rows = page.bookings;
  const v1::Booking* const last = rows.empty() ? nullptr : rows.back();
  if (resume_row_ > 0) {
    const auto is_anchor = [this](const v1::Booking* row) { return IsLast(*row); };
    const auto anchor = std::find_if(rows.begin(), rows.end(), is_anchor);
    const int64_t behind = first_row + (anchor - rows.begin()) + 1;
    // Behind a row that was passed out of its place there may be some that were passed before.
    outcome.replayed = behind != resume_row_ || anchor == rows.end();
    if (anchor != rows.end()) rows.erase(rows.begin(), anchor + 1);
  }
  std::erase_if(rows,
                [this](const v1::Booking* row) { return !recent_ids_.Insert(row->vendor_id()); });
  if (last != nullptr) {
    last_id_ = last->vendor_id();
    last_etag_ = last->etag();
  }
  return outcome;
}

}  // namespace bookings
