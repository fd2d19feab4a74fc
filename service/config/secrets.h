// Reads the secrets that a configuration refers to. Their values appear in no message.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bookings/config/v1/config.pb.h"
#include "connectors/api/failure.h"
#include "service/engine/secret.h"

namespace bookings {

// Longest secret in bytes: a private key with room to spare.
inline constexpr size_t kMaxSecretBytes = 64 * 1024;
// What a key has at least, as 256 bits of key are made of it.
inline constexpr size_t kMinKeyBytes = 32;

// The values by their references: the same file or variable may be named several times.
class SecretVault {
 public:
  void Put(const config::v1::Secret& reference, Secret value);
  // Empty where there is none.
  Secret Find(const config::v1::Secret& reference) const;
  const std::map<std::string, Secret>& values() const { return values_; }

 private:
  std::map<std::string, Secret> values_;
};

struct ReadSecretsResult {
  SecretVault vault;
  Violations problems;
  // Not wrong, but to be told: files that all users can read.
  Violations warnings;
};

// All secrets of the configuration that name a source, all problems at once. Trailing line ends of
// a file do not belong to the secret. Keys of page tokens and of the ledger must have
// kMinKeyBytes.
ReadSecretsResult ReadSecrets(const config::v1::GatewayConfig& config);

}  // namespace bookings
