// See config_page.h.
#include "service/admin/config_page.h"

#include "google/protobuf/util/json_util.h"

namespace bookings {
namespace {

// `https://user:password@host` -> `https://***@host`.
std::string MaskUser(const std::string& url) {
  const size_t scheme = url.find("://");
  const size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
  const size_t at = url.substr(0, url.find('/', begin)).rfind('@');
  if (at == std::string::npos || at < begin) return url;
  return url.substr(0, begin) + "***" + url.substr(at);
}

}  // namespace

std::string DescribeConfig(config::v1::GatewayConfig config) {
  for (config::v1::ConnectionConfig& connection : *config.mutable_connections()) {
    connection.set_base_url(MaskUser(connection.base_url()));
  }
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(config, &json, options).ok()) return "{}\n";
  return json;
}

}  // namespace bookings
