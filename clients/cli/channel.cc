// See channel.h.
#include "clients/cli/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <iostream>
#include <optional>

#include "absl/flags/flag.h"
#include "clients/cli/text_file.h"

ABSL_FLAG(
    std::string, ca_file, "",
    "PEM file of the authorities that the gateway's certificate must come from; without it the "
    "gateway is spoken to in clear text");
ABSL_FLAG(std::string, certificate_file, "", "PEM file of a client certificate; with --key_file");
ABSL_FLAG(std::string, key_file, "", "PEM file of the client certificate's private key");

namespace bookings::cli {
namespace {

// Empty where the flag is not set; no value (said on stderr) where its file cannot be read.
std::optional<std::string> ReadFlag(const char* name, const std::string& path) {
  if (path.empty()) return "";
  std::optional<std::string> text = ReadTextFile(path);
  if (!text) std::cerr << "error: --" << name << ": cannot read " << path << "\n";
  return text;
}

}  // namespace

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address) {
  const std::optional<std::string> authorities = ReadFlag("ca_file", absl::GetFlag(FLAGS_ca_file));
  const std::optional<std::string> certificate =
      ReadFlag("certificate_file", absl::GetFlag(FLAGS_certificate_file));
  const std::optional<std::string> key = ReadFlag("key_file", absl::GetFlag(FLAGS_key_file));
  if (!authorities || !certificate || !key) return nullptr;
  if (certificate->empty() != key->empty() || (!certificate->empty() && authorities->empty())) {
    std::cerr << "error: --certificate_file, --key_file and --ca_file go together\n";
    return nullptr;
  }
  if (authorities->empty()) {
    return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  }
  return grpc::CreateChannel(address, grpc::SslCredentials({*authorities, *key, *certificate}));
}

}  // namespace bookings::cli
