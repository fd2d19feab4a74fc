// See caller_token.h.
#include "service/callers/caller_token.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"
#include "service/sealing/sealer.h"

namespace bookings {
namespace {

constexpr size_t kSecretBytes = 32;
constexpr size_t kSecretLength = 43;  // of 32 bytes as base64url
constexpr size_t kTokenLength =
    kCallerTokenPrefix.size() + kCallerTokenIdLength + 1 + kSecretLength;

bool IsHexDigit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool IsBase64Digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

// Exactly `size` bytes in the one spelling that encoding gives.
std::optional<std::string> Decode(std::string_view text, size_t size) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(ToAbsl(text), &bytes) || bytes.size() != size) {
    return std::nullopt;
  }
  if (absl::WebSafeBase64Escape(bytes) != ToAbsl(text)) return std::nullopt;
  return bytes;
}

std::optional<std::string> RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size)) != 1) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace

bool IsCallerTokenId(std::string_view id) {
  return id.size() == kCallerTokenIdLength && std::all_of(id.begin(), id.end(), IsHexDigit);
}

std::string_view IdOfCallerToken(std::string_view token) {
  if (token.size() != kTokenLength || !token.starts_with(kCallerTokenPrefix)) return {};
  const std::string_view id = token.substr(kCallerTokenPrefix.size(), kCallerTokenIdLength);
  const std::string_view rest = token.substr(kCallerTokenPrefix.size() + kCallerTokenIdLength);
  const std::string_view secret = rest.substr(1);
  const bool formed = IsCallerTokenId(id) && rest.front() == '_' &&
                      std::all_of(secret.begin(), secret.end(), IsBase64Digit);
  return formed ? id : std::string_view();
}

std::optional<TokenHash> TokenHash::Parse(std::string_view text) {
  const size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::optional<std::string> salt = Decode(text.substr(0, dot), kCallerTokenSaltBytes);
  std::optional<std::string> digest = Decode(text.substr(dot + 1), kDigestBytes);
  if (!salt || !digest) return std::nullopt;
  return TokenHash(*std::move(salt), *std::move(digest));
}

TokenHash TokenHash::Of(std::string_view token, std::string salt) {
  std::string digest = Sha256(absl::StrCat(salt, ToAbsl(token)));
  return {std::move(salt), std::move(digest)};
}

bool TokenHash::Matches(std::string_view token) const {
  const std::string digest = Sha256(absl::StrCat(salt_, ToAbsl(token)));
  return CRYPTO_memcmp(digest.data(), digest_.data(), kDigestBytes) == 0;
}

std::string TokenHash::ToText() const {
  return absl::StrCat(absl::WebSafeBase64Escape(salt_), ".", absl::WebSafeBase64Escape(digest_));
}

std::optional<NewCallerToken> MakeCallerToken() {
  const std::optional<std::string> id_bytes = RandomBytes(kCallerTokenIdLength / 2);
  const std::optional<std::string> secret = RandomBytes(kSecretBytes);
  std::optional<std::string> salt = RandomBytes(kCallerTokenSaltBytes);
  if (!id_bytes || !secret || !salt) return std::nullopt;
  std::string id = absl::BytesToHexString(*id_bytes);
  std::string token =
      absl::StrCat(ToAbsl(kCallerTokenPrefix), id, "_", absl::WebSafeBase64Escape(*secret));
  TokenHash hash = TokenHash::Of(token, *std::move(salt));
  return NewCallerToken{std::move(id), Secret(std::move(token)), std::move(hash)};
}

}  // namespace bookings
