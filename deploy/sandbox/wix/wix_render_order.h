// The eCommerce order of a booking as `withEcomOrder` shows it (wix.md 3.2): the only money of v2.
#pragma once

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_model.h"

namespace bookings::sandbox::wix {

// Only for rows that have an order.
Json RenderOrder(const Row& row, const Catalogue& catalogue);

// Only for courses that are paid by subscription.
Json RenderSubscription(const Row& row, const Catalogue& catalogue);

}  // namespace bookings::sandbox::wix
