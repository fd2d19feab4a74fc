// The simulated Jicoo (jicoo.md): routes of the read operations, API keys, limits.
#pragma once

#include <memory>

#include "deploy/sandbox/core/vendor.h"

namespace bookings::sandbox {

std::unique_ptr<Vendor> MakeJicooVendor();

}  // namespace bookings::sandbox
