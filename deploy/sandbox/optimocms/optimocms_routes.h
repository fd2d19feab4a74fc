// What the API answers to a known key within its limits (optimocms_api.cc).
#pragma once

#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::optimocms {

void AddRoutes(Router& router);

}  // namespace bookings::sandbox::optimocms
