// The simulated HostelMate (hostelmate.md): routes, API keys, headers,
// limits.
#pragma once

#include <memory>

#include "deploy/sandbox/core/vendor.h"

namespace bookings::sandbox {

std::unique_ptr<Vendor> MakeHostelmateVendor();

}  // namespace bookings::sandbox
