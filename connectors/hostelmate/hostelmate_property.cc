// See hostelmate_property.h.
#include "connectors/hostelmate/hostelmate_property.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "connectors/api/civil.h"
#include "connectors/api/config_check.h"
#include "connectors/api/money.h"
#include "connectors/api/words.h"

namespace bookings::hostelmate {
namespace {

using config::v1::ConnectionConfig;
using config::v1::HostelmateSettings;

// The vendor's amounts are minor units, always /100 in its samples (hostelmate.md 7, trap 2).
constexpr int kUsualScale = 100;
constexpr int kUsualDecimals = 2;
constexpr int kScales[] = {1, 10, 100, 1000};

void CheckMoney(const HostelmateSettings& settings, Violations* violations) {
  const std::optional<int> decimals = CurrencyDecimals(settings.currency());
  if (settings.currency().empty()) {
    violations->push_back({"hostelmate.currency", "is required: the vendor's amounts name none"});
  } else if (!decimals) {
    violations->push_back({"hostelmate.currency", "is not an ISO 4217 code in capitals"});
  }
  const int scale = settings.amount_scale();
  if (scale != 0) {
    if (std::find(std::begin(kScales), std::end(kScales), scale) == std::end(kScales)) {
      violations->push_back({"hostelmate.amount_scale", "must be 1, 10, 100 or 1000"});
    }
  } else if (decimals && *decimals != kUsualDecimals) {
    violations->push_back(
        {"hostelmate.amount_scale", "is required for a currency that has not two decimals"});
  }
}

// `HH:MM`, as the configuration documents it; vendors' looser forms are not for people.
void CheckHour(std::string_view text, std::string_view path, Violations* violations) {
  const bool readable =
      text.size() == 5 && ParseTimeOfDay(text) && *ParseTimeOfDay(text) < absl::Hours(24);
  if (text.empty()) return RequireText(text, path, violations);
  if (!readable) violations->push_back({std::string(path), "must be a time of day, HH:MM"});
}

constexpr Word<PriceUnit> kPriceUnits[] = {
    {"", PriceUnit::kUnknown}, {"major", PriceUnit::kMajor}, {"minor", PriceUnit::kMinor}};

void CheckSlots(const HostelmateSettings& settings, Violations* violations) {
  if (!settings.property().empty() && !IsUuid(settings.property())) {
    violations->push_back({"hostelmate.property", "must be a UUID"});
  }
  if (!Translate<PriceUnit>(kPriceUnits, settings.price_unit())) {
    violations->push_back({"hostelmate.price_unit", "must be `major` or `minor`"});
  }
}

}  // namespace

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const auto c = static_cast<unsigned char>(text[i]);
    if (hyphen ? c != '-' : !absl::ascii_isxdigit(c)) return false;
  }
  return true;
}

Violations CheckProperty(const ConnectionConfig& config) {
  Violations violations;
  const HostelmateSettings& settings = config.hostelmate();
  RequireTimeZone(config, &violations);
  RequireSecret(settings.api_key(), "hostelmate.api_key", &violations);
  CheckMoney(settings, &violations);
  CheckHour(settings.check_in_time(), "hostelmate.check_in_time", &violations);
  CheckHour(settings.check_out_time(), "hostelmate.check_out_time", &violations);
  CheckSlots(settings, &violations);
  return violations;
}

Property MakeProperty(const ConnectionConfig& config) {
  const HostelmateSettings& settings = config.hostelmate();
  Property property;
  property.connection_id = config.id();
  property.time_zone = config.time_zone();
  property.zone = FindZone(config.time_zone()).value_or(absl::UTCTimeZone());
  property.currency = settings.currency();
  property.amount_scale = settings.amount_scale() == 0 ? kUsualScale : settings.amount_scale();
  property.check_in = ParseTimeOfDay(settings.check_in_time()).value_or(absl::ZeroDuration());
  property.check_out = ParseTimeOfDay(settings.check_out_time()).value_or(absl::ZeroDuration());
  property.property_id = settings.property();
  property.price_unit =
      Translate<PriceUnit>(kPriceUnits, settings.price_unit()).value_or(PriceUnit::kUnknown);
  return property;
}

}  // namespace bookings::hostelmate
