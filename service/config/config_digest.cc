// See config_digest.h.
#include "service/config/config_digest.h"

#include <openssl/evp.h>

#include <memory>
#include <string_view>

namespace bookings {
namespace {

// Takes texts one by one, each with its length, so that none runs into the next.
class Digest {
 public:
  Digest() : state_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    EVP_DigestInit_ex(state_.get(), EVP_sha256(), nullptr);
  }
  void Add(std::string_view text) {
    const size_t size = text.size();
    EVP_DigestUpdate(state_.get(), &size, sizeof(size));
    EVP_DigestUpdate(state_.get(), text.data(), size);
  }
  std::string Finish() {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    EVP_DigestFinal_ex(state_.get(), reinterpret_cast<unsigned char*>(digest.data()), &size);
    digest.resize(size);
    return digest;
  }

 private:
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state_;
};

}  // namespace

std::string DigestOf(const CheckedConfig& config) {
  Digest digest;
  digest.Add(config.config.SerializeAsString());
  digest.Add(config.policy.SerializeAsString());
  for (const auto& [reference, secret] : config.secrets.values()) {
    digest.Add(reference);
    digest.Add(secret.RevealForUse());
  }
  for (const std::string& problem : config.problems) digest.Add(problem);
  return digest.Finish();
}

}  // namespace bookings
