// Maps one entry of API v1 (wix.md 2.5) into a canonical booking.
#pragma once

#include "connectors/api/json.h"
#include "connectors/api/page.h"
#include "connectors/wix/wix_parts.h"

namespace bookings::wix {

// Adds the booking of `entry` ({booking, allowedActions}) to the page, or counts it as dropped.
void AddV1Booking(json::Value entry, const Mapping& mapping, Page* page);

}  // namespace bookings::wix
