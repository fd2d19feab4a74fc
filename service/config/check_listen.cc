// See check_listen.h.
#include "service/config/check_listen.h"

#include <arpa/inet.h>

#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/config_check.h"
#include "service/http/base_url.h"

namespace bookings {
namespace {

using config::v1::Listen;
using config::v1::ListenTls;

constexpr uint32_t kMaxPort = 65'535;

bool IsIpAddress(const std::string& host) {
  in6_addr address{};
  if (inet_pton(AF_INET, host.c_str(), &address) == 1) return true;
  return host.starts_with('[') && host.ends_with(']') &&
         inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &address) == 1;
}

void CheckTls(const ListenTls& tls, const std::string& host, Violations& out) {
  RequireText(tls.certificate_file(), "listen.tls.certificate_file", &out);
  RequireText(tls.key_file(), "listen.tls.key_file", &out);
  if (tls.require_client_certificate() && tls.client_ca_file().empty()) {
    out.push_back({"listen.tls.client_ca_file", "is required by require_client_certificate"});
  }
  // A name can mean several sockets, and gRPC does not lock what they share when certificates
  // change.
  if (!IsIpAddress(host)) {
    out.push_back({"listen.address", "must be an IP address where listen.tls is set"});
  }
}

// What reaches further than this machine must be meant so.
void CheckReach(const config::v1::GatewayConfig& config, Violations& out) {
  const Listen& listen = config.listen();
  if (!listen.has_tls() && !listen.insecure()) {
    out.push_back({"listen.tls", absl::StrCat("is required, as ", listen.address(),
                                              " is no loopback address; or set listen.insecure, "
                                              "if something in front of the gateway encrypts")});
  }
  if (config.policy_file().empty() && !listen.allow_anonymous()) {
    out.push_back({"policy_file", absl::StrCat("is required, as ", listen.address(),
                                               " is no loopback address; or set "
                                               "listen.allow_anonymous, if something in front of "
                                               "the gateway decides who may call")});
  }
}

void CheckContradictions(const config::v1::GatewayConfig& config, Violations& out) {
  const Listen& listen = config.listen();
  if (listen.insecure() && listen.has_tls()) {
    out.push_back({"listen.insecure", "cannot stand beside listen.tls"});
  }
  if (listen.allow_anonymous() && !config.policy_file().empty()) {
    out.push_back({"listen.allow_anonymous", "cannot stand beside policy_file"});
  }
}

}  // namespace

bool IsListenAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  uint32_t port = 0;
  return colon != std::string::npos && colon > 0 &&
         absl::SimpleAtoi(address.substr(colon + 1), &port) && port <= kMaxPort;
}

void CheckListening(const config::v1::GatewayConfig& config, Violations& out) {
  const std::string& admin = config.admin().address();
  if (!admin.empty() && !IsListenAddress(admin)) {
    out.push_back({"admin.address", "must be host:port with a port from 0 to 65535"});
  }
  const Listen& listen = config.listen();
  const std::string address =
      listen.address().empty() ? std::string(kDefaultListenAddress) : listen.address();
  CheckContradictions(config, out);
  if (!IsListenAddress(address)) {
    out.push_back({"listen.address", "must be host:port with a port from 0 to 65535"});
    return;
  }
  const std::string host = address.substr(0, address.rfind(':'));
  if (listen.has_tls()) CheckTls(listen.tls(), host, out);
  if (!IsLoopbackHost(host)) CheckReach(config, out);
}

}  // namespace bookings
