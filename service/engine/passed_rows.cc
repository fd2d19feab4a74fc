// See passed_rows.h.
#include "service/engine/passed_rows.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "connectors/api/fingerprint.h"

namespace bookings {
namespace {

// Rows shift between neighbouring pages while others come and go: repeats lie at most a few pages
// apart.
constexpr size_t kRememberedRows = 2'048;

// None where the etag is not known.
std::optional<uint64_t> EtagHash(std::string_view etag) {
  if (etag.empty()) return std::nullopt;
  return HashBytes(etag);
}

}  // namespace

PassedRows::PassedRows(v1::OrderBy order, Rows rows, const RowPosition& start)
    : order_(order),
      rows_(rows),
      goes_on_(start.row > 0),
      resume_row_(start.row),
      end_row_(start.row),
      last_id_(start.id),
      last_row_time_(start.time),
      last_time_(start.time),
      start_time_(start.time),
      recent_ids_(kRememberedRows) {
  if (!start.id.empty()) tail_.emplace(HashBytes(start.id), EtagHash(start.etag));
}

bool PassedRows::Reaches(const Page& page) const {
  const auto is_behind = [this](const v1::Booking* row) { return IsOfTail(*row); };
  if (std::any_of(page.bookings.begin(), page.bookings.end(), is_behind)) return true;
  if (!IsSorted(order_) || page.bookings.empty()) return false;
  const OrderTime first = OrderTimeOf(*page.bookings.front(), order_);
  return first && TimePrecedes(first, last_time_, order_);
}

// A row of the page before, where it was: rows do not move among others unless they change.
bool PassedRows::IsOfTail(const v1::Booking& row) const {
  if (IsSorted(order_)) {
    return row.vendor_id() == last_id_ && OrderTimeOf(row, order_) == last_row_time_;
  }
  const auto known = tail_.find(HashBytes(row.vendor_id()));
  return known != tail_.end() && (!known->second || known->second == HashBytes(row.etag()));
}

PassedRows::Outcome PassedRows::Pass(int64_t first_row, Page& page) {
  Outcome outcome;
  if (IsSorted(order_) && TimesOf(page, order_).in_order) {
    outcome = PassSorted(page);
  } else {
    outcome = PassUnsorted(first_row, page);
    outcome.order_broken = IsSorted(order_);
  }
  if (outcome.order_broken) {
    order_ = v1::ORDER_BY_UNSPECIFIED;
    // Of rows that stay only times were remembered, which tell nothing any more.
    outcome.replayed = outcome.replayed || (rows_ == Rows::kStay && last_time_);
  }
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
  const std::vector<v1::Booking*> all = rows;
  // Rows up to this number were passed, as far as it can be known.
  const size_t known = KnownRows(first_row, all);
  size_t passed = 0;
  if (resume_row_ > 0) {
    // Behind a row that was passed out of its place there may be some that were passed before.
    outcome.replayed = first_row + static_cast<int64_t>(known) != resume_row_;
    passed = known;
  }
  // What an earlier part of the list has passed, or what was passed long ago, is not remembered.
  const bool forgets = goes_on_ || end_row_ > static_cast<int64_t>(kRememberedRows);
  rows.clear();
  for (size_t i = 0; i < all.size(); ++i) {
    if (!recent_ids_.Insert(all[i]->vendor_id()) || i < passed) continue;
    outcome.replayed = outcome.replayed || (forgets && i < known);
    rows.push_back(all[i]);
  }
  Remember(first_row, all);
  return outcome;
}

// How many rows at the page's front come before what follows the page before.
size_t PassedRows::KnownRows(int64_t first_row, const std::vector<v1::Booking*>& rows) const {
  const auto last = std::find_if(rows.rbegin(), rows.rend(),
                                 [this](const v1::Booking* row) { return IsOfTail(*row); });
  if (last != rows.rend()) return static_cast<size_t>(rows.rend() - last);
  return resume_row_ == 0 && first_row < end_row_ ? rows.size() : 0;
}

void PassedRows::Remember(int64_t first_row, const std::vector<v1::Booking*>& rows) {
  end_row_ = std::max(end_row_, first_row + static_cast<int64_t>(rows.size()));
  if (rows.empty()) return;
  tail_.clear();
  for (const v1::Booking* row : rows) {
    tail_.emplace(HashBytes(row->vendor_id()), EtagHash(row->etag()));
  }
}

}  // namespace bookings
