// The numbers under which states are kept; they are never given another meaning.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "service/engine/ledger.h"

namespace bookings {

struct StateNumber {
  WriteState state;
  int64_t number;
};

inline constexpr std::array<StateNumber, 4> kStateNumbers = {{
    {WriteState::kIntent, 1},
    {WriteState::kSending, 2},
    {WriteState::kDone, 3},
    {WriteState::kReleased, 4},
}};

// Zero for what is no state.
constexpr int64_t NumberOf(WriteState state) {
  for (const StateNumber& row : kStateNumbers) {
    if (row.state == state) return row.number;
  }
  return 0;
}

constexpr std::optional<WriteState> StateOf(int64_t number) {
  for (const StateNumber& row : kStateNumbers) {
    if (row.number == number) return row.state;
  }
  return std::nullopt;
}

}  // namespace bookings
