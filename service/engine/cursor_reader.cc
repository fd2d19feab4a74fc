// See cursor_reader.h.
#include "service/engine/cursor_reader.h"

#include <utility>

#include "connectors/api/failure.h"

namespace bookings {
namespace {

// A vendor that hands out a cursor a second time is going in a circle; circles are short.
constexpr size_t kRememberedCursors = 256;

}  // namespace

absl::Status ConnectorBreach(const Connection& connection, std::string_view what) {
  return ResponseInvalid(std::string("the ")
                             .append(connection.connector->vendor())
                             .append(" connector breaks its contract: ")
                             .append(what));
}

CursorReader::CursorReader(ReaderParts parts, std::string cursor, Deliver deliver)
    : parts_(parts),
      deliver_(std::move(deliver)),
      cursor_(std::move(cursor)),
      resumes_(!cursor_->empty()),
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
  if (!page.ok() && RestartsAfter(page.status())) {
    restarted_ = true;
    resumes_ = false;
    cursor_ = "";
    return ReadOn();
  }
  const absl::Status failure = page.ok() ? CheckCursor(*page) : page.status();
  if (!failure.ok()) {
    cursor_.reset();
    return deliver_(failure);
  }
  --credit_;
  resumes_ = false;
  ReadPage read;
  read.page = *std::move(page);
  read.vendor_rows = static_cast<int>(read.page.bookings.size()) + read.page.dropped;
  read.cursor = *std::exchange(cursor_, read.page.next_cursor);
  read.more = cursor_.has_value();
  if (std::exchange(restarted_, false)) {
    read.page.notes.push_back(v1::SOURCE_NOTE_REPLAYED);
    read.page.notes.push_back(v1::SOURCE_NOTE_RESCANNED);
  }
  deliver_(std::move(read));
  ReadOn();
}

// Cursors of vendors may expire.
bool CursorReader::RestartsAfter(const absl::Status& failure) const {
  return resumes_ && ReasonOf(failure) == v1::ERROR_REASON_VENDOR_REQUEST_REFUSED;
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
