// The simulated Wix Bookings (wix.md): client credentials, v1's two reads, v2's reader.
#pragma once

#include <memory>

#include "deploy/sandbox/core/vendor.h"

namespace bookings::sandbox {

std::unique_ptr<Vendor> MakeWixVendor();

}  // namespace bookings::sandbox
