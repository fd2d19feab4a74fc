// Seals bytes with one symmetric key: AES-256-GCM with a random nonce. Knows nothing of what it
// seals; the key ring is page_token.h.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "service/engine/secret.h"

struct evp_cipher_st;  // OpenSSL's EVP_CIPHER

namespace bookings {

// 256 bits, as AES-256 and SHA-256 have it.
inline constexpr size_t kKeyBytes = 32;
inline constexpr size_t kDigestBytes = 32;
// GCM's own nonce and tag sizes. A random 96-bit nonce is safe for 2^32 seals per key (NIST SP
// 800-38D, 8.3): a thousand pages a second for seven weeks, after which the ring is to be rotated.
inline constexpr size_t kNonceBytes = 12;
inline constexpr size_t kTagBytes = 16;

// Const and thread-safe. The key is HKDF-SHA256 of the configured text, for this purpose only.
class Sealer {
 public:
  Sealer(const Secret& text, std::string_view purpose);

  // nonce | ciphertext | tag; `label` is authenticated, but neither hidden nor contained. No value
  // if the system gives no randomness.
  std::optional<std::string> Seal(std::string_view plain, std::string_view label) const;
  // The plain bytes; no value for anything that was not sealed with this key and label.
  std::optional<std::string> Open(std::string_view sealed, std::string_view label) const;

 private:
  std::array<unsigned char, kKeyBytes> key_{};
  // Looked up once: OpenSSL's look-up is a sixth of what sealing a token costs. Shared by copies.
  std::shared_ptr<evp_cipher_st> cipher_;
};

// SHA-256.
std::string Sha256(std::string_view bytes);

}  // namespace bookings
