// See sealer.h.
#include "service/sealing/sealer.h"

#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <cstdlib>
#include <memory>

namespace bookings {
namespace {

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

struct FreeKey {
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

int Size(std::string_view text) { return static_cast<int>(text.size()); }

}  // namespace

Sealer::Sealer(const Secret& text, std::string_view purpose)
    : cipher_(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr), &EVP_CIPHER_free) {
  const std::unique_ptr<EVP_PKEY_CTX, FreeKey> hkdf(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
  const std::string& secret = text.RevealForUse();
  size_t size = key_.size();
  const bool derived = hkdf != nullptr && EVP_PKEY_derive_init(hkdf.get()) > 0 &&
                       EVP_PKEY_CTX_set_hkdf_md(hkdf.get(), EVP_sha256()) > 0 &&
                       EVP_PKEY_CTX_set1_hkdf_key(hkdf.get(), Bytes(secret), Size(secret)) > 0 &&
                       EVP_PKEY_CTX_add1_hkdf_info(hkdf.get(), Bytes(purpose), Size(purpose)) > 0 &&
                       EVP_PKEY_derive(hkdf.get(), key_.data(), &size) > 0;
  // An OpenSSL without AES or HKDF is a broken installation; going on would seal with a key of
  // zeros.
  if (cipher_ == nullptr || !derived || size != key_.size()) std::abort();
}

std::optional<std::string> Sealer::Seal(std::string_view plain, std::string_view label) const {
  std::string out(kNonceBytes + plain.size() + kTagBytes, '\0');
  unsigned char* const nonce = Bytes(out);
  unsigned char* const text = nonce + kNonceBytes;
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool sealed =
      RAND_bytes(nonce, static_cast<int>(kNonceBytes)) == 1 &&
      EVP_EncryptInit_ex(cipher.get(), cipher_.get(), nullptr, key_.data(), nonce) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &size, Bytes(label), Size(label)) == 1 &&
      EVP_EncryptUpdate(cipher.get(), text, &size, Bytes(plain), Size(plain)) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), text + size, &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTagBytes),
                          text + plain.size()) == 1;
  if (!sealed) return std::nullopt;
  return out;
}

std::optional<std::string> Sealer::Open(std::string_view sealed, std::string_view label) const {
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const std::string_view nonce = sealed.substr(0, kNonceBytes);
  const std::string_view text = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string plain(text.size(), '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool opened =
      EVP_DecryptInit_ex(cipher.get(), cipher_.get(), nullptr, key_.data(), Bytes(nonce)) == 1 &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &size, Bytes(label), Size(label)) == 1 &&
      EVP_DecryptUpdate(cipher.get(), Bytes(plain), &size, Bytes(text), Size(text)) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, Size(tag), tag.data()) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), Bytes(plain) + size, &size) == 1;
  if (!opened) return std::nullopt;
  return plain;
}

std::string Sha256(std::string_view bytes) {
  std::string digest(kDigestBytes, '\0');
  SHA256(Bytes(bytes), bytes.size(), Bytes(digest));
  return digest;
}

}  // namespace bookings
