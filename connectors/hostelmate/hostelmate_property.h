// What the configuration says of the property, as no booking tells it: zone, currency, hours.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "bookings/config/v1/config.pb.h"
#include "connectors/api/failure.h"

namespace bookings::hostelmate {

// What a price in the vendor's availability counts; the vendor does not say (hostelmate.md 7, trap
// 2).
enum class PriceUnit { kUnknown, kMajor, kMinor };

struct Property {
  std::string connection_id;
  std::string time_zone;
  absl::TimeZone zone;
  std::string currency;
  // How many of the vendor's units make one unit of the currency.
  int64_t amount_scale = 100;
  // Times of day at which guests may come and must have left.
  absl::Duration check_in;
  absl::Duration check_out;
  // The vendor's UUID of the property; empty = not configured, and there are no slots.
  std::string property_id;
  PriceUnit price_unit = PriceUnit::kUnknown;
};

// 36 characters with hyphens in their places; any version.
bool IsUuid(std::string_view text);

// Everything wrong with the settings; see hostelmate_connector.h.
Violations CheckProperty(const config::v1::ConnectionConfig& config);
// From a configuration that CheckProperty accepts.
Property MakeProperty(const config::v1::ConnectionConfig& config);

}  // namespace bookings::hostelmate
