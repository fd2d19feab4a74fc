// The site's services with all ids that a booking needs: for the control path and Query Services.
#pragma once

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/wix/wix_account.h"

namespace bookings::sandbox::wix {

Json DescribeServices(const WixAccount& account);

}  // namespace bookings::sandbox::wix
