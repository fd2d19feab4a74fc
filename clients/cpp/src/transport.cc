// See transport.h and bookings/client/channel.h.
#include "src/transport.h"

#include <arpa/inet.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bookings/client/channel.h"

namespace bookings::client {
namespace {

constexpr char kDefaultAddress[] = "127.0.0.1:50051";

std::string AddressOf(const Options& options) {
  if (!options.address.empty()) return options.address;
  const char* told = std::getenv("BOOKINGS_ADDRESS");
  return told != nullptr && *told != '\0' ? told : kDefaultAddress;
}

std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const Options& options,
                                                        const std::string& address) {
  if (!options.tls && (options.insecure || internal::IsLoopback(address))) {
    return grpc::InsecureChannelCredentials();
  }
  const Tls tls = options.tls.value_or(Tls());
  return grpc::SslCredentials({tls.authorities, tls.key, tls.certificate});
}

// gRPC waits between its own attempts to connect; it must not wait longer than the client's retries
// do.
grpc::ChannelArguments ReconnectArguments() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5000);
  return arguments;
}

Error FileError(const std::string& message) {
  return {.code = absl::StatusCode::kInvalidArgument, .message = message};
}

Result<std::string> ReadPem(const std::string& path) {
  if (path.empty()) return std::string();
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return FileError(absl::StrCat("cannot read ", path));
  return text.str();
}

}  // namespace

Result<Tls> ReadTls(const TlsFiles& files) {
  if (files.certificate.empty() != files.key.empty()) {
    return FileError("a certificate and its key go together");
  }
  Tls tls;
  for (const auto& [path, text] :
       {std::pair(&files.authorities, &tls.authorities),
        std::pair(&files.certificate, &tls.certificate), std::pair(&files.key, &tls.key)}) {
    Result<std::string> read = ReadPem(*path);
    if (!read.ok()) return read.error();
    *text = *std::move(read);
  }
  return tls;
}

namespace internal {

bool IsLoopback(const std::string& address) {
  if (address.starts_with("unix:")) return true;
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return false;
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  in_addr v4;
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24 == 127;
  in6_addr v6;
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1)
    return std::memcmp(&v6, &in6addr_loopback, sizeof v6) == 0;
  return host == "localhost";
}

}  // namespace internal

std::shared_ptr<grpc::Channel> OpenChannel(const Options& options) {
  const std::string address = AddressOf(options);
  return grpc::CreateCustomChannel(address, CredentialsOf(options, address), ReconnectArguments());
}

}  // namespace bookings::client
