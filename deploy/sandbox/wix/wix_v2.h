// v2's reader (wix.md 3.2, 3.3): Query Extended Bookings and Count.
#pragma once

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::wix {

Answer QueryV2(const Call& call);
Answer CountV2(const Call& call);

}  // namespace bookings::sandbox::wix
