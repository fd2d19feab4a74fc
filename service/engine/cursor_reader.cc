// See cursor_reader.h.
#include "service/engine/cursor_reader.h"

#include <utility>

#include "connectors/api/failure.h"

namespace bookings {
namespace {

// A vendor that hands out a cursor a second time is going in a circle; circles are short.
constexpr size_t kRememberedCursors = 256;
// After so many refused cursors a list is in such motion that it cannot be followed.
constexpr int kMaxRefusals = 200;
// Rows that a list which goes on may still have to take out, by a token that must stay small. Those
// of which nothing is seen again are gone, as a rule.
constexpr size_t kMaxPassedIds = 1'024;

}  // namespace

absl::Status ConnectorBreach(const Connection& connection, std::string_view what) {
  return ResponseInvalid(std::string("the ")
                             .append(connection.connector->vendor())
                             .append(" connector breaks its contract: ")
                             .append(what));
}

CursorReader::CursorReader(ReaderParts parts, CursorPosition start, Deliver deliver)
    : parts_(parts),
      deliver_(std::move(deliver)),
      cursor_(std::move(start.cursor)),
      trail_(std::move(start.passed)),
      may_restart_(!cursor_->empty()),
      steps_left_(kMaxRefusals),
      recent_cursors_(kRememberedCursors) {}

void CursorReader::Grant(int pages) {
  credit_ += pages;
  ReadOn();
}

void CursorReader::ReadOn() {
  if (busy_ || credit_ == 0 || !cursor_) return;
  busy_ = true;
  drive_ = std::make_unique<Drive<Page>>(
      parts_.connection->connector->ListPage(*parts_.plan, *cursor_), *parts_.connection,
      *parts_.context, [this](absl::StatusOr<Page> page) { OnPage(std::move(page)); });
}

void CursorReader::OnPage(absl::StatusOr<Page> page) {
  const std::unique_ptr<Drive<Page>> done = std::move(drive_);
  busy_ = false;
  if (!page.ok() && GoesBackAfter(page.status())) return ReadOn();
  const absl::Status failure = page.ok() ? CheckCursor(*page) : page.status();
  if (!failure.ok()) {
    cursor_.reset();
    return deliver_(failure);
  }
  Accept(*std::move(page));
  ReadOn();
}

void CursorReader::Accept(Page page) {
  --credit_;
  ReadPage read;
  read.vendor_rows = static_cast<int>(page.bookings.size()) + page.dropped;
  read.cursor = *std::exchange(cursor_, page.next_cursor);
  read.more = cursor_.has_value();
  read.passed_before = trail_.passed();
  trail_.Pass(read.cursor, page);
  if (trail_.passed().size() > kMaxPassedIds) {
    trail_.ForgetPassed();
    page.notes.push_back(v1::SOURCE_NOTE_REPLAYED);
  }
  read.passed_behind = trail_.passed();
  if (std::exchange(restarted_, false)) {
    page.notes.push_back(v1::SOURCE_NOTE_REPLAYED);
    page.notes.push_back(v1::SOURCE_NOTE_RESCANNED);
  }
  read.page = std::move(page);
  deliver_(std::move(read));
}

// A cursor that is refused again, though it has come anew, is not what the vendor refuses.
bool CursorReader::GoesBackAfter(const absl::Status& failure) {
  if (ReasonOf(failure) != v1::ERROR_REASON_VENDOR_REQUEST_REFUSED) return false;
  if (refused_ == cursor_ || steps_left_ == 0) return false;
  --steps_left_;
  refused_ = cursor_;
  return StepBack();
}

bool CursorReader::StepBack() {
  // Rows that were made meanwhile would not fit into an order that the vendor makes.
  if (IsSorted(parts_.plan->vendor_order)) return false;
  std::optional<std::string> before = trail_.StepBack();
  if (!before && !std::exchange(may_restart_, false)) return false;
  if (!before) {
    restarted_ = true;
    trail_.ForgetPassed();
  }
  cursor_ = std::move(before).value_or("");
  recent_cursors_ = RecentTexts(kRememberedCursors);
  return true;
}

absl::Status CursorReader::CheckCursor(const Page& page) {
  if (!page.next_cursor) return absl::OkStatus();
  if (page.next_cursor->size() > kMaxCursorBytes) {
    return ConnectorBreach(*parts_.connection, "an oversized cursor");
  }
  recent_cursors_.Insert(*cursor_);
  if (!recent_cursors_.Insert(*page.next_cursor)) {
    return ResponseInvalid("the vendor's pages go in a circle: a cursor came a second time");
  }
  return absl::OkStatus();
}

}  // namespace bookings
