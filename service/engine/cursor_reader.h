// Reads page after page, each from the cursor that the page before gave.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "service/engine/drive.h"
#include "service/engine/page_reader.h"
#include "service/engine/recent.h"

namespace bookings {

class CursorReader final : public PageReader {
 public:
  // An empty cursor is the list's beginning. If the vendor refuses the cursor of a list that goes
  // on, the list is read again from its beginning, and says so (REPLAYED, RESCANNED).
  CursorReader(ReaderParts parts, std::string cursor, Deliver deliver);

  void Grant(int pages) override;

 private:
  void ReadOn();
  void OnPage(absl::StatusOr<Page> page);
  bool RestartsAfter(const absl::Status& failure) const;
  absl::Status CheckCursor(const Page& page);

  const ReaderParts parts_;
  Deliver deliver_;
  std::optional<std::string> cursor_;
  bool resumes_;
  bool restarted_ = false;
  int credit_ = 0;
  bool busy_ = false;
  RecentTexts recent_cursors_;
  std::unique_ptr<Drive<Page>> drive_;
};

}  // namespace bookings
