// See numbered_reader.h.
#include "service/engine/numbered_reader.h"

#include <algorithm>
#include <utility>

#include "connectors/api/failure.h"

namespace bookings {
namespace {

// After so many steps back a list is in such motion that it can only be read as it comes.
constexpr int kMaxStepsBack = 200;
// Pages in a row of which every row came before: after that the vendor sends the same page again
// and again. More than a thousand bookings that are made at the list's front meanwhile.
constexpr int kMaxBarrenPages = 25;
// A vendor's total that is not believed: rows are bounded by the largest page number (cursor.h).
constexpr int64_t kMaxRows = 1'000'000'000;

}  // namespace

NumberedReader::NumberedReader(const ReaderParts& parts, const RowPosition& start, int in_flight,
                               Deliver deliver)
    : parts_(parts),
      in_flight_(in_flight),
      deliver_(std::move(deliver)),
      passed_(parts.plan->vendor_order,
              parts.plan->rows_stay ? PassedRows::Rows::kStay : PassedRows::Rows::kMove, start),
      next_row_(start.row),
      overlaps_(start.row > 0),
      steps_left_(kMaxStepsBack) {}

void NumberedReader::Grant(int pages) {
  credit_ += pages;
  ReadOn();
}

void NumberedReader::ReadOn() {
  while (MayAsk()) Ask(NextPage());
}

// Pages beyond the first are asked for side by side as far as the vendor says that there are rows.
bool NumberedReader::MayAsk() const {
  if (ended_ || credit_ == 0) return false;
  if (slots_.empty()) return true;
  const bool knows_more = !vendor_cursor_ && step_ == 0 && next_row_ < known_rows_;
  return knows_more && slots_.size() < static_cast<size_t>(in_flight_);
}

NumberedPage NumberedReader::NextPage() const {
  if (vendor_cursor_) return {*vendor_cursor_, accepted_end_, 0};
  const Connector& connector = *parts_.connection->connector;
  const int64_t row = overlaps_ && next_row_ > 0 ? next_row_ - 1 : next_row_;
  NumberedPage page = connector.PageAt(*parts_.plan, row);
  const bool reaches_on = page.first_row + page.rows > next_row_;
  return reaches_on ? page : connector.PageAt(*parts_.plan, next_row_);
}

void NumberedReader::Ask(NumberedPage asked) {
  --credit_;
  next_row_ = std::max(next_row_, asked.first_row + asked.rows);
  overlaps_ = !parts_.plan->rows_stay;
  auto& slot = slots_.emplace_back(std::make_unique<Slot>());
  slot->asked = std::move(asked);
  slot->drive = std::make_unique<Drive<Page>>(
      parts_.connection->connector->ListPage(*parts_.plan, slot->asked.cursor), *parts_.connection,
      *parts_.context,
      [this, slot = slot.get()](absl::StatusOr<Page> page) { OnPage(slot, std::move(page)); });
}

void NumberedReader::OnPage(Slot* slot, absl::StatusOr<Page> page) {
  slot->page = std::move(page);
  while (!slots_.empty() && slots_.front()->page) {
    const std::unique_ptr<Slot> first = std::move(slots_.front());
    slots_.pop_front();
    Process(first->asked, *std::move(first->page));
  }
  ReadOn();
}

void NumberedReader::Process(const NumberedPage& asked, absl::StatusOr<Page> page) {
  if (!page.ok()) return End(page.status());
  if (!Follows(asked, *page)) return StepBack(asked);
  Accept(asked, *std::move(page));
}

bool NumberedReader::Follows(const NumberedPage& asked, const Page& page) const {
  if (asked.first_row == 0 || vendor_cursor_ || steps_left_ == 0) return true;
  if (asked.first_row != accepted_end_) return passed_.Reaches(page);
  // It lies beside the page before: rows stay, or no page of this vendor would overlap here (which
  // takes sizes below ten).
  return !parts_.plan->rows_stay || !page.vendor_total || page.vendor_total == last_total_;
}

// Twice as far each time, so that the list's beginning is near however long the list is.
void NumberedReader::StepBack(const NumberedPage& from) {
  ++credit_;
  ThrowAway();
  --steps_left_;
  step_ = step_ == 0 ? from.rows : 2 * step_;
  next_row_ = std::max<int64_t>(0, from.first_row - step_);
  overlaps_ = false;
  if (!IsSorted(parts_.plan->vendor_order)) {
    notes_.push_back(v1::SOURCE_NOTE_CHANGED_WHILE_READ);
  }
}

void NumberedReader::Accept(const NumberedPage& asked, Page page) {
  ReadPage read;
  read.first_row = asked.first_row;
  read.vendor_rows = static_cast<int>(page.bookings.size()) + page.dropped;
  if (!page.bookings.empty()) {
    read.last_id = page.bookings.back()->vendor_id();
    read.last_etag = page.bookings.back()->etag();
  }
  read.more = page.next_cursor.has_value() && read.vendor_rows > 0;
  const PassedRows::Outcome outcome = passed_.Pass(asked.first_row, page);
  read.order_broken = outcome.order_broken;
  if (outcome.replayed) notes_.push_back(v1::SOURCE_NOTE_REPLAYED);
  page.notes.insert(page.notes.end(), notes_.begin(), notes_.end());
  notes_.clear();
  last_total_ = page.vendor_total;
  known_rows_ = std::clamp<int64_t>(page.vendor_total.value_or(0), 0, kMaxRows);
  read.page = std::move(page);
  if (const absl::Status failure = CheckProgress(read); !failure.ok()) return End(failure);
  PlanNext(asked, read);
  deliver_(std::move(read));
}

absl::Status NumberedReader::CheckProgress(const ReadPage& read) {
  barren_pages_ = read.page.bookings.empty() ? barren_pages_ + 1 : 0;
  if (!read.more || barren_pages_ <= kMaxBarrenPages) return absl::OkStatus();
  return ResponseInvalid("the vendor's pages go in a circle: they bring what came before");
}

void NumberedReader::PlanNext(const NumberedPage& asked, const ReadPage& read) {
  accepted_end_ = asked.first_row + read.vendor_rows;
  if (step_ > 0) next_row_ = accepted_end_;
  step_ = 0;
  if (!read.more) {
    ended_ = true;
    return ThrowAway();
  }
  // The vendor cuts its pages as it likes: only its own cursor says where the next one is.
  if (!vendor_cursor_ && read.vendor_rows == asked.rows) return;
  ThrowAway();
  vendor_cursor_ = read.page.next_cursor;
}

void NumberedReader::ThrowAway() {
  credit_ += static_cast<int>(slots_.size());
  slots_.clear();
}

void NumberedReader::End(const absl::Status& failure) {
  ended_ = true;
  ThrowAway();
  deliver_(failure);
}

}  // namespace bookings
