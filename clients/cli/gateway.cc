// See gateway.h.
#include "clients/cli/gateway.h"

#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bookings/client/channel.h"
#include "clients/cli/text_file.h"

ABSL_FLAG(std::string, token_file, "", "file that holds the caller's own bearer token");
ABSL_FLAG(std::vector<std::string>, vendor_token_file, {},
          "customers' own vendor tokens, as connection=path of a file that holds the token");
ABSL_FLAG(
    std::string, ca_file, "",
    "PEM file of the authorities that the gateway's certificate must come from; without it the "
    "gateway is spoken to in clear text");
ABSL_FLAG(std::string, certificate_file, "", "PEM file of a client certificate; with --key_file");
ABSL_FLAG(std::string, key_file, "", "PEM file of the client certificate's private key");

namespace bookings::cli {
namespace {

std::optional<std::string> ReadToken(const std::string& path) {
  const std::optional<std::string> text = ReadTextFile(path);
  if (!text) return std::nullopt;
  return std::string(absl::StripAsciiWhitespace(*text));
}

std::string ReadOwnToken(const std::string& path, Problems& problems) {
  if (path.empty()) return "";
  const std::optional<std::string> token = ReadToken(path);
  if (!token || token->empty()) {
    problems.push_back(
        absl::StrCat("--token_file: ", token ? "nothing is in " : "cannot read ", path));
  }
  return token.value_or("");
}

// One `connection=path`.
void ReadVendorToken(const std::string& entry, client::Options& options, Problems& problems) {
  const size_t equals = entry.find('=');
  const auto token =
      equals == std::string::npos ? std::nullopt : ReadToken(entry.substr(equals + 1));
  if (!token) {
    problems.push_back(
        absl::StrCat("--vendor_token_file: '", entry, "' is not connection=readable file"));
    return;
  }
  options.vendor_tokens[entry.substr(0, equals)] = *token;
}

// Empty where the flag is not set, or its file cannot be read.
std::string ReadPem(const char* flag, const std::string& path, Problems& problems) {
  if (path.empty()) return "";
  const std::optional<std::string> text = ReadTextFile(path);
  if (!text) problems.push_back(absl::StrCat("--", flag, ": cannot read ", path));
  return text.value_or("");
}

std::optional<client::Tls> ReadCertificates(Problems& problems) {
  const size_t before = problems.size();
  client::Tls tls;
  tls.authorities = ReadPem("ca_file", absl::GetFlag(FLAGS_ca_file), problems);
  tls.certificate = ReadPem("certificate_file", absl::GetFlag(FLAGS_certificate_file), problems);
  tls.key = ReadPem("key_file", absl::GetFlag(FLAGS_key_file), problems);
  if (problems.size() > before) return std::nullopt;
  if (tls.certificate.empty() != tls.key.empty() ||
      (!tls.certificate.empty() && tls.authorities.empty())) {
    problems.push_back("--certificate_file, --key_file and --ca_file go together");
  }
  if (tls.authorities.empty()) return std::nullopt;
  return tls;
}

}  // namespace

client::Client Gateway::Once() const {
  client::Options once = options;
  once.retry.attempts = 1;
  return client::Client(channel, std::move(once));
}

client::Client Gateway::Persistent() const { return client::Client(channel, options); }

std::optional<Gateway> OpenGateway(const std::string& address, Problems& problems) {
  const size_t before = problems.size();
  Gateway gateway;
  gateway.options.address = address;
  ReadTokens(gateway.options, problems);
  gateway.options.tls = ReadCertificates(problems);
  gateway.options.insecure = true;  // counts without --ca_file
  // A write is waited for as long as --timeout says.
  gateway.options.timeouts.write_attempt = absl::InfiniteDuration();
  if (problems.size() > before) return std::nullopt;
  gateway.channel = client::OpenChannel(gateway.options);
  return gateway;
}

void ReadTokens(client::Options& options, Problems& problems) {
  options.token = ReadOwnToken(absl::GetFlag(FLAGS_token_file), problems);
  options.vendor_tokens.clear();
  for (const std::string& entry : absl::GetFlag(FLAGS_vendor_token_file)) {
    ReadVendorToken(entry, options, problems);
  }
}

bool SpeaksTls() { return !absl::GetFlag(FLAGS_ca_file).empty(); }

}  // namespace bookings::cli
