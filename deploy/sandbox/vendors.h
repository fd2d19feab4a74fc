// The list of simulated vendors: the only file of the sandbox that names them all is vendors.cc.
#pragma once

#include <memory>
#include <vector>

#include "deploy/sandbox/core/vendor.h"

namespace bookings::sandbox {

std::vector<std::unique_ptr<Vendor>> MakeAllVendors();

}  // namespace bookings::sandbox
