// See tls_credentials.h.
#include "service/rpc/tls_credentials.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/time.h"
#include "grpc/grpc.h"

namespace bookings {
namespace {

using config::v1::ListenTls;

// Reading three small files once a second costs nothing beside the handshakes.
constexpr absl::Duration kLookEvery = absl::Seconds(1);

std::string Describe(const Violations& violations) {
  std::string text;
  for (const Violation& violation : violations) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", violation.path, " ", violation.problem);
  }
  return text;
}

grpc_ssl_client_certificate_request_type RequestOf(const ListenTls& tls) {
  if (tls.client_ca_file().empty()) return GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE;
  return tls.require_client_certificate()
             ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
             : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY;
}

grpc_ssl_server_certificate_config* ToGrpc(const ServerCertificates& certificates) {
  const grpc_ssl_pem_key_cert_pair pair = {certificates.key.RevealForUse().c_str(),
                                           certificates.chain.c_str()};
  // gRPC insists on authorities even where no client is asked for a certificate; it then asks
  // nothing of them.
  const std::string& authorities = certificates.client_authorities.empty()
                                       ? certificates.chain
                                       : certificates.client_authorities;
  return grpc_ssl_server_certificate_config_create(authorities.c_str(), &pair, 1);
}

// Asked by gRPC before each handshake.
grpc_ssl_certificate_config_reload_status Fetch(void* source,
                                                grpc_ssl_server_certificate_config** config) {
  const std::optional<ServerCertificates> fresh =
      static_cast<CertificateSource*>(source)->TakeNew();
  if (!fresh) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
  *config = ToGrpc(*fresh);
  return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
}

// gRPC's C++ layer has no way to hand over certificates that change; its C layer has.
class ChangingCredentials final : public grpc::ServerCredentials {
 public:
  ChangingCredentials(const ListenTls& tls, std::shared_ptr<CertificateSource> source)
      : source_(std::move(source)),
        credentials_(grpc_ssl_server_credentials_create_with_options(
            grpc_ssl_server_credentials_create_options_using_config_fetcher(RequestOf(tls), Fetch,
                                                                            source_.get()))) {}
  ~ChangingCredentials() override { grpc_server_credentials_release(credentials_); }

  // Who calls is decided in admission.h.
  void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {}

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  const std::shared_ptr<CertificateSource> source_;
  grpc_server_credentials* const credentials_;
};

}  // namespace

CertificateSource::CertificateSource(ListenTls tls, ServerCertificates first, const Log* log,
                                     Clock now)
    : tls_(std::move(tls)),
      log_(log),
      now_(std::move(now)),
      current_(std::move(first)),
      looked_(now_()) {}

std::optional<ServerCertificates> CertificateSource::TakeNew() {
  const absl::MutexLock lock(&mutex_);
  const absl::Time now = now_();
  if (taken_ && now >= looked_ + kLookEvery) LookAtFiles(now);
  if (taken_) return std::nullopt;
  taken_ = true;
  return current_;
}

CertificateExpiries CertificateSource::Expiries() {
  const absl::MutexLock lock(&mutex_);
  // Where nobody connects, nobody else looks.
  const absl::Time now = now_();
  if (now >= looked_ + kLookEvery) LookAtFiles(now);
  return {current_.expires, current_.authorities_expire};
}

void CertificateSource::LookAtFiles(absl::Time now) {
  looked_ = now;
  ReadCertificates read = ReadCertificateFiles(tls_, now);
  if (!read.certificates) return Refuse(read.problems);
  told_.clear();
  if (*read.certificates == current_) return;
  current_ = *std::move(read.certificates);
  taken_ = false;
  log_->Event(LogLevel::kInfo, "certificates_reloaded",
              {{"expires", FormatInstantMillis(current_.expires)}});
}

void CertificateSource::Refuse(const Violations& problems) {
  std::string problem = Describe(problems);
  if (problem == told_) return;
  log_->Event(LogLevel::kError, "certificates_not_reloaded", {{"problem", problem}});
  told_ = std::move(problem);
}

absl::StatusOr<std::shared_ptr<CertificateSource>> OpenCertificates(const ListenTls& tls,
                                                                    const Log* log, Clock now) {
  ReadCertificates read = ReadCertificateFiles(tls, now());
  if (!read.certificates) return absl::FailedPreconditionError(Describe(read.problems));
  return std::make_shared<CertificateSource>(tls, *std::move(read.certificates), log,
                                             std::move(now));
}

std::shared_ptr<grpc::ServerCredentials> MakeTlsCredentials(
    const ListenTls& tls, std::shared_ptr<CertificateSource> source) {
  return std::make_shared<ChangingCredentials>(tls, std::move(source));
}

}  // namespace bookings
