// The screen of `bookctl watch`: a frame that is drawn over the one before, on the terminal's
// second screen, so that what stood on it comes back in the end.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/booking_changes.h"
#include "clients/cli/flags.h"
#include "clients/cli/terminal.h"

namespace bookings::cli {

// What a frame shows.
struct WatchView {
  absl::Duration every;
  // When the list was read; what has changed since the reading before.
  absl::Time read;
  std::vector<WatchedBooking> bookings;
  // What went wrong this time; empty if nothing.
  std::string trouble;
};

// `23 bookings, 1 new, 2 gone`.
std::string WatchCounts(const WatchView& view);

// The lines of a frame, each at most as wide as the terminal and no more than it has.
std::vector<std::string> WatchLines(const WatchView& view, const Settings& settings,
                                    TerminalSize size);

class WatchScreen {
 public:
  // Takes the screen; the destructor gives it back.
  explicit WatchScreen(std::ostream& out);
  ~WatchScreen();
  WatchScreen(const WatchScreen&) = delete;
  WatchScreen& operator=(const WatchScreen&) = delete;

  void Draw(const std::vector<std::string>& lines);

 private:
  std::ostream& out_;
};

}  // namespace bookings::cli
