// A checked Tiquo configuration in ready form: zone, reading of dates, bounds of the admin walk.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "bookings/config/v1/config.pb.h"

namespace bookings::tiquo {

// How a booking's `date` names its civil day (tiquo.md 7.1).
enum class DateForm {
  // Client API: an instant in Unix milliseconds; its day in the booking's zone.
  kInstantInZone,
  // Client API: the same instant; its day in UTC.
  kInstantInUtc,
  // Admin API: YYYY-MM-DD.
  kCivilDate,
};

struct Settings {
  std::string connection_id;
  DateForm date_form = DateForm::kInstantInZone;
  // Of the connection, for bookings that name none.
  std::string zone_name;
  std::optional<absl::TimeZone> zone;
  // Admin mode: the days that are read, both included.
  absl::CivilDay history_from;
  absl::CivilDay horizon;
};

inline constexpr char kClientMode[] = "client";
inline constexpr char kAdminMode[] = "admin";

// Of a configuration that CheckConfig has found nothing wrong with.
Settings ReadSettings(const config::v1::ConnectionConfig& config);

}  // namespace bookings::tiquo
