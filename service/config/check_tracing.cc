// See check_tracing.h.
#include "service/config/check_tracing.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/numbers.h"
#include "connectors/api/config_check.h"
#include "connectors/api/text.h"
#include "service/http/base_url.h"

namespace bookings {
namespace {

constexpr uint32_t kMaxCollectorPort = 65'535;

// A name, an IPv4 address or an IPv6 address in brackets: no URL, and no path of a socket.
bool IsCollectorHost(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return false;
  }
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == ':';
  });
}

// No value where the address is no `host:port`.
std::optional<std::string> CollectorHostOf(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view host = address.substr(0, colon);
  uint32_t port = 0;
  if (!absl::SimpleAtoi(ToAbsl(address.substr(colon + 1)), &port)) return std::nullopt;
  if (port == 0 || port > kMaxCollectorPort || !IsCollectorHost(host)) return std::nullopt;
  return std::string(host);
}

}  // namespace

void CheckTracing(const config::v1::Tracing& tracing, Violations& out) {
  RequireText(tracing.collector(), "tracing.collector", &out);
  if (!tracing.collector().empty() && !CollectorHostOf(tracing.collector())) {
    out.push_back({"tracing.collector", "must be host:port with a port from 1 to 65535"});
  }
  // So that what is no number is refused too.
  const bool is_share = tracing.sample_ratio() >= 0 && tracing.sample_ratio() <= 1;
  if (!is_share) out.push_back({"tracing.sample_ratio", "must be between 0 and 1"});
}

double SampleRatioOf(const config::v1::Tracing& tracing) {
  return tracing.has_sample_ratio() ? tracing.sample_ratio() : kDefaultSampleRatio;
}

bool IsCollectorInClearText(const config::v1::Tracing& tracing) {
  return tracing.insecure() || IsLoopbackHost(CollectorHostOf(tracing.collector()).value_or(""));
}

}  // namespace bookings
