// The simulated OptimoCMS: sites and the list of bookings. The vendor has no call for one booking.
#pragma once

#include <memory>

#include "deploy/sandbox/core/vendor.h"

namespace bookings::sandbox {

std::unique_ptr<Vendor> MakeOptimocmsVendor();

}  // namespace bookings::sandbox
