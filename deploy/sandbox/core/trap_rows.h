// Which rows of a data set are traps: spread evenly, all kinds in turn.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace bookings::sandbox {

// Every so-many-th row is a trap; more of them where the set is too small for all kinds.
inline constexpr uint64_t kRowsPerTrap = 4;

// The number of the trap that row i of `rows` is, or nothing for an ordinary one. Each of `traps`
// kinds occurs where rows >= traps.
inline std::optional<size_t> TrapOfRow(uint64_t i, uint64_t rows, size_t traps) {
  const uint64_t every = std::clamp<uint64_t>(rows / traps, 1, kRowsPerTrap);
  // The last row of each stretch; rows behind the set are templates for insertions.
  if (i >= rows || i % every != every - 1) return std::nullopt;
  return i / every % traps;
}

}  // namespace bookings::sandbox
