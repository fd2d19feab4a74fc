// The reader's opaque cursor: it carries the query and the place of the last row, so the next call
// sends nothing else (wix.md 3.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/wix/wix_value.h"

namespace bookings::sandbox::wix {

struct Cursor {
  Json filter;  // as the client sent it
  Json sort;    // likewise
  std::int64_t limit = 0;
  std::vector<Value> after;  // the last row's sort key
};

std::string Encode(const Cursor& cursor);
// Nothing where the text is not a cursor of this simulator.
std::optional<Cursor> DecodeCursor(std::string_view text);

}  // namespace bookings::sandbox::wix
