// Lines of running text.
#pragma once

#include <string>
#include <string_view>

namespace bookings::cli {

// `label`, padded to `indent` cells, then the text, broken between words into lines of at most
// `width` cells that begin below each other. Ends with a line break.
std::string Wrapped(std::string_view label, std::string_view text, int indent, int width);

}  // namespace bookings::cli
