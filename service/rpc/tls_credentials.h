// Transport security of the listener. Certificates are looked at when a client connects, at most
// once a second, and taken over when the files have changed and fit together; until they do, the
// ones before stay. gRPC's own file watcher is not used: it takes over whatever stands in the files
// and refuses all clients while a certificate has come and its key has not.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "bookings/config/v1/callers.pb.h"
#include "grpc/grpc_security.h"
#include "grpcpp/security/server_credentials.h"
#include "service/callers/certificates.h"
#include "service/observability/log.h"
#include "service/rpc/rpc_record.h"

namespace bookings {

struct CertificateExpiries {
  // Of the gateway's own certificate.
  absl::Time own;
  // Of the first of the clients' authorities; no value where there are none.
  std::optional<absl::Time> client_authorities;
};

// The certificates of one listener. Thread-safe.
class CertificateSource {
 public:
  // `log` outlives it.
  CertificateSource(config::v1::ListenTls tls, ServerCertificates first, const Log* log, Clock now);

  // The certificates where they are others than the last call gave; the first call gives the first
  // ones.
  std::optional<ServerCertificates> TakeNew();

  // Of the certificates that a client which connects now is served with.
  CertificateExpiries Expiries();

 private:
  void LookAtFiles(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Refuse(const Violations& problems) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const config::v1::ListenTls tls_;
  const Log* const log_;
  const Clock now_;
  absl::Mutex mutex_;
  ServerCertificates current_ ABSL_GUARDED_BY(mutex_);
  bool taken_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time looked_ ABSL_GUARDED_BY(mutex_);
  // Problems are told once, not for each client.
  std::string told_ ABSL_GUARDED_BY(mutex_);
};

// Fails with all that is wrong with the files. `log` outlives the source.
absl::StatusOr<std::shared_ptr<CertificateSource>> OpenCertificates(
    const config::v1::ListenTls& tls, const Log* log, Clock now);

std::shared_ptr<grpc::ServerCredentials> MakeTlsCredentials(
    const config::v1::ListenTls& tls, std::shared_ptr<CertificateSource> source);

}  // namespace bookings
