// Certificates and keys in PEM: what is read from files before anybody is served with it, and what
// is asked of a peer's certificate.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "bookings/config/v1/callers.pb.h"
#include "connectors/api/failure.h"
#include "service/engine/secret.h"

namespace bookings {

// Largest file: an authority bundle of a large organisation.
inline constexpr size_t kMaxCertificateFileBytes = 1024 * 1024;

// What a listener needs, as PEM. They fit together.
struct ServerCertificates {
  std::string chain;
  Secret key;
  // Empty where clients need no certificate.
  std::string client_authorities;
  // Of the gateway's own certificate.
  absl::Time expires;
  // When the first of the authorities does; no value where there are none.
  std::optional<absl::Time> authorities_expire;

  friend bool operator==(const ServerCertificates&, const ServerCertificates&) = default;
};

struct ReadCertificates {
  // No value where there are problems.
  std::optional<ServerCertificates> certificates;
  // With paths such as `listen.tls.key_file`. No content of a file is repeated.
  Violations problems;
  // Not wrong, but to be told: a certificate that has expired, a key that all users can read.
  Violations warnings;
};

// Reads and checks the files: everything that is wrong at once.
ReadCertificates ReadCertificateFiles(const config::v1::ListenTls& tls, absl::Time now);

// When the first certificate of the PEM text expires; no value if it cannot be read.
std::optional<absl::Time> ExpiryOf(const std::string& pem);
// When the first of all certificates of the PEM text to expire does; no value if there are none.
std::optional<absl::Time> EarliestExpiryOf(const std::string& pem);

}  // namespace bookings
