// OptimoCMS's booking object as a canonical booking.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/json.h"
#include "connectors/api/page.h"

namespace bookings::optimocms {

struct Settings {
  std::string connection_id;
  // Of the site: the vendor names no zone anywhere (optimocms.md 7, trap 2).
  std::string zone_name;
  absl::TimeZone zone;
  // Of every booking; zero = unknown.
  absl::Duration length;
  // `/v1/sites/{siteId}/booking`.
  std::string site_path;
};

// Adds the booking to the page; one without a usable id is only counted there.
void AddBooking(json::Value item, const Settings& settings, v1::BookingView view, Page* page);

}  // namespace bookings::optimocms
