// See certificates.h.
#include "service/callers/certificates.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <ctime>
#include <fstream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "connectors/api/time.h"

namespace bookings {
namespace {

using BioHandle = std::unique_ptr<BIO, decltype(&BIO_free)>;
using CertificateHandle = std::unique_ptr<X509, decltype(&X509_free)>;
using KeyHandle = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

constexpr char kCertificateFile[] = "listen.tls.certificate_file";
constexpr char kKeyFile[] = "listen.tls.key_file";
constexpr char kClientCaFile[] = "listen.tls.client_ca_file";

BioHandle Open(const std::string& pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
}

// OpenSSL would ask the terminal for the passphrase of an encrypted key.
int NoPassphrase(char*, int, int, void*) { return 0; }

CertificateHandle ParseCertificate(const std::string& pem) {
  const BioHandle bio = Open(pem);
  CertificateHandle certificate(PEM_read_bio_X509(bio.get(), nullptr, NoPassphrase, nullptr),
                                X509_free);
  ERR_clear_error();
  return certificate;
}

KeyHandle ParseKey(const std::string& pem) {
  const BioHandle bio = Open(pem);
  KeyHandle key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr), EVP_PKEY_free);
  ERR_clear_error();
  return key;
}

// All certificates that the text holds; none where one of them is broken.
std::vector<CertificateHandle> ParseCertificates(const std::string& pem) {
  const BioHandle bio = Open(pem);
  std::vector<CertificateHandle> certificates;
  while (true) {
    CertificateHandle certificate(PEM_read_bio_X509(bio.get(), nullptr, NoPassphrase, nullptr),
                                  X509_free);
    if (certificate == nullptr) break;
    certificates.push_back(std::move(certificate));
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) certificates.clear();
  return certificates;
}

std::optional<absl::Time> EndOf(const X509& certificate) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &parts) != 1) return std::nullopt;
  return absl::FromTM(parts, absl::UTCTimeZone());
}

// The content of a file, or a problem.
std::optional<std::string> ReadFile(const std::string& path, const char* field, Violations& out) {
  const auto refuse = [&](const char* problem) -> std::optional<std::string> {
    out.push_back({field, absl::StrCat(problem, ": ", path)});
    return std::nullopt;
  };
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) return refuse("names a file that does not exist");
  if (!S_ISREG(facts.st_mode)) return refuse("names something that is no file");
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse("names a file that cannot be read");
  std::string text(kMaxCertificateFileBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return refuse("names a file that cannot be read");
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kMaxCertificateFileBytes) return refuse("names a file that is too large");
  return text;
}

void CheckPair(const std::string& chain, const std::string& key_text, Violations& out) {
  const CertificateHandle certificate = ParseCertificate(chain);
  const KeyHandle key = ParseKey(key_text);
  if (ParseCertificates(chain).empty()) {
    out.push_back({kCertificateFile, "holds no certificates in PEM, or a broken one"});
  }
  if (key == nullptr) {
    out.push_back({kKeyFile, "holds no private key in PEM, or one that is encrypted"});
  }
  if (certificate == nullptr || key == nullptr) return;
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    out.push_back({kKeyFile, "is not the key of listen.tls.certificate_file"});
  }
  ERR_clear_error();
}

void Warn(const std::string& key_path, absl::Time expires, absl::Time now, Violations& out) {
  struct stat facts {};
  if (stat(key_path.c_str(), &facts) == 0 && (facts.st_mode & S_IROTH) != 0) {
    out.push_back({kKeyFile, "names a file that every user can read"});
  }
  if (expires <= now) {
    out.push_back(
        {kCertificateFile, absl::StrCat("has expired at ", FormatInstantMillis(expires))});
  }
}

}  // namespace

std::optional<absl::Time> ExpiryOf(const std::string& pem) {
  const CertificateHandle certificate = ParseCertificate(pem);
  return certificate == nullptr ? std::nullopt : EndOf(*certificate);
}

std::optional<absl::Time> EarliestExpiryOf(const std::string& pem) {
  std::optional<absl::Time> earliest;
  for (const CertificateHandle& certificate : ParseCertificates(pem)) {
    const std::optional<absl::Time> end = EndOf(*certificate);
    if (end && (!earliest || *end < *earliest)) earliest = end;
  }
  return earliest;
}

ReadCertificates ReadCertificateFiles(const config::v1::ListenTls& tls, absl::Time now) {
  ReadCertificates out;
  std::optional<std::string> chain =
      ReadFile(tls.certificate_file(), kCertificateFile, out.problems);
  std::optional<std::string> key = ReadFile(tls.key_file(), kKeyFile, out.problems);
  std::optional<std::string> authorities = "";
  if (!tls.client_ca_file().empty()) {
    authorities = ReadFile(tls.client_ca_file(), kClientCaFile, out.problems);
    if (authorities && ParseCertificates(*authorities).empty()) {
      out.problems.push_back({kClientCaFile, "holds no certificates in PEM, or a broken one"});
    }
  }
  if (chain && key) CheckPair(*chain, *key, out.problems);
  if (!out.problems.empty()) return out;
  const absl::Time expires = ExpiryOf(*chain).value_or(absl::InfinitePast());
  Warn(tls.key_file(), expires, now, out.warnings);
  const std::optional<absl::Time> authorities_expire = EarliestExpiryOf(*authorities);
  out.certificates = ServerCertificates{*std::move(chain), Secret(*std::move(key)),
                                        *std::move(authorities), expires, authorities_expire};
  return out;
}

}  // namespace bookings
