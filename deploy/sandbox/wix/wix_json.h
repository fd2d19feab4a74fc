// JSON as this vendor treats it: of a repeated key the first occurrence counts (wix.md 4.1),
// contrary to common parsers.
#pragma once

#include <optional>
#include <string_view>

#include "deploy/sandbox/core/json.h"

namespace bookings::sandbox::wix {

// Deepest nesting that is accepted; real requests stay under 10.
inline constexpr int kMaxJsonDepth = 64;

// Parses a whole text, keeping the first of repeated keys. Nothing if the text is not JSON or nests
// too deeply.
std::optional<Json> ParseKeepingFirst(std::string_view text);

}  // namespace bookings::sandbox::wix
