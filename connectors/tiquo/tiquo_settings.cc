// See tiquo_settings.h. The checks are declared in tiquo_connector.h.
#include "connectors/tiquo/tiquo_settings.h"

#include <string_view>

#include "connectors/api/civil.h"
#include "connectors/api/config_check.h"
#include "connectors/tiquo/tiquo_connector.h"

namespace bookings::tiquo {
namespace {

using config::v1::ConnectionConfig;
using config::v1::TiquoSettings;

constexpr char kUtcEncoding[] = "utc";
constexpr char kZoneEncoding[] = "zone";

// Bounds the number of calls that a walk over an empty account takes.
constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2999;

void CheckClient(const TiquoSettings& settings, Violations& problems) {
  const std::string& encoding = settings.date_encoding();
  if (!encoding.empty() && encoding != kZoneEncoding && encoding != kUtcEncoding) {
    problems.push_back({"tiquo.date_encoding", "must be `zone` or `utc`"});
  }
  if (settings.has_refresh_token()) {
    RequireSecret(settings.refresh_token(), "tiquo.refresh_token", &problems);
  }
  if (settings.has_api_key()) problems.push_back({"tiquo.api_key", "is for admin mode only"});
  if (!settings.history_from().empty()) {
    problems.push_back({"tiquo.history_from", "is for admin mode only"});
  }
  if (!settings.horizon().empty()) {
    problems.push_back({"tiquo.horizon", "is for admin mode only"});
  }
}

std::optional<absl::CivilDay> CheckDay(std::string_view path, std::string_view text,
                                       Violations& problems) {
  if (text.empty()) {
    problems.push_back({std::string(path), "is required in admin mode"});
    return std::nullopt;
  }
  const std::optional<absl::CivilDay> day = ParseDate(text);
  if (day && day->year() >= kFirstYear && day->year() <= kLastYear) return day;
  problems.push_back({std::string(path), "must be a day YYYY-MM-DD of the years 1970 to 2999"});
  return std::nullopt;
}

void CheckAdmin(const TiquoSettings& settings, Violations& problems) {
  RequireSecret(settings.api_key(), "tiquo.api_key", &problems);
  if (settings.has_refresh_token()) {
    problems.push_back({"tiquo.refresh_token", "is for client mode only"});
  }
  if (!settings.date_encoding().empty()) {
    problems.push_back({"tiquo.date_encoding", "is for client mode only"});
  }
  const auto from = CheckDay("tiquo.history_from", settings.history_from(), problems);
  const auto horizon = CheckDay("tiquo.horizon", settings.horizon(), problems);
  if (from && horizon && *horizon < *from) {
    problems.push_back({"tiquo.horizon", "must not be before history_from"});
  }
}

DateForm DateFormOf(const TiquoSettings& settings) {
  if (settings.mode() == kAdminMode) return DateForm::kCivilDate;
  return settings.date_encoding() == kUtcEncoding ? DateForm::kInstantInUtc
                                                  : DateForm::kInstantInZone;
}

}  // namespace

Violations CheckConfig(const ConnectionConfig& config) {
  Violations problems;
  const TiquoSettings& settings = config.tiquo();
  if (settings.mode() == kClientMode) {
    CheckClient(settings, problems);
  } else if (settings.mode() == kAdminMode) {
    CheckAdmin(settings, problems);
  } else {
    problems.push_back({"tiquo.mode", "must be `client` or `admin`"});
  }
  if (!config.time_zone().empty()) RequireTimeZone(config, &problems);
  return problems;
}

Settings ReadSettings(const ConnectionConfig& config) {
  Settings settings;
  settings.connection_id = config.id();
  settings.date_form = DateFormOf(config.tiquo());
  settings.zone_name = config.time_zone();
  settings.zone = FindZone(config.time_zone());
  settings.history_from = ParseDate(config.tiquo().history_from()).value_or(absl::CivilDay());
  settings.horizon = ParseDate(config.tiquo().horizon()).value_or(absl::CivilDay());
  return settings;
}

}  // namespace bookings::tiquo
