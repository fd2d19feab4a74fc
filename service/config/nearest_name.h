// Finds what somebody probably meant: for messages about misspelt names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bookings {

// The name that is fewest edits (insert, delete, replace a character) away from `written`; empty
// where none is near.
std::string NearestName(std::string_view written, const std::vector<std::string>& names);

}  // namespace bookings
