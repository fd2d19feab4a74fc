// See nearest_name.h.
#include "service/config/nearest_name.h"

#include <algorithm>
#include <numeric>

namespace bookings {
namespace {

// Edits that may separate a misspelt name from its model: two, or one in three characters.
size_t MostEdits(std::string_view name) { return std::max<size_t>(2, name.size() / 3); }

// Levenshtein distance, one row of the table at a time.
size_t Edits(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::string NearestName(std::string_view written, const std::vector<std::string>& names) {
  std::string nearest;
  size_t fewest = MostEdits(written) + 1;
  for (const std::string& name : names) {
    const size_t edits = Edits(written, name);
    if (edits >= fewest) continue;
    fewest = edits;
    nearest = name;
  }
  return nearest;
}

}  // namespace bookings
