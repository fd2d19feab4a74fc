// What is wrong with the flags, gathered so that a person reads all of it at once.
#pragma once

#include <iostream>
#include <string>
#include <vector>

namespace bookings::cli {

// Sentences without a full stop, each naming its flag.
using Problems = std::vector<std::string>;

// Prints them on stderr; whether there are none.
inline bool Report(const Problems& problems) {
  for (const std::string& problem : problems) std::cerr << "error: " << problem << '\n';
  return problems.empty();
}

}  // namespace bookings::cli
