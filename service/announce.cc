// See announce.h.
#include "service/announce.h"

#include <cstdio>
#include <fstream>
#include <iostream>

#include "absl/strings/str_cat.h"

namespace bookings {

absl::Status Announce(const std::string& address, const std::string& port_file) {
  std::cout << "listening on " << address << std::endl;
  if (port_file.empty()) return absl::OkStatus();
  const std::string temporary = port_file + ".new";
  std::ofstream file(temporary);
  file << address << "\n";
  file.close();
  if (file && std::rename(temporary.c_str(), port_file.c_str()) == 0) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("cannot write ", port_file));
}

}  // namespace bookings
