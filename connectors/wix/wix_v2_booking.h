// Maps one extended booking of API v2 (wix.md 3.2, 3.6) into a canonical booking.
#pragma once

#include "connectors/api/json.h"
#include "connectors/api/page.h"
#include "connectors/wix/wix_parts.h"

namespace bookings::wix {

// Adds the booking of `entry` ({booking, allowedActions, order, ...}) to the page, or counts it as
// dropped.
void AddV2Booking(json::Value entry, const Mapping& mapping, Page* page);

}  // namespace bookings::wix
