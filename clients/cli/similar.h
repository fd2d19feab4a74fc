// Guesses at what was meant by a word that is not known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bookings::cli {

// `; did you mean --order?`, with `before` before the word; empty where no word is near.
std::string DidYouMean(std::string_view before, std::string_view word,
                       const std::vector<std::string>& known);

}  // namespace bookings::cli
