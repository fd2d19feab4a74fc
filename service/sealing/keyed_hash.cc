// See keyed_hash.h.
#include "service/sealing/keyed_hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstddef>

#include "absl/strings/escaping.h"
#include "service/sealing/sealer.h"

namespace bookings {
namespace {

constexpr size_t kUuidBytes = 16;
// Where a UUID's version and variant stand (RFC 4122, 4.1).
constexpr size_t kVersionByte = 6;
constexpr size_t kVariantByte = 8;

}  // namespace

std::string KeyedHash(const Secret& key, std::string_view text) {
  const std::string& secret = key.RevealForUse();
  std::string digest(kDigestBytes, '\0');
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(digest.data()), &size);
  return digest;
}

std::string UuidOf(std::string_view digest) {
  std::string bytes(digest.substr(0, kUuidBytes));
  bytes.resize(kUuidBytes, '\0');
  bytes[kVersionByte] = static_cast<char>((bytes[kVersionByte] & 0x0f) | 0x40);
  bytes[kVariantByte] = static_cast<char>((bytes[kVariantByte] & 0x3f) | 0x80);
  std::string text = absl::BytesToHexString(bytes);
  for (size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}

}  // namespace bookings
