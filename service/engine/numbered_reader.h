// Reads pages by the numbers of their rows, several at a time, and sees to it that rows which come,
// move and vanish meanwhile make no gap.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/engine/drive.h"
#include "service/engine/order.h"
#include "service/engine/page_reader.h"
#include "service/engine/passed_rows.h"

namespace bookings {

// The pages of a request overlap by a row (or lie side by side where `ListPlan::rows_stay`). A page
// follows the one before without a gap if it holds that page's last row unmoved (any of its rows,
// where the vendor does not sort), or, where the vendor sorts, begins before it. Otherwise rows
// have vanished or moved: what was asked for behind is thrown away, and reading steps back until a
// page follows. What came already is taken out.
class NumberedReader final : public PageReader {
 public:
  // At most `in_flight` requests are under way; at least 1.
  NumberedReader(const ReaderParts& parts, const RowPosition& start, int in_flight,
                 Deliver deliver);

  void Grant(int pages) override;

 private:
  struct Slot {
    NumberedPage asked;
    std::optional<absl::StatusOr<Page>> page;
    std::unique_ptr<Drive<Page>> drive;
  };

  void ReadOn();
  bool MayAsk() const;
  NumberedPage NextPage() const;
  void Ask(NumberedPage asked);
  void OnPage(Slot* slot, absl::StatusOr<Page> page);
  void Process(const NumberedPage& asked, absl::StatusOr<Page> page);
  bool Follows(const NumberedPage& asked, const Page& page) const;
  void StepBack(const NumberedPage& from);
  void Accept(const NumberedPage& asked, Page page);
  absl::Status CheckProgress(const ReadPage& read);
  void PlanNext(const NumberedPage& asked, const ReadPage& read);
  void ThrowAway();
  void End(const absl::Status& failure);

  const ReaderParts parts_;
  const int in_flight_;
  Deliver deliver_;
  int credit_ = 0;
  bool ended_ = false;
  std::deque<std::unique_ptr<Slot>> slots_;  // in order of their rows
  PassedRows passed_;
  int64_t next_row_;           // the first row that was not asked for
  bool overlaps_;              // whether the next page is to hold the row before, too
  int64_t accepted_end_ = -1;  // the row behind the page before
  int64_t known_rows_ = 0;     // as many rows there are, as the vendor says
  std::optional<int64_t> last_total_;
  // Set once the vendor's pages turn out to have another size than was asked for.
  std::optional<std::string> vendor_cursor_;
  int64_t step_ = 0;  // rows of the last step back; 0 = not stepping back
  int steps_left_;
  int barren_pages_ = 0;
  std::vector<v1::SourceNote> notes_;
};

}  // namespace bookings
