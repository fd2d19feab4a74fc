// See channel.h.
#include "clients/cli/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <optional>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text_file.h"

ABSL_FLAG(
    std::string, ca_file, "",
    "PEM file of the authorities that the gateway's certificate must come from; without it the "
    "gateway is spoken to in clear text");
ABSL_FLAG(std::string, certificate_file, "", "PEM file of a client certificate; with --key_file");
ABSL_FLAG(std::string, key_file, "", "PEM file of the client certificate's private key");

namespace bookings::cli {
namespace {

// Empty where the flag is not set, or its file cannot be read.
std::string ReadPem(const char* flag, const std::string& path, Problems& problems) {
  if (path.empty()) return "";
  const std::optional<std::string> text = ReadTextFile(path);
  if (!text) problems.push_back(absl::StrCat("--", flag, ": cannot read ", path));
  return text.value_or("");
}

// gRPC waits between its own attempts to connect; it must not wait longer than the resumption of
// lists.
grpc::ChannelArguments ChannelOptions() {
  constexpr int kFirstBackoffMillis = 200;
  constexpr int kMostBackoffMillis = 5000;
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstBackoffMillis);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kMostBackoffMillis);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMostBackoffMillis);
  return arguments;
}

}  // namespace

bool SpeaksTls() { return !absl::GetFlag(FLAGS_ca_file).empty(); }

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address, Problems& problems) {
  const size_t before = problems.size();
  const std::string authorities = ReadPem("ca_file", absl::GetFlag(FLAGS_ca_file), problems);
  const std::string certificate =
      ReadPem("certificate_file", absl::GetFlag(FLAGS_certificate_file), problems);
  const std::string key = ReadPem("key_file", absl::GetFlag(FLAGS_key_file), problems);
  if (problems.size() > before) return nullptr;
  if (certificate.empty() != key.empty() || (!certificate.empty() && authorities.empty())) {
    problems.push_back("--certificate_file, --key_file and --ca_file go together");
    return nullptr;
  }
  const auto credentials = authorities.empty()
                               ? grpc::InsecureChannelCredentials()
                               : grpc::SslCredentials({authorities, key, certificate});
  return grpc::CreateCustomChannel(address, credentials, ChannelOptions());
}

}  // namespace bookings::cli
