// A table that prints its rows as they come: columns have fixed widths, longer text is cut with an
// ellipsis.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace bookings::cli {

// ANSI colours by meaning.
enum class Tone { kPlain, kDim, kGood, kWarn, kBad, kBold };

struct Column {
  std::string title;
  // Terminal cells; 0 = the last column, as wide as its text.
  int width = 0;
  // The fewest cells that are of use; 0 = `width`.
  int least = 0;
  // Those with the highest rank give way first where a line is too short for all; 0 = none does.
  int rank = 0;
  // Cells that hold most texts, for which columns that can be spared give way; 0 = `least`.
  int good = 0;
  bool hidden = false;
};

// The columns, narrowed and hidden until a line of so many cells holds them; 0 = as they are.
std::vector<Column> FitColumns(std::vector<Column> columns, int cells);

struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;
};

class Table {
 public:
  Table(std::ostream& out, bool color, std::vector<Column> columns);
  void PrintHeader();
  void PrintRow(const std::vector<Cell>& cells);

 private:
  std::ostream& out_;
  const bool color_;
  const std::vector<Column> columns_;
};

// Terminal cells that the UTF-8 text takes: wide East Asian characters take two, combining marks
// none.
int DisplayWidth(std::string_view text);
// The text cut to so many cells, with an ellipsis where something was cut. Control characters
// become spaces.
std::string FitTo(std::string_view text, int cells);
std::string Colored(std::string_view text, Tone tone, bool color);

}  // namespace bookings::cli
