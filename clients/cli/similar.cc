// See similar.h.
#include "clients/cli/similar.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

// Levenshtein's distance: letters to insert, leave out or exchange.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t exchanged = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, exchanged});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string DidYouMean(std::string_view before, std::string_view word,
                       const std::vector<std::string>& known) {
  constexpr size_t kLongestWord = 40;
  if (word.size() > kLongestWord) return "";
  // A third of the letters may be wrong.
  size_t best = word.size() / 3 + 1;
  std::string_view meant;
  for (const std::string& candidate : known) {
    const size_t distance = Distance(word, candidate);
    if (distance >= best) continue;
    best = distance;
    meant = candidate;
  }
  if (meant.empty()) return "";
  return absl::StrCat("; did you mean ", ToAbsl(before), ToAbsl(meant), "?");
}

}  // namespace bookings::cli
