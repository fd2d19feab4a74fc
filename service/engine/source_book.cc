// See source_book.h.
#include "service/engine/source_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "connectors/api/names.h"
#include "service/engine/source_error.h"

namespace bookings {
namespace {

// The page being delivered and one read ahead.
constexpr int kPagesAhead = 2;

// Notes after which it cannot be said that all was read.
bool MakesPartial(v1::SourceNote note) {
  return note == v1::SOURCE_NOTE_SLICE_FULL || note == v1::SOURCE_NOTE_RANGE_NOT_COVERED;
}

v1::OrderBy ListOrderOf(const PlannedSource& planned, const BookOptions& options) {
  return IsSorted(options.list_order) ? options.list_order : planned.plan.vendor_order;
}

absl::Status WindowExceeded(size_t bookings) {
  return MakeFailure(
      absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_SORT_WINDOW_EXCEEDED,
      std::string(absl::StrCat("the vendor does not sort, and more than ", bookings,
                               " bookings would have to be kept to sort them: narrow the filter, "
                               "or list without an order")));
}

}  // namespace

SourceBook::SourceBook(PlannedSource planned, BookOptions options)
    : planned_(std::move(planned)),
      options_(options),
      order_(ListOrderOf(planned_, options_)),
      numbered_(planned_.plan.numbered),
      vendor_sorts_(planned_.plan.vendor_order == order_),
      rows_stay_(planned_.plan.rows_stay),
      reading_(!planned_.ended),
      order_broken_(planned_.start.order_broken),
      owes_unknown_times_(planned_.start.holds_unknown_times),
      last_key_(planned_.start.key),
      last_first_row_(planned_.start.row),
      position_(planned_.start) {
  status_.set_connection(ConnectionName(planned_.connection->id));
  status_.set_state(planned_.ended.value_or(v1::SOURCE_STATE_READING));
  for (std::string& field : planned_.unreported) {
    *status_.add_unreported_filters() = std::move(field);
  }
  for (v1::SourceNote note : planned_.notes) AddNote(note);
  if (!IsSorted(order_)) {
    NoteUnsoundPlace();
    return;
  }
  window_.emplace(order_, order_broken_ ? std::nullopt : last_key_);
  if (!order_broken_) return;
  window_->HoldAll();
  if (last_key_) AddNote(v1::SOURCE_NOTE_REPLAYED);
}

// A row that came while others went may stand anywhere in a list without an order: what is behind
// it may have been delivered.
void SourceBook::NoteUnsoundPlace() {
  const auto& notes = status_.notes();
  const bool changed =
      std::find(notes.begin(), notes.end(), v1::SOURCE_NOTE_CHANGED_WHILE_READ) != notes.end();
  if (numbered_ && changed && position_.row > 0) AddNote(v1::SOURCE_NOTE_REPLAYED);
}

void SourceBook::AddNote(v1::SourceNote note) {
  partial_ = partial_ || MakesPartial(note);
  const auto& notes = status_.notes();
  if (std::find(notes.begin(), notes.end(), note) == notes.end()) status_.add_notes(note);
}

void SourceBook::TakePage(SourcePage page) {
  --outstanding_;
  grew_ = false;
  changed_ = true;
  status_.set_filtered_count(status_.filtered_count() + page.filtered);
  status_.set_dropped_count(status_.dropped_count() + page.dropped);
  if (page.vendor_total) status_.set_vendor_total(*page.vendor_total);
  for (v1::SourceNote note : page.notes) AddNote(note);
  reading_ = page.more;
  auto held =
      std::make_shared<const HeldPage>(std::move(page.arena), page.first_row, page.bytes, held_);
  if (window_) return SortIn(std::move(page), held);
  pages_.push_back({std::move(page), std::move(held), 0});
  PassReadPages();
}

void SourceBook::SortIn(SourcePage page, const std::shared_ptr<const HeldPage>& held) {
  if (page.order_broken && !order_broken_) GiveUpOrder();
  for (const SourceRow& row : page.rows) {
    window_->Add({row.booking, row.time, held});
  }
  if (page.rest_from) window_->Raise(*page.rest_from);
  if (!page.more) {
    owes_unknown_times_ = false;
    return window_->ReleaseAll();
  }
  const bool keeps_order = IsSorted(options_.list_order);
  if (window_->pending() > options_.sort_window_bookings) {
    if (keeps_order) return TakeFailure(WindowExceeded(options_.sort_window_bookings));
    order_broken_ = true;
  }
  if (order_broken_ && !keeps_order) window_->ReleaseAll();
}

// What was asked of the vendor in order comes in another one.
void SourceBook::GiveUpOrder() {
  order_broken_ = true;
  AddNote(v1::SOURCE_NOTE_ORDER_BROKEN);
  window_->HoldAll();
}

void SourceBook::TakeFailure(const absl::Status& failure) {
  reading_ = false;
  outstanding_ = 0;
  changed_ = true;
  failure_ = OfConnection(failure, *planned_.connection);
  if (window_) {
    owes_unknown_times_ = OwesUnknownTimes();
    window_->DropPending();
  }
  Settle();
}

void SourceBook::Settle() {
  if (reading_ || is_final() || HasHead() || !pages_.empty()) return;
  changed_ = true;
  if (!failure_.ok()) {
    status_.set_state(v1::SOURCE_STATE_FAILED);
    *status_.mutable_error() = ToSourceError(failure_);
  } else {
    status_.set_state(partial_ ? v1::SOURCE_STATE_PARTIAL : v1::SOURCE_STATE_COMPLETE);
  }
}

void SourceBook::ReachLimit() {
  if (is_final()) return;
  status_.set_state(v1::SOURCE_STATE_LIMIT_REACHED);
  changed_ = true;
}

bool SourceBook::HasHead() const {
  if (window_) return window_->Head() != nullptr;
  return !pages_.empty();  // pages without rows to deliver are passed at once
}

const v1::Booking& SourceBook::head() const {
  if (window_) return *window_->Head()->booking;
  const WaitingPage& front = pages_.front();
  return *front.page.rows[front.next_row].booking;
}

bool SourceBook::HeadPrecedes(const SourceBook& other) const {
  const HeldRow& mine = *window_->Head();
  const HeldRow& theirs = *other.window_->Head();
  return Precedes(mine.time, mine.booking->name(), theirs.time, theirs.booking->name(), order_);
}

void SourceBook::Take(int64_t most, const SourceBook* until, Deliver deliver) {
  if (most <= 0 || !HasHead()) return;
  if (window_) return TakeSorted(most, until, deliver);
  TakeUnsorted(most, deliver);
}

// Where the source stands is told by the last row alone.
void SourceBook::TakeSorted(int64_t most, const SourceBook* until, Deliver deliver) {
  HeldRow last;
  int64_t taken = 0;
  for (; taken < most && HasHead(); ++taken) {
    if (until != nullptr && !HeadPrecedes(*until)) break;
    last = window_->Take();
    deliver(last.booking, last.page->arena());
  }
  if (taken == 0) return;
  CountDelivered(taken);
  last_key_ = OrderKey{last.time, last.booking->name()};
  last_first_row_ = last.page->first_row();
}

void SourceBook::TakeUnsorted(int64_t most, Deliver deliver) {
  int64_t taken = 0;
  while (taken < most && HasHead()) {
    WaitingPage& front = pages_.front();
    const std::vector<SourceRow>& rows = front.page.rows;
    for (; taken < most && front.next_row < rows.size(); ++taken) {
      deliver(rows[front.next_row++].booking, front.held->arena());
    }
    StandBehind(rows[front.next_row - 1]);
    PassReadPages();
  }
  CountDelivered(taken);
}

void SourceBook::CountDelivered(int64_t bookings) {
  status_.set_delivered_count(status_.delivered_count() + bookings);
  changed_ = true;
}

void SourceBook::StandBehind(const SourceRow& row) {
  position_.row = row.passed;
  position_.anchor = row.booking->vendor_id();
  position_.anchor_etag = row.booking->etag();
}

void SourceBook::PassReadPages() {
  while (!pages_.empty() && pages_.front().next_row == pages_.front().page.rows.size()) {
    PassPage(pages_.front().page);
    pages_.pop_front();
  }
}

void SourceBook::PassPage(const SourcePage& page) {
  position_.row = page.passed;
  if (!page.last_vendor_id.empty()) {
    position_.anchor = page.last_vendor_id;
    position_.anchor_etag = page.last_etag;
  }
  if (page.next_cursor) {
    position_.cursor = *page.next_cursor;
    position_.passed_ids = page.passed_behind;
  }
}

bool SourceBook::SortsAll() const {
  return window_ && !HasHead() && (!vendor_sorts_ || order_broken_);
}

// The more the reader waits for this source, the more it reads ahead, up to what may be in flight;
// and less again once the source waits for the reader.
int SourceBook::TakeGrants(bool reader_waits, bool memory_is_short) {
  if (!reading_) return 0;
  const int most = numbered_ ? options_.pages_in_flight + 1 : kPagesAhead;
  if (!reader_waits || !RunsLow()) {
    ahead_ = std::max(ahead_ - (outstanding_ == 0 ? 1 : 0), kPagesAhead);
  } else if (!std::exchange(grew_, true)) {
    ahead_ = std::min(2 * ahead_, most);
  }
  int pages = ahead_ - outstanding_ - HeldPages();
  if (SortsAll()) pages = most - outstanding_;
  if (memory_is_short && !SortsAll()) pages = 0;
  if (pages <= 0) pages = HasHead() || outstanding_ > 0 ? 0 : 1;
  outstanding_ += pages;
  return pages;
}

bool SourceBook::OwesUnknownTimes() const {
  return owes_unknown_times_ || window_->HoldsUnknownTimes();
}

int SourceBook::HeldPages() const {
  return window_ ? held_->pages : static_cast<int>(pages_.size());
}

// Sources that are merged run out of their pages at about the same time: when the reader waits for
// one, it soon would for all that are on their last page.
bool SourceBook::RunsLow() const {
  if (!HasHead()) return true;
  return IsSorted(options_.list_order) && status_.delivered_count() > 0 && HeldPages() == 1;
}

bool SourceBook::IsRestartable() const {
  if (!failure_.ok()) return false;  // it would be tried again
  if (is_final() || rows_stay_) return true;
  return window_ && vendor_sorts_ && !order_broken_ && !OwesUnknownTimes();
}

internal::v1::SourcePosition SourceBook::Position(Keys keys) const {
  SourceStart at;
  if (window_) {
    if (keys == Keys::kOwn) {
      at.key = last_key_;
      at.not_begun = !last_key_;
    }
    at.row = last_first_row_;
    at.holds_unknown_times = OwesUnknownTimes();
    at.order_broken = order_broken_;
  } else {
    at = position_;
    if (!pages_.empty()) {
      const WaitingPage& front = pages_.front();
      at.cursor = front.page.cursor;
      at.passed_ids = front.page.passed_before;
      for (size_t i = 0; i < front.next_row; ++i) {
        at.passed_ids.insert(PassedId(front.page.rows[i].booking->vendor_id()));
      }
    }
    // Where rows have numbers, these tell; where not, the cursor does.
    if (numbered_) {
      at.cursor.clear();
      at.passed_ids.clear();
    } else {
      at.row = 0;
      at.anchor.clear();
      at.anchor_etag.clear();
    }
  }
  internal::v1::SourcePosition position =
      ToSourcePosition(at, BookingName(planned_.connection->id, ""));
  position.set_source(planned_.index);
  *position.mutable_notes() = status_.notes();
  return position;
}

}  // namespace bookings
