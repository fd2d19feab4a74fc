// The way that a reader by cursors has come: where it can go back to when the vendor refuses a
// cursor, and which rows came before, to take them out where they come again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "connectors/api/page.h"
#include "service/engine/list_position.h"

namespace bookings {

// For one thread.
class CursorTrail {
 public:
  // `passed`: rows of the first page that were delivered before.
  explicit CursorTrail(PassedIds passed) : passed_(std::move(passed)) {}

  // Remembers the page, which was read with this cursor, and takes the rows out of it that came
  // before.
  void Pass(std::string cursor, Page& page);

  // Goes back to before the page that was passed last, whose cursor it returns: that page's rows
  // are awaited once more. Nothing where no page is known.
  std::optional<std::string> StepBack();

  // Rows that came before and may come again. Others may have pushed them to a later page, or they
  // are gone.
  const PassedIds& passed() const { return passed_; }
  // Expects none of them any more.
  void ForgetPassed() { passed_.clear(); }

 private:
  struct PassedPage {
    std::string cursor;
    std::vector<uint32_t> ids;
  };

  void Remember(std::string cursor, const Page& page);

  // Few, as the hashes are short: of 2,000 rows and a hundred hashes, two agree once in 20,000
  // lists that go on.
  static constexpr size_t kRowsToRepeat = 2'048;

  PassedIds passed_;
  size_t rows_to_repeat_ = kRowsToRepeat;  // among which they may lie
  std::deque<PassedPage> pages_;
  size_t remembered_rows_ = 0;
};

}  // namespace bookings
