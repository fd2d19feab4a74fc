// Deterministic numbers for the generators: the same on every machine and library, and O(1) for any
// row. Not for secrets.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bookings::sandbox {

// splitmix64 (Steele, Lea, Flood 2014): every 64-bit state gives a well-mixed output.
class Rng {
 public:
  // An independent sequence for each row of each seed.
  Rng(uint64_t seed, uint64_t row) : state_(Mix(seed * kGamma + 1) ^ Mix(row + kGamma)) {}

  uint64_t Next() { return Mix(state_ += kGamma); }

  // From 0 to count - 1. The bias of the remainder is below 2^-40 for the small counts used here.
  uint64_t Below(uint64_t count) { return Next() % count; }

  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(Below(static_cast<uint64_t>(high - low + 1)));
  }

  // True `percent` times in a hundred.
  bool Chance(unsigned percent) { return Below(100) < percent; }

  template <typename T, size_t kCount>
  const T& Pick(const T (&values)[kCount]) {
    return values[Below(kCount)];
  }

 private:
  static constexpr uint64_t kGamma = 0x9e3779b97f4a7c15;

  static uint64_t Mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

}  // namespace bookings::sandbox
