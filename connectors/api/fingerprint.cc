// See fingerprint.h. Bytes are folded in by a 64x64 -> 128 bit multiplication whose halves are
// mixed by xor; each one waits for the one before, so that their number is what a hash costs.
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

struct Words {
  uint64_t first = 0;
  uint64_t second = 0;
};

// All bytes of a text of 1 to 16, in reads of fixed sizes that may overlap.
Words LoadShort(const char* bytes, size_t size) {
  if (size >= 8) return {Load(bytes, 8), Load(bytes + size - 8, 8)};
  if (size >= 4) return {Load(bytes, 4), Load(bytes + size - 4, 4)};
  return {Load(bytes, 1) | Load(bytes + size / 2, 1) << 8, Load(bytes + size - 1, 1)};
}

// Type and size of a node and its text, 16 bytes a step: most texts of vendors take one or two.
uint64_t HashNode(const json::Node& node, uint64_t hash) {
  const uint64_t shape =
      static_cast<uint64_t>(node.kind) << 33 | static_cast<uint64_t>(node.truth) << 32 | node.size;
  hash ^= shape;
  if (node.text == nullptr || node.size == 0) return Mix(hash, kStep);
  const char* at = node.text;
  size_t left = node.size;
  for (; left > 16; left -= 16, at += 16) {
    hash = Mix(Load(at, 8) ^ kStep, Load(at + 8, 8) ^ hash);
  }
  const Words words = LoadShort(at, left);
  return Mix(words.first ^ kFold, words.second ^ hash);
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
  uint64_t hash = kFold;
  if (value.node() == nullptr) return hash;
  for (uint32_t i = 0; i < value.node()->extent; ++i) hash = HashNode(value.node()[i], hash);
  return Mix(hash, kStep);
}

std::string HexDigits(uint64_t hash) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string digits(16, '0');
  for (int i = 15; i >= 0; --i, hash >>= 4) digits[static_cast<size_t>(i)] = kHex[hash & 15];
  return digits;
}

}  // namespace bookings
