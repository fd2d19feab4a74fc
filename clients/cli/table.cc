// See table.h.
#include "clients/cli/table.h"

#include <algorithm>
#include <cstdint>

namespace bookings::cli {
namespace {

struct CodePoint {
  uint32_t value = 0;
  size_t bytes = 1;
};

// The first code point; a byte that is no UTF-8 counts as one character.
CodePoint FirstOf(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const size_t bytes = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (bytes == 1 || bytes > text.size()) return {lead, 1};
  uint32_t value = lead & (0xFFU >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    value = value << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  }
  return {value, bytes};
}

struct Range {
  uint32_t first;
  uint32_t last;
};
// Marks that combine with the character before, and zero-width characters.
constexpr Range kNoCells[] = {{0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},
                              {0x610, 0x61A},   {0x64B, 0x65F},   {0x200B, 0x200F},
                              {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
// East Asian wide and full-width blocks, and emoji.
constexpr Range kTwoCells[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},  {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE4F},  {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

template <size_t N>
bool Contains(const Range (&ranges)[N], uint32_t value) {
  for (const Range& range : ranges) {
    if (value >= range.first && value <= range.last) return true;
  }
  return false;
}

int CellsOf(uint32_t value) {
  if (Contains(kNoCells, value)) return 0;
  return Contains(kTwoCells, value) ? 2 : 1;
}

// Names and tokens stand whole in the last column; nothing longer comes from the gateway.
constexpr int kLastColumnCells = 100'000;

bool IsControl(uint32_t value) { return value < 0x20 || (value >= 0x7F && value < 0xA0); }

constexpr int kGap = 2;  // cells between columns

// Columns of this rank and above can be spared.
constexpr int kSpareRank = 3;

int LeastOf(const Column& column) { return column.least == 0 ? column.width : column.least; }
int GoodOf(const Column& column) { return column.good == 0 ? LeastOf(column) : column.good; }

// Cells of a line whose columns have the widths that `cells_of` tells.
int LineOf(const std::vector<Column>& columns, int (*cells_of)(const Column&)) {
  int cells = -kGap;
  for (const Column& column : columns) {
    if (!column.hidden) cells += cells_of(column) + kGap;
  }
  return cells;
}

// Hides columns of at least this rank, the highest first, until the line is no longer than `cells`.
void HideUntil(std::vector<Column>& columns, int least_rank, int cells,
               int (*cells_of)(const Column&)) {
  while (LineOf(columns, cells_of) > cells) {
    const auto next =
        std::max_element(columns.begin(), columns.end(), [](const Column& a, const Column& b) {
          return (a.hidden ? -1 : a.rank) < (b.hidden ? -1 : b.rank);
        });
    if (next->hidden || next->rank < least_rank) return;
    next->hidden = true;
  }
}

// Gives spare cells to the columns, those that give way last first.
void Widen(std::vector<Column>& columns, int spare) {
  std::vector<Column*> by_rank;
  for (Column& column : columns) {
    if (!column.hidden && column.width > 0) by_rank.push_back(&column);
  }
  std::stable_sort(by_rank.begin(), by_rank.end(),
                   [](const Column* a, const Column* b) { return a->rank < b->rank; });
  for (Column* column : by_rank) {
    const int more = std::min(std::max(spare, 0), column->width - LeastOf(*column));
    column->width = LeastOf(*column) + more;
    spare -= more;
  }
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int cells = 0;
  while (!text.empty()) {
    const CodePoint point = FirstOf(text);
    cells += CellsOf(point.value);
    text.remove_prefix(point.bytes);
  }
  return cells;
}

std::string FitTo(std::string_view text, int cells) {
  const bool cut = DisplayWidth(text) > cells;
  const int room = cut ? cells - 1 : cells;
  std::string fitted;
  int used = 0;
  while (!text.empty()) {
    const CodePoint point = FirstOf(text);
    used += CellsOf(point.value);
    if (used > room) break;
    fitted += IsControl(point.value) ? std::string_view(" ") : text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
  }
  return cut ? fitted + "…" : fitted;
}

std::string Colored(std::string_view text, Tone tone, bool color) {
  constexpr std::string_view kCodes[] = {"", "2", "32", "33", "31", "1"};
  const std::string_view code = kCodes[static_cast<size_t>(tone)];
  if (!color || code.empty()) return std::string(text);
  return std::string("\033[").append(code).append("m").append(text).append("\033[0m");
}

std::vector<Column> FitColumns(std::vector<Column> columns, int cells) {
  if (cells == 0) return columns;
  HideUntil(columns, kSpareRank, cells, &GoodOf);
  HideUntil(columns, 1, cells, &LeastOf);
  for (Column& column : columns) {
    // What stands whole takes its good width, if there is room for it.
    if (column.width == 0 && LineOf(columns, &GoodOf) <= cells) column.least = GoodOf(column);
  }
  Widen(columns, cells - LineOf(columns, &LeastOf));
  return columns;
}

Table::Table(std::ostream& out, bool color, std::vector<Column> columns)
    : out_(out), color_(color), columns_(std::move(columns)) {}

void Table::PrintHeader() {
  std::vector<Cell> titles;
  titles.reserve(columns_.size());
  for (const Column& column : columns_) titles.push_back({column.title, Tone::kBold});
  PrintRow(titles);
}

void Table::PrintRow(const std::vector<Cell>& cells) {
  std::string line;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].hidden) continue;
    const int width = columns_[i].width;
    const std::string text = FitTo(cells[i].text, width == 0 ? kLastColumnCells : width);
    line += Colored(text, cells[i].tone, color_);
    if (width == 0) break;
    const int padding = width - DisplayWidth(text) + kGap;
    line.append(static_cast<size_t>(padding), ' ');
  }
  while (line.ends_with(' ')) line.pop_back();
  out_ << line << '\n';
}

}  // namespace bookings::cli
