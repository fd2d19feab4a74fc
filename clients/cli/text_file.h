// Reads the small files that flags name: tokens and certificates.
#pragma once

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace bookings::cli {

// No value where it cannot be read.
inline std::optional<std::string> ReadTextFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return file.bad() ? std::nullopt : std::optional(std::move(text));
}

}  // namespace bookings::cli
