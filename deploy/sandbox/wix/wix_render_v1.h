// A row as an entry of a v1 answer (wix.md 2.3, 2.5).
#pragma once

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_model.h"
#include "deploy/sandbox/wix/wix_style.h"

namespace bookings::sandbox::wix {

// The booking object itself.
Json RenderV1Booking(const Row& row, const Catalogue& catalogue, const Style& style);

// What withBookingAllowedActions adds beside it.
Json RenderV1Actions(const Row& row);

}  // namespace bookings::sandbox::wix
