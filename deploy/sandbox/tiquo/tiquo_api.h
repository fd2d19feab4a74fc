// The simulated Tiquo: Client API and Admin API on one port. Reads and token refresh only, as at
// the vendor.
#pragma once

#include <memory>

#include "deploy/sandbox/core/vendor.h"

namespace bookings::sandbox {

std::unique_ptr<Vendor> MakeTiquoVendor();

}  // namespace bookings::sandbox
