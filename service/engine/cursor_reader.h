// Reads page after page, each from the cursor that the page before gave.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "service/engine/cursor_trail.h"
#include "service/engine/drive.h"
#include "service/engine/page_reader.h"
#include "service/engine/recent.h"

namespace bookings {

// Where reading goes on.
struct CursorPosition {
  // Empty = from the list's beginning.
  std::string cursor;
  // Rows at and behind it that were delivered before.
  PassedIds passed;
};

class CursorReader final : public PageReader {
 public:
  // Cursors may be rows of the vendor's that go away, or expire. Where the vendor refuses one, what
  // lies behind it is read by the cursors before, and what came before is taken out. Where it
  // refuses the one that a list goes on with, nothing before is known: the list is read again from
  // its beginning, and says so (REPLAYED, RESCANNED).
  CursorReader(ReaderParts parts, CursorPosition start, Deliver deliver);

  void Grant(int pages) override;

 private:
  void ReadOn();
  void OnPage(absl::StatusOr<Page> page);
  void Accept(Page page);
  bool GoesBackAfter(const absl::Status& failure);
  bool StepBack();
  absl::Status CheckCursor(const Page& page);

  const ReaderParts parts_;
  Deliver deliver_;
  std::optional<std::string> cursor_;
  CursorTrail trail_;
  bool may_restart_;
  bool restarted_ = false;
  int steps_left_;
  std::optional<std::string> refused_;  // the last cursor that was
  int credit_ = 0;
  bool busy_ = false;
  RecentTexts recent_cursors_;
  std::unique_ptr<Drive<Page>> drive_;
};

}  // namespace bookings
