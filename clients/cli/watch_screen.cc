// See watch_screen.h. The sequences are those of ECMA-48 and xterm, which terminals share.
#include "clients/cli/watch_screen.h"

#include <algorithm>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/booking_table.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

int64_t CountOf(const WatchView& view, Change change) {
  return std::count_if(view.bookings.begin(), view.bookings.end(),
                       [&](const WatchedBooking& one) { return one.change == change; });
}

Cell MarkOf(Change change) {
  switch (change) {
    case Change::kAdded:
      return {"+", Tone::kGood};
    case Change::kChanged:
      return {"~", Tone::kWarn};
    case Change::kRemoved:
      return {"-", Tone::kBad};
    default:
      return {" "};
  }
}

// The columns of all tables of bookings, with a mark before them; also the name is cut, as a line
// that wraps would break the frame.
std::vector<Column> WatchColumns(int cells) {
  constexpr int kMostNameCells = 47;
  constexpr int kLeastNameCells = 20;
  std::vector<Column> columns = BookingShape().columns();
  columns.back().width = kMostNameCells;
  columns.back().least = kLeastNameCells;
  columns.back().good = kMostNameCells;
  columns.insert(columns.begin(), {"", 1});
  return FitColumns(std::move(columns), cells);
}

std::vector<std::string> TableLines(const WatchView& view, const Settings& settings,
                                    TerminalSize size) {
  std::ostringstream out;
  Table table(out, settings.color, WatchColumns(size.columns));
  table.PrintHeader();
  for (const WatchedBooking& one : view.bookings) {
    std::vector<Cell> row = BookingShape().row(one.booking, settings);
    row.insert(row.begin(), MarkOf(one.change));
    table.PrintRow(row);
  }
  std::vector<std::string> lines = absl::StrSplit(out.str(), '\n');
  lines.pop_back();  // behind the last line break
  return lines;
}

std::string TimeOfReading(const WatchView& view, const Settings& settings) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", view.read, settings.calendar.zone);
}

}  // namespace

std::string WatchCounts(const WatchView& view) {
  const int64_t gone = CountOf(view, Change::kRemoved);
  const int64_t there = static_cast<int64_t>(view.bookings.size()) - gone;
  std::string text = Counted(there, "booking");
  const std::pair<int64_t, const char*> parts[] = {{CountOf(view, Change::kAdded), " new"},
                                                   {CountOf(view, Change::kChanged), " changed"},
                                                   {gone, " gone"}};
  for (const auto& [count, word] : parts) {
    if (count > 0) absl::StrAppend(&text, ", ", count, word);
  }
  return text;
}

std::vector<std::string> WatchLines(const WatchView& view, const Settings& settings,
                                    TerminalSize size) {
  const std::string head = absl::StrCat("every ", absl::FormatDuration(view.every), " - ",
                                        TimeOfReading(view, settings), " - ", WatchCounts(view));
  std::vector<std::string> lines = {
      Colored(FitTo(head, size.columns), Tone::kDim, settings.color),
      Colored(FitTo(view.trouble, size.columns), Tone::kBad, settings.color)};
  for (std::string& line : TableLines(view, settings, size)) lines.push_back(std::move(line));
  const auto most = static_cast<size_t>(size.rows);
  if (lines.size() <= most || most == 0) return lines;
  const size_t hidden = lines.size() - most + 1;
  lines.resize(most - 1);
  lines.push_back(Colored(FitTo(absl::StrCat("... and ", hidden, " more"), size.columns),
                          Tone::kDim, settings.color));
  return lines;
}

WatchScreen::WatchScreen(std::ostream& out) : out_(out) {
  // Second screen; no cursor; clear.
  out_ << "\033[?1049h\033[?25l\033[2J" << std::flush;
}

WatchScreen::~WatchScreen() { out_ << "\033[?25h\033[?1049l" << std::flush; }

void WatchScreen::Draw(const std::vector<std::string>& lines) {
  // Each line is cleared behind its end and not before it is written: nothing flickers.
  std::string frame = "\033[H";
  for (size_t i = 0; i < lines.size(); ++i) {
    absl::StrAppend(&frame, i == 0 ? "" : "\r\n", lines[i], "\033[K");
  }
  out_ << frame << "\033[J" << std::flush;
}

}  // namespace bookings::cli
