// See text_wrap.h.
#include "clients/cli/text_wrap.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/table.h"
#include "connectors/api/text.h"

namespace bookings::cli {

std::string Wrapped(std::string_view label, std::string_view text, int indent, int width) {
  std::string out(label);
  int used = DisplayWidth(label);
  const auto new_line = [&] {
    out += '\n';
    used = 0;
  };
  if (indent > 0 && used >= indent) new_line();
  for (const absl::string_view word : absl::StrSplit(ToAbsl(text), ' ', absl::SkipEmpty())) {
    const int cells = DisplayWidth(ToStd(word));
    if (used > indent && used + 1 + cells > width) new_line();
    const int gap = used < indent ? indent - used : std::min(used, 1);
    absl::StrAppend(&out, std::string(static_cast<size_t>(gap), ' '), word);
    used += gap + cells;
  }
  return out + '\n';
}

}  // namespace bookings::cli
