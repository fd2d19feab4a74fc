// See wix_connector.h.
#include "connectors/wix/wix_connector.h"

#include <string_view>

#include "connectors/api/config_check.h"
#include "connectors/wix/wix_v1_connector.h"
#include "connectors/wix/wix_v2_connector.h"

namespace bookings::wix {
namespace {

using config::v1::WixApp;
using config::v1::WixSettings;

// 8-4-4-4-12 hexadecimal digits.
bool IsGuid(std::string_view text) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != kShape.size()) return false;
  for (size_t i = 0; i < kShape.size(); ++i) {
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (kShape[i] == '-' ? c != '-' : !hex) return false;
  }
  return true;
}

void CheckApi(const WixSettings& settings, Violations& violations) {
  const bool is_v1 = settings.api() == "v1";
  if (!is_v1 && settings.api() != "v2" && !settings.api().empty()) {
    violations.push_back({"wix.api", "must be v1 or v2"});
  }
  const std::string& method = settings.list_method();
  if (method.empty()) return;
  if (method != "query" && method != "get") {
    violations.push_back({"wix.list_method", "must be query or get"});
  } else if (!is_v1) {
    violations.push_back({"wix.list_method", "is for api v1 only"});
  }
}

void CheckApp(const WixApp& app, Violations* violations) {
  RequireText(app.client_id(), "wix.app.client_id", violations);
  RequireSecret(app.client_secret(), "wix.app.client_secret", violations);
  RequireText(app.instance_id(), "wix.app.instance_id", violations);
}

void CheckCredentials(const WixSettings& settings, Violations& violations) {
  if (settings.has_api_key() == settings.has_app()) {
    violations.push_back({"wix", "exactly one of api_key and app is required"});
  }
  if (settings.has_api_key()) RequireSecret(settings.api_key(), "wix.api_key", &violations);
  if (settings.has_app()) CheckApp(settings.app(), &violations);
  const std::string& site = settings.site_id();
  if (site.empty() && settings.has_api_key()) {
    violations.push_back({"wix.site_id", "is required with api_key"});
  } else if (!site.empty() && !IsGuid(site)) {
    violations.push_back({"wix.site_id", "must be a GUID"});
  }
}

}  // namespace

Violations CheckConfig(const config::v1::ConnectionConfig& config) {
  Violations violations;
  CheckApi(config.wix(), violations);
  CheckCredentials(config.wix(), violations);
  return violations;
}

std::unique_ptr<Connector> MakeConnector(const config::v1::ConnectionConfig& config) {
  const WixSettings& settings = config.wix();
  if (settings.api() != "v1") return std::make_unique<V2Connector>(config);
  const bool is_get = settings.list_method() == "get";
  return std::make_unique<V1Connector>(config, is_get ? V1Method::kGet : V1Method::kQuery);
}

}  // namespace bookings::wix
