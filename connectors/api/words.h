// Translating a vendor's words into canonical values: one table per enum, exact matches only. A
// word that is not in its table has no meaning here; nothing is guessed.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace bookings {

template <typename Meaning>
struct Word {
  std::string_view word;
  Meaning meaning;
};

// The tables have about ten rows: going through them is faster than hashing.
template <typename Meaning>
std::optional<Meaning> Translate(std::span<const Word<Meaning>> table, std::string_view word) {
  for (const Word<Meaning>& row : table) {
    if (row.word == word) return row.meaning;
  }
  return std::nullopt;
}

}  // namespace bookings
