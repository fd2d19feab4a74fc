// See progress.h.
#include "clients/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/table.h"
#include "clients/cli/terminal.h"
#include "clients/cli/words.h"

namespace bookings::cli {

void Tally::Add(const v1::ListBookingsResponse& page) {
  bookings += page.bookings_size();
  for (const v1::SourceStatus& source : page.sources()) {
    sources[source.connection()] = source.state();
  }
}

std::string ProgressText(const Tally& tally, absl::Duration elapsed) {
  // A rate of less time than this says nothing.
  constexpr double kLeastSeconds = 0.5;
  const double seconds = absl::ToDoubleSeconds(elapsed);
  std::string text = Counted(tally.bookings, "booking");
  if (seconds >= kLeastSeconds) {
    absl::StrAppendFormat(&text, ", %.0f/s", static_cast<double>(tally.bookings) / seconds);
  }
  const auto done =
      std::count_if(tally.sources.begin(), tally.sources.end(),
                    [](const auto& source) { return source.second != v1::SOURCE_STATE_READING; });
  if (!tally.sources.empty()) {
    absl::StrAppend(&text, ", ", done, " of ", tally.sources.size(), " sources done");
  }
  absl::StrAppendFormat(&text, ", %.1f s", seconds);
  return text;
}

Progress::Progress(absl::Time start)
    : start_(start), columns_(SizeOfTerminal(STDERR_FILENO).columns) {}

void Progress::Show(absl::Time now) const {
  // A line that fills its last cell would go on in the next one, and not be wiped.
  if (columns_ == 0) return;
  std::cerr << '\r' << FitTo(ProgressText(tally_, now - start_), columns_ - 1) << std::flush;
}

void Progress::Wipe() const {
  if (columns_ != 0) std::cerr << "\r\033[K" << std::flush;
}

}  // namespace bookings::cli
